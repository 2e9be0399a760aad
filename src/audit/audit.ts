/** Judges any recordings, with no scenario: what was promised is read from each request. */
import { readFileSync } from 'node:fs';
import type { Exchange } from '../evidence/exchange.ts';
import { readRecording } from '../evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import { maskOf } from '../redact/mask.ts';
import { assembleResults } from '../results/assemble.ts';
import type { Results, RunRecord } from '../results/results.ts';
import { checkRecords, runRecord } from '../results/run-record.ts';
import { messageOf } from '../system/failure.ts';
import { byCodeUnit } from '../text/order.ts';
import {
  type AuditedConversation,
  auditEach,
  type ConversationPlace,
  type SearchedFiles,
} from './each-conversation.ts';
import { Interned } from './interned.ts';
import type { AuditTarget } from './judge-recording.ts';
import { targetIds } from './target-ids.ts';

/** The results of an audit, and where its conversations stand. */
export interface AuditResults {
  readonly results: Results;
  /** By the name of the scenario, which no two conversations of an audit share. */
  readonly places: ReadonlyMap<string, ConversationPlace>;
}

/** The records of an audit, while its conversations are judged: of each only these are kept. */
export class AuditRecords {
  readonly #judged: Pick<AuditedConversation, 'result' | 'target'>[] = [];
  readonly #places = new Map<string, ConversationPlace>();
  readonly #interned = new Interned();

  add({ result, target, place }: AuditedConversation): void {
    this.#judged.push({ result: this.#interned.result(result), target });
    this.#places.set(result.conversation.scenario, place);
  }

  results(startedAt: Date): AuditResults {
    return { results: resultsOf(this.#judged, startedAt), places: this.#places };
  }
}

/**
 * Audits files and folders. The same files give the same results, but for the id and the time of the run. Never throws
 * for what a file holds.
 *
 * @param paths Recordings, and folders that are searched for some.
 */
export function audit(paths: readonly string[], startedAt: Date = new Date()): AuditResults & SearchedFiles {
  const records = new AuditRecords();
  const searched = auditEach(paths, (conversation) => records.add(conversation));
  return { ...records.results(startedAt), ...searched };
}

/** The exchanges of a conversation that was audited, read from its file again, without what looks like a credential. */
export function auditedExchanges(
  { places }: Pick<AuditResults, 'places'>,
  { scenario }: { readonly scenario: string },
  keepSecrets = false,
): readonly Exchange[] | { readonly problem: string } {
  const place = places.get(scenario);
  if (place === undefined) return { problem: 'no such conversation was audited' };
  let recording: readonly RecordedExchange[];
  try {
    recording = readRecording(readFileSync(place.path), place.file) ?? [];
  } catch (error) {
    return { problem: `${place.file}: has changed since it was judged (${messageOf(error)})` };
  }
  const exchanges = place.positions.flatMap((position) => recording[position]?.exchange ?? []);
  return keepSecrets ? exchanges : exchanges.map(maskOf(exchanges).exchange);
}

function resultsOf(
  judged: readonly Pick<AuditedConversation, 'result' | 'target'>[],
  startedAt: Date,
): Results {
  const idOf = targetIds(judged.map(({ target }) => target));
  const conversations = judged.map(({ result, target }) => ofTarget(result.conversation, idOf(target)));
  const verdicts = judged.flatMap(({ result, target }) =>
    result.verdicts.map((verdict) => ofTarget(verdict, idOf(target))),
  );
  const targets = new Map(judged.map(({ target }) => [idOf(target), target]));
  const inOrder = [...targets].sort(([left], [right]) => byCodeUnit(left, right));
  const run: RunRecord = {
    ...runRecord({ mode: 'audit', startedAt }, [], []),
    targets: Object.fromEntries(inOrder.map(([id, target]) => [id, targetRecord(target)])),
    scenarios: Object.fromEntries(conversations.map(({ scenario }) => [scenario, { title: scenario }])),
    checks: checkRecords(inOrder.map(([, { dialect }]) => dialect)),
  };
  return assembleResults(run, conversations, verdicts);
}

function ofTarget<T extends { readonly target: string }>(record: T, target: string): T {
  return record.target === target ? record : { ...record, target };
}

function targetRecord({ host, model, upstream, dialect }: AuditTarget): RunRecord['targets'][string] {
  return {
    provider: host,
    providerName: host,
    model,
    upstream,
    docs: null,
    unsupported: [],
    dialect,
  };
}
