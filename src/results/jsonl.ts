/** Formats the records of a run as `results.jsonl`, in an order that depends only on the records, and counts them. */
import { plainJson } from '../text/plain-text.ts';
import type { ConversationRecord, EndRecord, Results, RunRecord, VerdictRecord } from './results.ts';

/**
 * Formats the records as JSON lines: the run; each conversation (by target, scenario, delivery, sample) followed by its
 * verdicts (in the order of `run.checks`); the end. Object keys are sorted. Texts are sorted by code points.
 *
 * @throws {Error} when a verdict has no conversation, which is a bug of the caller
 */
export function formatResults({ run, conversations, verdicts, end }: Results): string {
  const order = new Map(Object.keys(run.checks).map((check, at) => [check, at + 1]));
  const byCatalogue = (left: string, right: string) =>
    (order.get(left) ?? Number.MAX_SAFE_INTEGER) - (order.get(right) ?? Number.MAX_SAFE_INTEGER) ||
    compareCodePoints(left, right);

  const verdictsOf = new Map<string, VerdictRecord[]>();
  for (const verdict of verdicts) {
    const key = conversationKey(verdict);
    const own = verdictsOf.get(key);
    if (own) own.push(verdict);
    else verdictsOf.set(key, [verdict]);
  }

  const lines = [canonicalJson({ ...run, checks: withOrder(run.checks) })];
  for (const conversation of conversations.toSorted(compareConversations)) {
    const { passed, notApplicable } = conversation;
    lines.push(
      canonicalJson({
        ...conversation,
        passed: passed.toSorted(byCatalogue),
        notApplicable: notApplicable.toSorted(byCatalogue),
      }),
    );
    const key = conversationKey(conversation);
    const own = verdictsOf.get(key) ?? [];
    verdictsOf.delete(key);
    own.sort((left, right) => byCatalogue(left.check, right.check));
    for (const verdict of own) lines.push(canonicalJson(verdict));
  }
  for (const [orphan] of verdictsOf.values()) {
    if (orphan) throw new Error(`the verdict ${orphan.check} of ${keyText(orphan)} has no conversation`);
  }
  lines.push(canonicalJson(end), '');
  return plainJson(lines.join('\n'));
}

/** Counts the totals of the end record. */
export function countResults(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): EndRecord['counts'] {
  const counts: EndRecord['counts'] = {
    conversations: conversations.length,
    exchanges: 0,
    outcomes: { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, unsupported: 0, error: 0 },
    failures: { MUST: 0, SHOULD: 0, MAY: 0 },
    known: 0,
  };
  for (const { exchanges, passed, notApplicable } of conversations) {
    counts.exchanges += exchanges;
    counts.outcomes.pass += passed.length;
    counts.outcomes['not-applicable'] += notApplicable.length;
  }
  for (const { outcome, level, expectation } of verdicts) {
    counts.outcomes[outcome] += 1;
    if (outcome !== 'fail') continue;
    counts.failures[level] += 1;
    if (expectation !== null) counts.known += 1;
  }
  return counts;
}

type ConversationKey = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

/** Returns the unique key of a conversation within a run. */
export function conversationKey({ target, scenario, delivery, sample }: ConversationKey): string {
  return `${delivery} ${sample} ${JSON.stringify(target)} ${scenario}`;
}

/** Returns the key in a readable form. */
export function keyText({ target, scenario, delivery, sample }: ConversationKey): string {
  return `${target} · ${scenario} · ${delivery} · sample ${sample}`;
}

function compareConversations(left: ConversationKey, right: ConversationKey): number {
  return (
    compareCodePoints(left.target, right.target) ||
    compareCodePoints(left.scenario, right.scenario) ||
    compareCodePoints(left.delivery, right.delivery) ||
    left.sample - right.sample
  );
}

function withOrder(checks: RunRecord['checks']): RunRecord['checks'] {
  return Object.fromEntries(
    Object.entries(checks).map(([id, check], at) => [id, { ...check, order: at + 1 }]),
  );
}

/**
 * Returns JSON with sorted keys. `JSON.stringify` cannot sort them, because objects put integer keys such as "10"
 * first.
 */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => compareCodePoints(left, right));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** Compares by code points. JavaScript compares UTF-16 units, where U+FFFD sorts after U+1F600. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const difference = codePointRank(left.charCodeAt(at)) - codePointRank(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Ranks surrogates above all other units. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
