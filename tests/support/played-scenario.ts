/** Plays a scenario in any dialect against a reference provider, over HTTP or without a socket, and judges it. */
import { isDeepStrictEqual } from 'node:util';
import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import { drive } from '../../src/drive/drive.ts';
import type { Delivery, Exchange } from '../../src/evidence/exchange.ts';
import type { Extension } from '../../src/judge/check.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { SeededFault } from '../../src/proof/cases.ts';
import { CREDENTIAL } from '../../src/proof/dialogue-parts.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  REFERENCE_PRICE,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { RehearsalTransport } from '../../src/provider/rehearsal.ts';
import { type HandlerOptions, openHandler, type RequestHandler } from '../../src/provider/request-handler.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { copyOf, knowledgeOf, type Scenario } from '../../src/scenarios/scenario.ts';
import { type Clock, systemClock } from '../../src/transports/clock.ts';
import { LiveTransport } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import type { Transport } from '../../src/transports/transport.ts';

/** The dialect, model and delivery that a conversation uses. */
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
  const connections = new LiveConnections();
  try {
    const transport = new LiveTransport(connections, { maxAttempts: 2, backOffMs: 0, clock: hastyClock() });
    return await exchangesOver(transport, url, scenario, setting);
  } finally {
    await connections.close();
  }
}

/** A clock whose waits (such as for `Retry-After`) end at once but still count as elapsed time. */
function hastyClock(): Clock {
  let waited = 0;
  return {
    monotonic: () => systemClock.monotonic() + waited,
    epoch: () => systemClock.epoch() + waited,
    sleep: async (ms) => {
      waited += ms;
    },
  };
}

/**
 * The same without a socket.
 *
 * @param below the prefix of the base path, such as `/fault/ids/too-long`
 */
export function rehearsedExchanges(
  handler: RequestHandler,
  scenario: Scenario,
  setting: Setting,
  below = '',
): Promise<readonly Exchange[]> {
  return exchangesOver(new RehearsalTransport(handler), `http://reference${below}`, scenario, setting);
}

async function exchangesOver(
  transport: Transport,
  url: string,
  scenario: Scenario,
  setting: Setting,
): Promise<readonly Exchange[]> {
  const { dialect, extension, delivery, model = REFERENCE_MODEL, upstream = null } = setting;
  const { basePaths } = await dialect.service();
  const endpoint = { baseUrl: `${url}${basePaths[extension] ?? ''}`, headers: dialect.headers(CREDENTIAL) };
  const settings = { model, delivery, extensions: extensionsOf(setting), upstream };
  await drive(dialect, scenario, endpoint, settings, transport);
  return transport.exchanges;
}

/**
 * Returns true if a fault shows in more than the body of a complete answer, such as the status or a broken connection.
 */
export function isOfTheWire(proof: Proof, { base, edit }: SeededFault): boolean {
  const { script, sound } = baseOf(proof, base);
  const edited = script();
  edit(edited);
  return edited.exchanges.some(({ response }, at) => {
    const before = sound().exchanges[at]?.response;
    if (typeof response === 'string' || before === undefined || typeof before === 'string') return true;
    const { status, breaksOff, pieceLength, headers } = response;
    return (
      status >= 300 ||
      breaksOff !== null ||
      pieceLength !== null ||
      !isDeepStrictEqual(headers, before.headers)
    );
  });
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

/**
 * Drives and judges a scenario.
 *
 * @param counterpart the first exchange of the other delivery, if known
 */
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

/** Requires the credential and has a fixed clock. */
const STRICT: HandlerOptions = { apiKey: CREDENTIAL, now: () => 1_760_000_000_000 };

export function strictHandler(options: HandlerOptions = {}): Promise<RequestHandler> {
  return openHandler({ ...STRICT, ...options });
}

/** Opens a provider with the same strict options, over HTTP. */
export async function openProvider(options: ReferenceProviderOptions = {}) {
  const provider = createReferenceProvider({ ...STRICT, ...options });
  const { url } = await provider.listen();
  return { url, close: () => provider.close() };
}

export async function withProvider<T>(
  options: ReferenceProviderOptions,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const { url, close } = await openProvider(options);
  try {
    return await use(url);
  } finally {
    await close();
  }
}

export function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`no scenario is called ${id}`);
  return copyOf(scenario, 1);
}

/** Describes the failed checks of every level and the checks that broke, one line each. */
export function complaintsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
    .map(({ level, check, reason, findings: [found] }) =>
      [level, check, reason ?? `${found?.path}: ${found?.message}`].join(' '),
    );
}
