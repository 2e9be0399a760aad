/** A cell of the feature table: the combined answer of all conversations of one target about one feature. */
import type { Delivery } from '../../evidence/exchange.ts';
import type { ConversationRecord, TargetRecord, VerdictRecord } from '../../results/results.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Answer } from './answer.ts';
import type { Column } from './columns.ts';
import type { Feature } from './feature.ts';
import { type FeatureState, worstState } from './states.ts';

/** A check whose failures decide the state of a cell. */
export interface Cause extends Pick<VerdictRecord, 'check' | 'level' | 'subject'> {
  readonly column: Column;
  /** The number of conversations that fail the check, and the number in which it passed or failed. */
  readonly failed: number;
  readonly judged: number;
  /** True if expectations accept every failure. */
  readonly known: boolean;
  /** The failing verdicts, in the order of the run. */
  readonly verdicts: readonly VerdictRecord[];
}

/** A count out of a total, such as 3 of 5 conversations. */
export interface CountOf {
  readonly count: number;
  readonly of: number;
}

export interface FeatureCell {
  readonly feature: string;
  readonly state: FeatureState;
  /** The state for each delivery alone, if a conversation with that delivery asked for the feature. */
  readonly deliveries: Readonly<Partial<Record<Delivery, FeatureState>>>;
  /** Conversations in the state of the cell, out of those that gave an answer (any state except `not-tested`). */
  readonly told: CountOf;
  /** The number of conversations that asked for the feature. */
  readonly asked: number;
  /**
   * When the newest conversation that gave an answer was recorded, or the newest of all if none did. Null if unknown.
   */
  readonly newest: string | null;
  /** The causes of the states `broken` and `works-but`, the worst first. */
  readonly causes: readonly Cause[];
  /** How often the model succeeded, if the result depends on the model's sampling; otherwise null. */
  readonly model: CountOf | null;
  /** Why the feature is not offered or not tested. Null in other states. */
  readonly reason: string | null;
  /** The conversation and the exchange in which the feature was refused; null if it was not refused. */
  readonly refusal: { readonly record: ConversationRecord; readonly exchange: number } | null;
}

/**
 * @param target the run's record of the target; null if there is no record
 * @param silence why the run stopped asking a target that did not answer; null for other targets
 */
export function cellOf(
  feature: Feature,
  answers: readonly Answer[],
  target: TargetRecord | null,
  silence: string | null,
): FeatureCell {
  if (answers.length === 0) return unasked(feature, target, silence);
  const state = worstState(answers.map((answer) => answer.state));
  const telling = answers.filter((answer) => answer.state !== 'not-tested');
  const deciding = answers.filter((answer) => answer.state === state);
  const causes = state === 'broken' || state === 'works-but' ? causesOf(answers) : [];
  const refused = deciding.find(({ refusedIn }) => refusedIn !== null);
  return {
    feature: feature.id,
    state,
    deliveries: Object.fromEntries(
      [...groupBy(answers, ({ record }) => record.delivery)].map(([delivery, own]) => [
        delivery,
        worstState(own.map((answer) => answer.state)),
      ]),
    ),
    told: { count: telling.length === 0 ? 0 : deciding.length, of: telling.length },
    asked: answers.length,
    newest: newestOf(telling.length === 0 ? answers : telling),
    causes,
    model: modelRate(feature, state, causes, answers),
    reason: deciding.find(({ reason }) => reason !== null)?.reason ?? null,
    refusal: refused?.refusedIn == null ? null : { record: refused.record, exchange: refused.refusedIn },
  };
}

function unasked(
  { id, scenarios, declaredAs }: Feature,
  target: TargetRecord | null,
  silence: string | null,
): FeatureCell {
  const declared = target?.unsupported.find(({ feature }) => feature === declaredAs);
  const whyNotHeld =
    scenarios === 'all' ? [] : scenarios.flatMap((scenario) => target?.notHeld?.[scenario] ?? []);
  return {
    feature: id,
    state: declared === undefined ? 'not-tested' : 'not-offered',
    deliveries: {},
    told: { count: 0, of: 0 },
    asked: 0,
    newest: null,
    causes: [],
    model: null,
    reason: declared?.reason ?? whyNotHeld[0] ?? whyNeverAsked(silence),
    refusal: null,
  };
}

function whyNeverAsked(silence: string | null): string {
  return silence === null ? 'no scenario asked for it' : `the target gave no answer (${silence})`;
}

function causesOf(answers: readonly Answer[]): Cause[] {
  const failures = answers.flatMap((answer) => answer.failures);
  const causes = [...groupBy(failures, ({ verdict }) => verdict.check)].map(([check, own]): Cause => {
    const verdicts = own.map(({ verdict }) => verdict);
    const column = own.some((each) => each.column === 'breaks') ? 'breaks' : 'awkward';
    const worst = verdicts.find(({ level }) => level === 'MUST') ?? verdicts[0];
    const passed = answers.filter(({ record }) => record.passed.includes(check)).length;
    return {
      check,
      level: worst?.level ?? 'MUST',
      subject: worst?.subject ?? 'provider',
      column,
      failed: verdicts.length,
      judged: verdicts.length + passed,
      known: verdicts.every(({ expectation }) => expectation !== null),
      verdicts,
    };
  });
  return causes.toSorted((left, right) => gravity(right) - gravity(left) || right.failed - left.failed);
}

function gravity({ column, subject, level }: Cause): number {
  return (column === 'breaks' ? 4 : 0) + (subject === 'provider' ? 2 : 0) + (level === 'MUST' ? 1 : 0);
}

/**
 * Rates the model if a cause is the model's own, or if no conversation tests the feature because the model never used
 * it.
 */
function modelRate(
  { notShown }: Feature,
  state: FeatureState,
  causes: readonly Cause[],
  answers: readonly Answer[],
): CountOf | null {
  const cause = causes.find(({ subject }) => subject === 'model');
  if (cause !== undefined) return { count: cause.judged - cause.failed, of: cause.judged };
  const isModels = notShown?.by === 'model' && answers.every(({ reason }) => reason === notShown.reason);
  return state === 'not-tested' && isModels ? { count: 0, of: answers.length } : null;
}

function newestOf(answers: readonly Answer[]): string | null {
  const times = answers.flatMap(({ record }) => record.recordedAt ?? []);
  return times.reduce<string | null>(
    (newest, time) => (newest === null || Date.parse(time) > Date.parse(newest) ? time : newest),
    null,
  );
}
