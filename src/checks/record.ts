/** The one record of a check: what is the same of it in every dialect. */
import type { Authorities, Check, Rule, Scope, Terms } from '../judge/check.ts';
import type { StreamedReading } from '../reading/stream.ts';

/** A rule with its one identity; a dialect adds by which sentence of its own reference it stands there. */
export interface RuleRecord
  extends Omit<Rule, 'id' | 'title' | 'authority' | 'because'>,
    Scope<StreamedReading> {
  /** The rule in one sentence; a function of the dialect's words where only these differ. */
  readonly title: string | ((terms: Terms) => string);
  /** Where it rests on no dialect's reference: on a standard, or on bug reports of the field. */
  readonly authority?: Authorities;
  /** How every dialect judges by it, unless it says otherwise; without it only dialects that bring their own do. */
  readonly run?: Check<StreamedReading>['run'];
}

/** The records of a family by id, in the order of the catalogue. */
export type FamilyRules<Family extends string> = Readonly<Record<`${Family}/${string}`, RuleRecord>>;

/** What most records begin with. */
export const STREAMED = { subject: 'provider', answer: 'streaming' } as const;
export const BUFFERED = { subject: 'provider', answer: 'buffered' } as const;
export const EITHER = { subject: 'provider', answer: 'either' } as const;

/** What these checks find hides calls: they stand where no client looks, or are nothing that one could be. */
export const HIDING_CALLS = [
  'shape/tool-calls',
  'shape/tool-calls-misplaced',
  'shape/field-case',
  'items/type',
  'blocks/open',
  'blocks/delta-type',
] as const;
/** What these find hides the answer, or a part of it. */
export const HIDING_ANSWERS = [...HIDING_CALLS, 'shape/content', 'blocks/start-shape'] as const;
