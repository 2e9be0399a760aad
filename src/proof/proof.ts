/** The proof of one dialect: its conforming conversations, the faults that its checks catch, the variants that they let through. */

import type { Service } from '../answers/service.ts';
import type { Codec } from '../drive/codec.ts';
import { type ConformingConversation, conformingConversations } from './conforming.ts';
import type { Dialogue } from './dialogues.ts';
import type { ExchangeEdit } from './edits/edit.ts';
import type { LegalVariant, SeededFault } from './fault.ts';

/** What a dialect writes down. */
export interface ProofParts {
  readonly codec: Codec;
  readonly service: Service;
  /** The dialogues that the dialect can tell, by name: those of `DIALOGUES` that it has the fields for, and its own. */
  readonly dialogues: Readonly<Record<string, Dialogue>>;
  /** In the order of the dialect's checks. */
  readonly faults: readonly SeededFault[];
  readonly variants: readonly LegalVariant[];
  /** Turns a sound stream into one that an error ends, as the dialect's reference describes it. */
  readonly breakMidstream: ExchangeEdit;
  /** Faults that no answer of the reference provider can show, with the reason, by name; those of a client are not listed. */
  readonly unserved: Readonly<Record<string, string>>;
  /** The ids in the dialogues as this dialect issues them; the same unless told. */
  readonly idOf?: (id: string) => string;
}

export interface Proof extends ProofParts {
  /** By name, `<dialogue>/<delivery>`. */
  readonly bases: ReadonlyMap<string, ConformingConversation>;
}

export function proofOf(parts: ProofParts): Proof {
  return { ...parts, bases: conformingConversations(parts) };
}

/** What one family of checks adds to a proof; each stands in a file of its own. */
type ToldFamily = Pick<ProofParts, 'faults' | 'variants'>;

/** All faults and variants, in the order given: that of the check catalogue. */
export function familiesOf(...groups: readonly (readonly ToldFamily[])[]): ToldFamily {
  const families = groups.flat();
  return {
    faults: families.flatMap(({ faults }) => faults),
    variants: families.flatMap(({ variants }) => variants),
  };
}

/** @throws {Error} when there is none of that name */
export function baseOf({ bases }: Proof, name: string): ConformingConversation {
  const base = bases.get(name);
  if (base === undefined) throw new Error(`no conforming conversation is called ${name}`);
  return base;
}
