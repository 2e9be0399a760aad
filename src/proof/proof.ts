/** The proof of one dialect: conforming conversations, faults that its checks catch, and variants that they accept. */

import type { Service } from '../answers/service.ts';
import type { Codec } from '../drive/codec.ts';
import type { LegalVariant, SeededFault, Table } from './cases.ts';
import { type ConformingConversation, conformingConversations, scripted } from './conforming.ts';
import type { Dialogue } from './dialogue.ts';
import type { DialectEdits } from './edits/dialect.ts';
import type { Edit } from './edits/edit.ts';
import * as shared from './shared/index.ts';

/** The parts that a dialect provides. */
export interface ProofParts {
  readonly codec: Codec;
  readonly service: Service;
  readonly edits: DialectEdits;
  /** The dialogues for which the dialect has the fields, by name: those of `DIALOGUES`, and its own. */
  readonly dialogues: Readonly<Record<string, Dialogue>>;
  /** Conforming conversations that are edits of others, with another framing, service or answer; by name. */
  readonly reshaped?: Readonly<Record<string, Reshaped>>;
  /** The dialect's own cases. A case with the name of a shared case replaces it. */
  readonly tables: readonly Table[];
  /** Shared cases that do not apply although the dialect has their check, by name, with the reason. */
  readonly withoutShared: Readonly<Record<string, string>>;
}

/** A conforming conversation made by an edit of another. */
export interface Reshaped
  extends Pick<ConformingConversation, 'title'>,
    Partial<Pick<ConformingConversation, 'fails'>> {
  /** The name of the other conversation. */
  readonly of: string;
  readonly edit: Edit;
}

export interface Proof extends Omit<ProofParts, 'tables' | 'reshaped'> {
  /** Keyed by name, `<dialogue>/<delivery>`. */
  readonly bases: ReadonlyMap<string, ConformingConversation>;
  /** In the order of the dialect's checks. */
  readonly faults: readonly SeededFault[];
  readonly variants: readonly LegalVariant[];
}

/**
 * Assembles the proof. Shared cases are omitted when the dialect does not have their check or their dialogue.
 *
 * @param checks the ids of the dialect's checks, in their order
 */
export function proofOf(parts: ProofParts, checks: readonly string[]): Proof {
  const { tables, reshaped = {}, withoutShared, edits } = parts;
  const dialogues = conformingConversations(parts);
  const bases = new Map(dialogues);
  for (const [name, how] of Object.entries(reshaped)) bases.set(name, reshapedBase(dialogues, name, how));

  const own = tables.flat(2);
  const taken = new Set([...own.map(({ name }) => name), ...Object.keys(withoutShared)]);
  const sharedCases = Object.values(shared).flatMap((table) => table(edits).flat());
  const cases = [...sharedCases.filter(({ name, base }) => !taken.has(name) && bases.has(base)), ...own]
    .map((each) => ({ each, rank: checks.indexOf(checkOf(each)) }))
    .filter(({ each, rank }) => rank !== -1 || own.includes(each))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ each }) => each);
  return {
    ...parts,
    bases,
    faults: cases.filter((each) => 'catches' in each),
    variants: cases.filter((each) => 'near' in each),
  };
}

/** Returns the check that catches the fault, or whose rule the variant almost breaks. */
export function checkOf(shown: SeededFault | LegalVariant): string {
  return 'catches' in shown ? shown.catches : shown.near;
}

/** @throws {Error} when there is no conforming conversation with this name */
export function baseOf({ bases }: Pick<Proof, 'bases'>, name: string): ConformingConversation {
  const base = bases.get(name);
  if (base === undefined) throw new Error(`no conforming conversation is called ${name}`);
  return base;
}

function reshapedBase(
  bases: Proof['bases'],
  name: string,
  { of, title, edit, fails = {} }: Reshaped,
): ConformingConversation {
  const base = baseOf({ bases }, of);
  const made = scripted(() => {
    const script = base.script();
    edit(script);
    return script;
  });
  return { ...base, name, title, fails, ...made };
}
