/** What the judge says of a script, and how an edit changes it. */

import { conversationOf, type Script } from '../answers/script.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { KEPT_WHOLE, type Kept } from '../judge/kept.ts';
import type { Outcome, Verdict } from '../judge/verdict.ts';
import type { ConformingConversation } from '../proof/conforming.ts';
import type { Edit } from '../proof/edits/edit.ts';
import { baseOf, type Proof } from '../proof/proof.ts';

/** By check id, in the order of the catalogue. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export function verdictsOf(script: Script, kept: Kept = KEPT_WHOLE): Verdicts {
  const { verdicts } = dialectOf(script.dialect).judge({ ...conversationOf(script), kept });
  return new Map(verdicts.map((verdict) => [verdict.check, verdict]));
}

/** What is said of a conforming conversation: of all of it, and of the answers without their requests. */
interface BaseVerdicts {
  readonly whole: Verdicts;
  readonly alone: Verdicts;
}

const judgedBases = new WeakMap<ConformingConversation, Partial<BaseVerdicts>>();

/** @param name of a conforming conversation */
export function baseVerdicts(proof: Proof, name: string, of: keyof BaseVerdicts = 'whole'): Verdicts {
  const base = baseOf(proof, name);
  const judged = judgedBases.get(base) ?? {};
  const kept: Kept = { request: of === 'whole', answer: 'bytes' };
  const verdicts = judged[of] ?? verdictsOf(base.sound(), kept);
  judgedBases.set(base, { ...judged, [of]: verdicts });
  return verdicts;
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
