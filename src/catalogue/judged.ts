/** Judges scripts, and finds how an edit changes the verdicts. */

import { conversationOf, type Script } from '../answers/script.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { KEPT_WHOLE, type Kept } from '../judge/kept.ts';
import type { Outcome, Verdict } from '../judge/verdict.ts';
import type { ConformingConversation } from '../proof/conforming.ts';
import type { Edit } from '../proof/edits/edit.ts';
import { baseOf, type Proof } from '../proof/proof.ts';

/** The verdicts by check id, in the order of the catalogue. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export function verdictsOf(script: Script, kept: Kept = KEPT_WHOLE): Verdicts {
  const { verdicts } = dialectOf(script.dialect).judge({ ...conversationOf(script), kept });
  return new Map(verdicts.map((verdict) => [verdict.check, verdict]));
}

/** The verdicts on a conforming conversation: with its requests (`whole`), and on the answers only (`alone`). */
interface BaseVerdicts {
  readonly whole: Verdicts;
  readonly alone: Verdicts;
}

const judgedBases = new WeakMap<ConformingConversation, Partial<BaseVerdicts>>();

/** @param name the name of a conforming conversation */
export function baseVerdicts(proof: Proof, name: string, of: keyof BaseVerdicts = 'whole'): Verdicts {
  const base = baseOf(proof, name);
  const judged = judgedBases.get(base) ?? {};
  const kept: Kept = { request: of === 'whole', answer: 'bytes' };
  const verdicts = judged[of] ?? verdictsOf(base.sound(), kept);
  judgedBases.set(base, { ...judged, [of]: verdicts });
  return verdicts;
}

/** The effect of an edit. Check ids are in the order of the catalogue. */
export interface Effect {
  /** MUST and SHOULD checks that fail. */
  readonly fails: readonly string[];
  /** MAY checks that make an observation. */
  readonly observes: readonly string[];
  /** Checks that are inconclusive only after the edit. */
  readonly turnsInconclusive: readonly string[];
  /** Checks that threw. */
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
