/** Compares the verdicts on a conversation with those on an earlier recording of it. */
import type { Rule } from '../judge/check.ts';
import type { Level, Outcome, Subject } from '../judge/verdict.ts';
import type { ConversationResult } from '../results/conversation-result.ts';

export interface ChangedVerdict {
  readonly check: string;
  /** The level of the later verdict. Falls back to the earlier verdict, then to the catalogue. */
  readonly level: Level;
  readonly subject: Subject;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** Each list is in the order of the catalogue. */
export interface VerdictDrift {
  /** Checks that fail now and did not fail before. */
  readonly newlyFailing: readonly ChangedVerdict[];
  /** Checks that pass now and failed before. */
  readonly newlyPassing: readonly ChangedVerdict[];
  readonly otherwiseChanged: readonly ChangedVerdict[];
  /** Changed verdicts of level MAY: information, not faults. They are in no other list. */
  readonly observations: readonly ChangedVerdict[];
}

/**
 * Returns the checks whose outcome changed. A check that judged only one side (a new or a retired one) shows nothing
 * about the provider and is left out.
 *
 * @param rules the catalogue: gives the order, and the level of checks without a verdict on either side
 */
export function verdictDrift(
  before: ConversationResult,
  after: ConversationResult,
  rules: readonly Pick<Rule, 'id' | 'level' | 'subject'>[],
): VerdictDrift {
  const [old, now] = [outcomesOf(before), outcomesOf(after)];
  const levels = new Map([...before.verdicts, ...after.verdicts].map(({ check, level }) => [check, level]));
  const changed = rules.flatMap(({ id, level, subject }): ChangedVerdict[] => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was === undefined || is === undefined || was === is) return [];
    return [{ check: id, level: levels.get(id) ?? level, subject, before: was, after: is }];
  });
  const binding = changed.filter(({ level }) => level !== 'MAY');
  return {
    newlyFailing: binding.filter(fails),
    newlyPassing: binding.filter(recovers),
    otherwiseChanged: binding.filter((verdict) => !fails(verdict) && !recovers(verdict)),
    observations: changed.filter(({ level }) => level === 'MAY'),
  };
}

function fails({ after }: ChangedVerdict): boolean {
  return after === 'fail';
}

function recovers({ before, after }: ChangedVerdict): boolean {
  return before === 'fail' && after === 'pass';
}

function outcomesOf({ conversation, verdicts }: ConversationResult): Map<string, Outcome> {
  return new Map<string, Outcome>([
    ...conversation.passed.map((check): [string, Outcome] => [check, 'pass']),
    ...conversation.notApplicable.map((check): [string, Outcome] => [check, 'not-applicable']),
    ...verdicts.map(({ check, outcome }): [string, Outcome] => [check, outcome]),
  ]);
}
