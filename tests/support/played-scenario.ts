/** A scenario played against a reference provider of its own, over HTTP and in any dialect, and judged. */

import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import { drive } from '../../src/drive/drive.ts';
import type { Delivery, Exchange } from '../../src/evidence/exchange.ts';
import type { Extension } from '../../src/judge/check.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import { CREDENTIAL } from '../../src/proof/dialogues.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  REFERENCE_PRICE,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { copyOf, knowledgeOf, type Scenario } from '../../src/scenarios/scenario.ts';
import { LiveTransport } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';

/** Who is asked, and how. */
export interface Setting {
  readonly dialect: AnyDialect;
  readonly extension: Extension | 'plain';
  readonly delivery: Delivery;
  readonly model?: string;
  readonly upstream?: string;
}

export async function exchangesOf(
  url: string,
  scenario: Scenario,
  setting: Setting,
): Promise<readonly Exchange[]> {
  const { dialect, extension, delivery, model = REFERENCE_MODEL, upstream = null } = setting;
  const connections = new LiveConnections();
  const transport = new LiveTransport(connections, { maxAttempts: 2, backOffMs: 0 });
  const { basePaths } = await dialect.service();
  const endpoint = { baseUrl: `${url}${basePaths[extension] ?? ''}`, headers: dialect.headers(CREDENTIAL) };
  const settings = { model, delivery, extensions: extensionsOf(setting), upstream };
  try {
    await drive(dialect, scenario, endpoint, settings, transport);
  } finally {
    await connections.close();
  }
  return transport.exchanges;
}

export function verdictsOf(
  scenario: Scenario,
  setting: Setting,
  exchanges: readonly Exchange[],
  counterpart?: Exchange,
): readonly Verdict[] {
  return setting.dialect.judge({
    exchanges,
    extensions: extensionsOf(setting),
    scenario: knowledgeOf(scenario),
    ...(counterpart === undefined ? {} : { counterpart }),
    price: setting.extension === 'openrouter' && setting.model === undefined ? REFERENCE_PRICE : null,
    unsupported: new Map(),
  }).verdicts;
}

/** Drives and judges a scenario. @param counterpart the first exchange of the other delivery, where it is known */
export async function play(
  url: string,
  scenario: Scenario,
  setting: Setting,
  counterpart?: Exchange,
): Promise<readonly Verdict[]> {
  return verdictsOf(scenario, setting, await exchangesOf(url, scenario, setting), counterpart);
}

function extensionsOf({ extension }: Setting): ReadonlySet<Extension> {
  return new Set(extension === 'plain' ? [] : [extension]);
}

/** One that lets in who has the credential, and whose clock stands still. */
export async function withProvider<T>(
  options: ReferenceProviderOptions,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const provider = createReferenceProvider({ apiKey: CREDENTIAL, now: () => 1_760_000_000_000, ...options });
  const { url } = await provider.listen();
  try {
    return await use(url);
  } finally {
    await provider.close();
  }
}

export function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`no scenario is called ${id}`);
  return copyOf(scenario, 1);
}

/** What is wrong, and what is merely there. */
export function complaintsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
    .map(({ level, check, reason, findings: [found] }) =>
      [level, check, reason ?? `${found?.path}: ${found?.message}`].join(' '),
    );
}
