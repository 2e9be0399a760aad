/** The record of a check: everything that is the same in every dialect. */
import type { Authorities, Check, Rule, Scope, Terms } from '../judge/check.ts';
import type { StreamedReading } from '../reading/stream.ts';

/** A rule with its identity; a dialect adds the sentence of its own reference that the rule rests on. */
export interface RuleRecord
  extends Omit<Rule, 'id' | 'title' | 'authority' | 'because'>,
    Scope<StreamedReading> {
  /** The rule in one sentence; a function of the dialect's terms if only these differ. */
  readonly title: string | ((terms: Terms) => string);
  /** Set if the rule rests on a standard or on public bug reports instead of the dialects' references. */
  readonly authority?: Authorities;
  /** The default way to judge, for every dialect; without it, only dialects with their own `run` have the check. */
  readonly run?: Check<StreamedReading>['run'];
}

/** The records of a family by id, in the order of the catalogue. */
export type FamilyRules<Family extends string> = Readonly<Record<`${Family}/${string}`, RuleRecord>>;

/** The members that most records start with. */
export const STREAMED = { subject: 'provider', answer: 'streaming' } as const;
export const BUFFERED = { subject: 'provider', answer: 'buffered' } as const;
export const EITHER = { subject: 'provider', answer: 'either' } as const;

/** Checks whose findings hide calls: calls in a place where no client looks, or in a form that is not a call. */
export const HIDING_CALLS = [
  'shape/tool-calls',
  'shape/tool-calls-misplaced',
  'shape/field-case',
  'items/type',
  'blocks/open',
  'blocks/delta-type',
] as const;
/** Checks whose findings hide the answer or a part of it. */
export const HIDING_ANSWERS = [...HIDING_CALLS, 'shape/content', 'blocks/start-shape'] as const;
