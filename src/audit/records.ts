/** Collects the records of an audit. */
import { assembleResults } from '../results/assemble.ts';
import type { Results, RunRecord } from '../results/results.ts';
import { checkRecords, runRecord } from '../results/run-record.ts';
import { byCodeUnit } from '../text/order.ts';
import type { AuditedConversation, ConversationPlace } from './files.ts';
import { Interned } from './interned.ts';
import type { AuditTarget } from './judge-recording.ts';
import { targetIds } from './target-ids.ts';

/** The results of an audit, and the places of its conversations. */
export interface AuditResults {
  readonly results: Results;
  /** Keyed by the scenario name, which is unique for each conversation of an audit. */
  readonly places: ReadonlyMap<string, ConversationPlace>;
}

/** Collects the records while conversations are judged. Only the records and places of conversations are kept. */
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
