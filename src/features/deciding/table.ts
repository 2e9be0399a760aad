/** The feature table of a run: one cell for each target and feature. Pure: takes results, returns data. */
import { checkOf } from '../../results/check-readings.ts';
import type {
  ConversationRecord,
  Results,
  RunRecord,
  TargetRecord,
  VerdictRecord,
} from '../../results/results.ts';
import { groupBy } from '../../text/group-by.ts';
import * as all from '../index.ts';
import { type Answer, Answers, isShown, type JudgedConversation } from './answer.ts';
import { cellOf, type FeatureCell } from './cell.ts';
import { asksFor, showsWhole } from './columns.ts';
import type { Feature } from './feature.ts';

/** All features, in the order of the table. */
export const FEATURES: readonly Feature[] = Object.values(all).sort(
  (left, right) => left.order - right.order,
);

/** The cells of a target, in the order of {@link FEATURES}. */
export interface FeatureRow {
  readonly target: string;
  /** Null if the run has no record of the target. */
  readonly record: TargetRecord | null;
  readonly conversations: number;
  readonly cells: readonly FeatureCell[];
}

/** Returns the rows of all targets that the run names, in its order. */
export function featureRows({ run, conversations, verdicts }: Results): FeatureRow[] {
  const verdictsOf = groupBy(verdicts, keyOf);
  const ofTarget = groupBy(conversations, ({ target }) => target);
  const answers = new Answers(run);
  return [...new Set([...Object.keys(run.targets), ...ofTarget.keys()])].map((target) => {
    const own = (ofTarget.get(target) ?? []).map(
      (record): JudgedConversation => ({ record, verdicts: verdictsOf.get(keyOf(record)) ?? [] }),
    );
    const byFeature = answersByFeature(answers, own, run.mode === 'audit');
    const record = run.targets[target] ?? null;
    const silence = run.stopped?.[target] ?? null;
    return {
      target,
      record,
      conversations: own.length,
      cells: FEATURES.map((feature) => cellOf(feature, byFeature.get(feature) ?? [], record, silence)),
    };
  });
}

function answersByFeature(
  answers: Answers,
  conversations: readonly JudgedConversation[],
  isAudit: boolean,
): Map<Feature, Answer[]> {
  const found = new Map<Feature, Answer[]>();
  for (const conversation of conversations) {
    const asked = FEATURES.filter((feature) => isAsked(feature, conversation, isAudit));
    for (const feature of asked) {
      const own = found.get(feature) ?? [];
      own.push(answers.of(feature, conversation, asked));
      found.set(feature, own);
    }
  }
  return found;
}

/** A check with the number of conversations that passed it. */
export interface PassedCheck {
  readonly check: string;
  readonly count: number;
}

/** Returns the checks that can break a feature and that passed without any failure: the evidence for the cell. */
export function passedChecks(
  run: RunRecord,
  feature: Feature,
  conversations: readonly JudgedConversation[],
): PassedCheck[] {
  const counts = new Map<string, number>();
  const failed = new Set<string>();
  for (const conversation of conversations) {
    const asked = FEATURES.filter((each) => isAsked(each, conversation, run.mode === 'audit'));
    if (!asked.includes(feature)) continue;
    const { record, verdicts } = conversation;
    for (const { check, outcome } of verdicts) if (outcome === 'fail') failed.add(check);
    for (const check of record.passed) {
      const reading = checkOf(run, record.target, check);
      if (reading === null || !showsWhole(feature, { check, ...reading }, asked)) continue;
      counts.set(check, (counts.get(check) ?? 0) + 1);
    }
  }
  return [...counts].flatMap(([check, count]) => (failed.has(check) ? [] : { check, count }));
}

/** In an audit the scenario is a file name, so the judged checks show what the conversation asks for. */
function isAsked(feature: Feature, { record, verdicts }: JudgedConversation, isAudit: boolean): boolean {
  if (feature.scenarios === 'all' || !isAudit) return asksFor(feature, record.scenario);
  return feature.askedByScenarioAlone !== true && isShown(feature, record, verdicts);
}

function keyOf({
  target,
  scenario,
  delivery,
  sample,
}: Pick<ConversationRecord | VerdictRecord, 'target' | 'scenario' | 'delivery' | 'sample'>): string {
  return JSON.stringify([target, scenario, delivery, sample]);
}
