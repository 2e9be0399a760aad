/** The hand-written cases of a proof: seeded faults and legal variants, in tables by check and base conversation. */

import type { Level, Outcome } from '../judge/verdict.ts';
import type { DialectEdits } from './edits/dialect.ts';
import { type Edit, type ExchangeEdit, turn } from './edits/edit.ts';

interface ProofCase {
  /** `family/what-is-done`, permanent and unique in its dialect. The same edit has the same name in every dialect. */
  readonly name: string;
  /** Describes what the provider, the model or the client does. */
  readonly title: string;
  /** The name of a conforming conversation, `<dialogue>/<delivery>`. */
  readonly base: string;
  readonly edit: Edit;
}

/** A small edit of a conforming conversation that breaks one rule. */
export interface SeededFault extends ProofCase {
  /** The check that must fail. It passes on the conforming conversation. */
  readonly catches: string;
  /** The level of the failure, when it differs from the check's. */
  readonly level?: Level;
  /** Text that the first finding must contain. */
  readonly says?: string;
  /**
   * Other MUST and SHOULD checks that rightly fail, with the reason. Checks that the dialect does not have are ignored.
   */
  readonly alsoFails?: Readonly<Record<string, string>>;
  /** Why no answer of the reference provider can show it. Not needed for faults of the client. */
  readonly unserved?: string;
}

/** A small edit that comes close to breaking a rule, but keeps it. No check may fail. */
export interface LegalVariant extends ProofCase {
  /** The check whose rule it almost breaks. */
  readonly near: string;
  /** The outcome of that check; `pass` by default. */
  readonly outcome?: Exclude<Outcome, 'fail' | 'error'>;
}

/** The cases of a family, made by {@link faults} and {@link variants}. */
export type Table = readonly (readonly (SeededFault | LegalVariant)[])[];
/** A table for every dialect that has its checks. */
export type SharedTable = (edits: DialectEdits) => Table;

/** The title, the edit, and optional properties. A list of edits changes the first exchange. */
type Row<Rest> = readonly [title: string, edit: Edit | readonly ExchangeEdit[], rest?: Rest];
type FaultRow = Row<Pick<SeededFault, 'level' | 'says' | 'alsoFails' | 'unserved'>>;
type VariantRow = Row<Pick<LegalVariant, 'outcome'>>;

/** Returns faults that one check catches in one conversation. The rows are keyed by name. */
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

/** Returns variants of one conversation that almost break the rule of one check. The rows are keyed by name. */
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
