/** A scenario played against a reference provider of its own, over HTTP and in any dialect, and judged. */

import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import { drive } from '../../src/drive/drive.ts';
import type { Delivery, Exchange, HttpRequest } from '../../src/evidence/exchange.ts';
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
import { copyOf, type Scenario } from '../../src/scenarios/scenario.ts';
import type { Transport } from '../../src/transports/transport.ts';

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
  const transport = new FetchTransport(scenario.hangUpAfter ?? null);
  const { basePaths } = await dialect.service();
  const endpoint = { baseUrl: `${url}${basePaths[extension] ?? ''}`, headers: dialect.headers(CREDENTIAL) };
  const settings = { model, delivery, extensions: extensionsOf(setting), upstream };
  await drive(dialect, scenario, endpoint, settings, transport);
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
    scenario,
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

/** The least that can carry a conversation: fetch, one retry after 429, and hanging up once where it is asked for. */
class FetchTransport implements Transport {
  readonly exchanges: Exchange[] = [];
  #hangUpAfter: number | null;

  constructor(hangUpAfter: number | null) {
    this.#hangUpAfter = hangUpAfter;
  }

  async send(request: HttpRequest): Promise<Exchange> {
    if (this.#hangUpAfter !== null) {
      this.exchanges.push(await this.#hangUp(request, this.#hangUpAfter));
      this.#hangUpAfter = null;
    }
    const exchange = await this.#attempt(request);
    this.exchanges.push(exchange);
    const isThrottled = exchange.response?.status === 429 && this.exchanges.length === 1;
    return isThrottled ? this.send(request) : exchange;
  }

  finish(): void {}

  async #attempt(request: HttpRequest): Promise<Exchange> {
    try {
      const response = await fetch(request.url, fetchOptions(request));
      const body = new Uint8Array(await response.arrayBuffer());
      const headers = [...response.headers].map(([name, value]) => [name, [value]] as const);
      return { request, response: { status: response.status, headers, body, provenComplete: true } };
    } catch (error) {
      return { request, response: null, failure: String(error) };
    }
  }

  async #hangUp(request: HttpRequest, after: number): Promise<Exchange> {
    const hangingUp = new AbortController();
    const response = await fetch(request.url, { ...fetchOptions(request), signal: hangingUp.signal });
    let received = 0;
    for await (const piece of response.body ?? []) {
      received += piece.length;
      if (received >= after) break;
    }
    hangingUp.abort();
    return { request, response: null, failure: 'the client hung up' };
  }
}

function fetchOptions({ method, headers, body }: HttpRequest): RequestInit {
  return {
    method,
    headers: headers.map(([name, [value = '']]): [string, string] => [name, value]),
    body: Buffer.from(body),
  };
}
