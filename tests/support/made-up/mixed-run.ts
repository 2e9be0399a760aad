/** A run over two dialects: one model direct, through a gateway that breaks a promise, and in the made-up dialect. */

import { defineProviders, targetsOf } from '../../../src/config/providers.ts';
import { dialectOf } from '../../../src/dialects/catalogue.ts';
import { drive } from '../../../src/drive/drive.ts';
import type { Delivery, Exchange, HttpRequest } from '../../../src/evidence/exchange.ts';
import { createReferenceProvider, REFERENCE_MODEL } from '../../../src/provider/reference-provider.ts';
import { assembleResults } from '../../../src/results/assemble.ts';
import { type ConversationResult, recordConversation } from '../../../src/results/conversation-result.ts';
import type { Results } from '../../../src/results/results.ts';
import { runRecord } from '../../../src/results/run-record.ts';
import { SCENARIOS } from '../../../src/scenarios/catalogue.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { bareConversation } from '../bare-conversation.ts';

export const WEIGHTS = 'mynah-1';
export const DIRECT = `direct/${REFERENCE_MODEL}`;
export const GATEWAY = `gateway/${REFERENCE_MODEL}`;
export const PARROT = `parrot/${REFERENCE_MODEL}`;

/** The fault that a provider shows in every conversation, keyed by provider. */
const FAULTS: Readonly<Record<string, string | undefined>> = {
  gateway: 'framing/no-done',
  parrot: 'ids/dropped',
};

export interface MixedRun {
  readonly results: Results;
  /** Keyed by the cassette that the records name. */
  readonly evidence: ReadonlyMap<string, readonly Exchange[]>;
}

export async function mixedRun(): Promise<MixedRun> {
  const models = [{ id: REFERENCE_MODEL, weights: WEIGHTS }];
  const targets = targetsOf(
    defineProviders({
      providers: [
        { id: 'direct', name: 'Direct', baseUrl: 'http://127.0.0.1:1/a', dialect: 'openai-chat', models },
        { id: 'gateway', name: 'Gateway', baseUrl: 'http://127.0.0.1:2/a', dialect: 'openai-chat', models },
        { id: 'parrot', name: 'Parrot', baseUrl: 'http://127.0.0.1:3/a', dialect: 'parrot', models },
      ],
    }),
  );
  const scenarios = SCENARIOS.filter(({ id }) => id === 'weather' || id === 'sequential-calls');
  const evidence = new Map<string, readonly Exchange[]>();
  const found: ConversationResult[] = [];
  for (const { id: target, provider } of targets) {
    for (const scenario of scenarios) {
      for (const delivery of ['streaming', 'buffered'] as const) {
        const cassette = `${target}/${scenario.id}.${delivery}.yaml`;
        const dialect = dialectOf(provider.dialect);
        const exchanges = await held(provider.dialect, scenario, delivery, FAULTS[provider.id]);
        evidence.set(cassette, exchanges);
        const judged = dialect.judge(bareConversation(exchanges, { scenario }));
        const key = { target, scenario: scenario.id, delivery, sample: 1, cassette };
        found.push(recordConversation(key, judged, '2026-01-01T00:00:00.000Z'));
      }
    }
  }
  const run = runRecord({ mode: 'live', id: 'mixed', startedAt: new Date(0) }, targets, scenarios);
  const results = assembleResults(
    run,
    found.map(({ conversation }) => conversation),
    found.flatMap(({ verdicts }) => verdicts),
  );
  return { results, evidence };
}

/** What a reference provider and the driver say in a scenario. @param fault what the provider does wrong */
export async function held(
  id: string,
  scenario: Scenario,
  delivery: Delivery,
  fault?: string,
): Promise<Exchange[]> {
  const dialect = dialectOf(id);
  const provider = createReferenceProvider({ apiKey: 'k', ...(fault === undefined ? {} : { fault }) });
  const { url } = await provider.listen();
  const { basePaths } = await dialect.service();
  const exchanges: Exchange[] = [];
  const send = async (request: HttpRequest): Promise<Exchange> => {
    const exchange = await fetched(request);
    exchanges.push(exchange);
    return exchange;
  };
  const endpoint = { baseUrl: `${url}${basePaths.plain}`, headers: dialect.headers('k') };
  const settings = { model: REFERENCE_MODEL, delivery, extensions: new Set<never>(), upstream: null };
  await drive(dialect, scenario, endpoint, settings, { exchanges, send, finish: () => {} });
  await provider.close();
  return exchanges;
}

/** Sends a request and keeps what came back. */
async function fetched(request: HttpRequest): Promise<Exchange> {
  const { method, url, headers, body } = request;
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, [value = '']]): [string, string] => [name, value]),
    body: Buffer.from(body),
  });
  return {
    request,
    response: {
      status: response.status,
      headers: [...response.headers].map(([name, value]) => [name, [value]]),
      body: new Uint8Array(await response.arrayBuffer()),
      provenComplete: true,
    },
  };
}
