/** What a seeded fault and a legal variant are; the data stands in `faults/` of each dialect. */
import type { Level, Outcome } from '../judge/verdict.ts';
import { type Edit, type ExchangeEdit, turn } from './edits/edit.ts';
import type { WHATEVER_NEEDS_AN_ANSWER } from './inconclusive.ts';

/** Why another check may fail too, by its id. */
type Reasons = Readonly<Record<string, string>>;

interface Seeded {
  /** `family/what-is-done`, permanent, unique in its dialect; another dialect may give the same shownFault the same name. */
  readonly name: string;
  /** What the provider (or model, or client) does. */
  readonly title: string;
  /** The name of a conforming conversation, `<dialogue>/<delivery>`. */
  readonly base: string;
  readonly edit: Edit;
  /** MAY checks whose observation is then there. */
  readonly observes?: readonly string[];
  /** Checks that could tell before, and cannot any more; those of the other delivery do not count. */
  readonly turnsInconclusive?: readonly string[] | typeof WHATEVER_NEEDS_AN_ANSWER;
}

/** A small edit of a conforming conversation that breaks one rule. */
export interface SeededFault extends Seeded {
  /** The check that must fail; on the conforming conversation it passes. */
  readonly catches: string;
  /** The level in force, where it is not the check's own. */
  readonly level?: Level;
  /** Words that the first finding must hold. */
  readonly says?: string;
  /** MUST and SHOULD checks that fail by right as well. */
  readonly alsoFails?: Reasons;
}

/** A small edit that comes close to a rule and keeps it: nothing may fail. */
export interface LegalVariant extends Seeded {
  /** The check whose rule it comes close to. */
  readonly near: string;
  /** What that check says; `pass` unless another word stands here. */
  readonly outcome?: Exclude<Outcome, 'fail' | 'error' | 'unsupported'>;
}

/** A list of edits is one of the first exchange. */
export type Edits = Edit | readonly ExchangeEdit[];
type Told = 'name' | 'title' | 'base' | 'edit';

/** A seeded fault in short: `fault('ids/null', 'the id is null', 'weather/buffered', reissue(ID, null), 'ids/present')`. */
export function fault(
  name: string,
  title: string,
  base: string,
  edits: Edits,
  catches: string,
  rest: Omit<SeededFault, Told | 'catches'> = {},
): SeededFault {
  return { name, title, base, edit: oneEdit(edits), catches, ...rest };
}

/** A legal variant in short, with the check whose rule it comes near. */
export function variant(
  name: string,
  title: string,
  base: string,
  edits: Edits,
  near: string,
  rest: Omit<LegalVariant, Told | 'near'> = {},
): LegalVariant {
  return { name, title, base, edit: oneEdit(edits), near, ...rest };
}

function oneEdit(edits: Edits): Edit {
  return typeof edits === 'function' ? edits : turn(1, ...edits);
}
