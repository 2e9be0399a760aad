/** What people write down of a proof: seeded faults and legal variants, in tables by check and by base conversation. */

import type { Level, Outcome } from '../judge/verdict.ts';
import type { DialectEdits } from './edits/dialect.ts';
import { type Edit, type ExchangeEdit, turn } from './edits/edit.ts';

interface ProofCase {
  /** `family/what-is-done`, permanent and unique in its dialect; the same misdeed has the same name in every dialect. */
  readonly name: string;
  /** What the provider (or model, or client) does. */
  readonly title: string;
  /** The name of a conforming conversation, `<dialogue>/<delivery>`. */
  readonly base: string;
  readonly edit: Edit;
}

/** A small edit of a conforming conversation that breaks one rule. */
export interface SeededFault extends ProofCase {
  /** The check that must fail; on the conforming conversation it passes. */
  readonly catches: string;
  /** The level in force, where it is not the check's own. */
  readonly level?: Level;
  /** Words that the first finding must have. */
  readonly says?: string;
  /** MUST and SHOULD checks that fail by right as well, with the reason; only those that the dialect has count. */
  readonly alsoFails?: Readonly<Record<string, string>>;
  /** Why no answer of the reference provider can show it; what a client does need not be said. */
  readonly unserved?: string;
}

/** A small edit that comes close to a rule and keeps it: nothing may fail. */
export interface LegalVariant extends ProofCase {
  /** The check whose rule it comes close to. */
  readonly near: string;
  /** What that check says; `pass` unless another word stands here. */
  readonly outcome?: Exclude<Outcome, 'fail' | 'error'>;
}

/** The cases of a family, as {@link faults} and {@link variants} make them. */
export type Table = readonly (readonly (SeededFault | LegalVariant)[])[];
/** A table for every dialect that has its checks. */
export type SharedTable = (edits: DialectEdits) => Table;

/** What is done, the edit that does it, and what else is to be said; a list of edits is one of the first exchange. */
type Row<Rest> = readonly [title: string, edit: Edit | readonly ExchangeEdit[], rest?: Rest];
type FaultRow = Row<Pick<SeededFault, 'level' | 'says' | 'alsoFails' | 'unserved'>>;
type VariantRow = Row<Pick<LegalVariant, 'outcome'>>;

/** Faults that one check catches in one conversation, by name. */
export function faults(catches: string, base: string, rows: Readonly<Record<string, FaultRow>>) {
  return Object.entries(rows).map(
    ([name, [title, edit, rest]]): SeededFault => ({
      name,
      title,
      base,
      edit: ofConversation(edit),
      catches,
      ...rest,
    }),
  );
}

/** Variants of one conversation that come close to one check, by name. */
export function variants(near: string, base: string, rows: Readonly<Record<string, VariantRow>>) {
  return Object.entries(rows).map(
    ([name, [title, edit, rest]]): LegalVariant => ({
      name,
      title,
      base,
      edit: ofConversation(edit),
      near,
      ...rest,
    }),
  );
}

function ofConversation(edit: Edit | readonly ExchangeEdit[]): Edit {
  return typeof edit === 'function' ? edit : turn(1, ...edit);
}
