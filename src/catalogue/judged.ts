/** What the judge says of a script, and how an edit changes it. */

import { conversationOf, type Script } from '../answers/script.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Outcome, Verdict } from '../judge/verdict.ts';
import type { ConformingConversation } from '../proof/conforming.ts';
import type { Edit } from '../proof/edits/edit.ts';
import { baseOf, type Proof } from '../proof/proof.ts';

/** By check id, in the order of the catalogue. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export function verdictsOf(script: Script): Verdicts {
  const { verdicts } = dialectOf(script.dialect).judge(conversationOf(script));
  return new Map(verdicts.map((verdict) => [verdict.check, verdict]));
}

const judgedBases = new WeakMap<ConformingConversation, Verdicts>();

/** @param name of a conforming conversation */
export function baseVerdicts(proof: Proof, name: string): Verdicts {
  const base = baseOf(proof, name);
  const known = judgedBases.get(base) ?? verdictsOf(base.sound());
  judgedBases.set(base, known);
  return known;
}

/** Check ids in the order of the catalogue. */
export interface Effect {
  /** MUST and SHOULD checks that fail. */
  readonly fails: readonly string[];
  /** MAY checks whose observation is there. */
  readonly observes: readonly string[];
  /** Checks that could tell before the edit, and cannot any more. */
  readonly turnsInconclusive: readonly string[];
  /** Checks that broke. */
  readonly errors: readonly string[];
  readonly verdicts: Verdicts;
}

export function effectOf(proof: Proof, { base, edit }: { base: string; edit: Edit }): Effect {
  const script = baseOf(proof, base).script();
  edit(script);
  const verdicts = verdictsOf(script);
  const before = baseVerdicts(proof, base);
  const ids = (holds: (verdict: Verdict) => boolean) =>
    [...verdicts.values()].filter(holds).map(({ check }) => check);
  const is = (outcome: Outcome) => (verdict: Verdict) => verdict.outcome === outcome;
  return {
    verdicts,
    fails: ids((verdict) => verdict.outcome === 'fail' && verdict.level !== 'MAY'),
    observes: ids((verdict) => verdict.outcome === 'fail' && verdict.level === 'MAY'),
    turnsInconclusive: ids(is('inconclusive')).filter(
      (check) => before.get(check)?.outcome !== 'inconclusive',
    ),
    errors: ids(is('error')),
  };
}
