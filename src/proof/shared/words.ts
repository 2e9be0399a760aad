/** The words that several dialects tell a fault or a variant with: all of it but the edit, which is each dialect's own. */
import { type Edits, fault, type LegalVariant, type SeededFault, variant } from '../fault.ts';

type FaultRest = NonNullable<Parameters<typeof fault>[5]>;
type VariantRest = NonNullable<Parameters<typeof variant>[5]>;

/** Gives the fault for an edit; `more` is what it does besides in that dialect. */
export function faultOf(name: string, title: string, base: string, catches: string, rest: FaultRest = {}) {
  return (edits: Edits, more: FaultRest = {}): SeededFault =>
    fault(name, title, base, edits, catches, { ...rest, ...more });
}

/** Gives the variant for an edit; `more` is what it does besides in that dialect. */
export function variantOf(name: string, title: string, base: string, near: string, rest: VariantRest = {}) {
  return (edits: Edits, more: VariantRest = {}): LegalVariant =>
    variant(name, title, base, edits, near, { ...rest, ...more });
}
