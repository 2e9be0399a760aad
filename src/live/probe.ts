/**
 * The probe, for developers of a server: runs the whole catalogue against one endpoint, in one process, without
 * Playwright and without a configuration file.
 */

import { setMaxListeners } from 'node:events';
import { scenarioOf } from '../config/scenario-of-target.ts';
import { dialectOf, type Readings } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { createRedactor } from '../redact/redact.ts';
import type { Secret } from '../redact/secret.ts';
import { type ConversationId, judgeConversation } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { Results } from '../results/results.ts';
import { canHold } from '../scenarios/held.ts';
import { copiesOf, type Scenario } from '../scenarios/scenario.ts';
import type { JsonObject } from '../text/json.ts';
import type { AwsIdentity } from '../transports/aws-signature.ts';
import { ProviderLimits } from '../transports/limits.ts';
import type { Timeouts } from '../transports/live.ts';
import { LiveConnections } from '../transports/live-connections.ts';
import { type EndpointOptions, endpointResults, endpointTarget } from './endpoint.ts';
import { firstOf, whyHopeless } from './first-conversation.ts';
import { type Access, type Held, hold } from './hold.ts';
import { secretsOf, signingOf } from './live-run.ts';
import { LongAnswersInTurn } from './long-answers.ts';
import { UnfinishedAnswers } from './unfinished-answers.ts';

export interface ProbeOptions extends EndpointOptions {
  readonly scenarios: readonly Scenario[];
  readonly deliveries: readonly Delivery[];
  /** The AWS identity that signs with the key; absent for other kinds of keys. */
  readonly aws?: AwsIdentity;
  /** Credentials in the header fields and the additional body fields of a request; they are never written. */
  readonly secrets?: readonly Secret[];
  /** Additional fields for the body of every request, such as a pinned upstream. */
  readonly extraBody: JsonObject;
  readonly inFlight: number;
  readonly timeouts?: Timeouts;
  /** The folder for the cassettes. */
  readonly save?: string;
  /** Return the evidence. Otherwise the evidence of a conversation is released once it is judged. */
  readonly keepEvidence?: boolean;
  /** Drops conversations in progress; the result is what was judged before. */
  readonly signal?: AbortSignal;
  /** Called with each judged conversation, and the total number of conversations. */
  readonly onJudged?: (result: ConversationResult, of: number) => void;
}

export interface Probed {
  readonly results: Results;
  /** By cassette name, as in the records; empty unless the evidence is kept. */
  readonly held: ReadonlyMap<string, Held>;
}

/** @throws {SuiteError} when the options do not give a target, or a cassette cannot be written */
export async function probe(options: ProbeOptions): Promise<Probed> {
  const startedAt = new Date();
  const target = endpointTarget(options);
  const dialect = dialectOf(target.provider.dialect);
  const scenarios = options.scenarios.filter((scenario) => canHold(dialect, scenario));
  const connections = new LiveConnections();
  const rest = new AbortController();
  const signal = AbortSignal.any([rest.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  // Each conversation in progress adds a listener.
  setMaxListeners(0, signal);
  const access: Access = {
    connections,
    options: {
      ...options.timeouts,
      ...signingOf(options),
      limits: new ProviderLimits({ inFlight: options.inFlight }),
      signal,
    },
    key: options.key?.value ?? null,
    redactor: createRedactor([...secretsOf(options), ...(options.secrets ?? [])]),
    extraBody: options.extraBody,
  };
  const save = options.save === undefined ? async () => {} : await saverInto(options.save);
  const held = new Map<string, Held>();
  const found: ConversationResult[] = [];
  const unfinished = new UnfinishedAnswers(target);
  const longAnswers = new LongAnswersInTurn();
  let hopeless: string | null = null;
  const holdOnce = async (id: ConversationId) => {
    if (held.has(nameOf(id)) || signal.aborted) return;
    await longAnswers.run(access, async (inTurn) => {
      const evidence = await hold(id, inTurn, readings.get(id));
      if (evidence === null) return;
      held.set(nameOf(id), evidence);
      hopeless ??= unfinished.add(evidence.exchanges);
      if (hopeless !== null) rest.abort();
      await save(id, evidence);
    });
  };
  const judge = (id: ConversationId) => {
    if (signal.aborted && !held.has(nameOf(id))) return;
    const result = judgeHeld(id, held, readings.get(id));
    found.push(result);
    options.onJudged?.(result, groups.flat().length);
  };
  const letGo = (id: ConversationId) => {
    readings.delete(id);
    if (options.keepEvidence !== true) held.delete(nameOf(id));
  };
  const groups = scenarios.flatMap((scenario) =>
    copiesOf(scenario).map((sample) =>
      options.deliveries.map(
        (delivery): ConversationId => ({
          target,
          scenario: scenarioOf(target, scenario, sample),
          delivery,
          sample,
        }),
      ),
    ),
  );
  const readings = new Map<ConversationId, Readings>(
    groups.flatMap((ids) => {
      const own = dialect.readings();
      return ids.map((id) => [id, own]);
    }),
  );
  const first = firstOf(groups.flat());
  try {
    if (first !== undefined) {
      await holdOnce(first);
      if (!signal.aborted)
        hopeless = await whyHopeless(first, held.get(nameOf(first))?.exchanges ?? [], access);
    }
    if (first !== undefined && hopeless !== null) judge(first);
    else {
      await Promise.all(
        groups.map(async (ids) => {
          await Promise.all(ids.map(holdOnce));
          ids.forEach(judge);
          ids.forEach(letGo);
        }),
      );
    }
  } finally {
    await connections.close();
  }
  const stopped = hopeless === null ? {} : { [target.id]: hopeless };
  const isAborted = options.signal?.aborted === true;
  return { results: endpointResults({ startedAt, stopped }, target, scenarios, found, isAborted), held };
}

/** Imported only when needed, because writing cassettes loads the YAML library, which is slow. */
async function saverInto(folder: string): Promise<(id: ConversationId, held: Held) => Promise<void>> {
  const { saveHeld } = await import('./save-held.ts');
  return (id, held) => saveHeld(folder, id, held);
}

function judgeHeld(
  id: ConversationId,
  held: ReadonlyMap<string, Held>,
  readings: Readings | undefined,
): ConversationResult {
  const cassette = nameOf(id);
  const evidence = held.get(cassette);
  if (evidence === undefined) throw new Error(`${cassette} was not held`);
  const buffered = held.get(nameOf({ ...id, delivery: 'buffered' }));
  const { exchanges, recordedAt } = evidence;
  const counterpart = id.delivery === 'streaming' ? buffered?.exchanges[0] : undefined;
  return judgeConversation(id, { exchanges, cassette, recordedAt, counterpart }, readings);
}

function nameOf({ target, scenario, delivery, sample }: ConversationId): string {
  return cassetteOf(target, scenario, delivery, sample);
}
