/** Seeded faults that no answer of the reference provider can show, with the reason. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/fault.ts';
import type { Proof } from '../proof/proof.ts';

/** Why the reference provider cannot show the fault; null when it can. */
export function whyNotServed(
  { name, catches }: SeededFault,
  { rules }: Pick<AnyDialect, 'rules'>,
  { unserved }: Pick<Proof, 'unserved'>,
): string | null {
  if (rules.find(({ id }) => id === catches)?.subject === 'client') return 'it is what a client does';
  return unserved[name] ?? null;
}
