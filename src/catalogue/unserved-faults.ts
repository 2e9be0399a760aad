/** Seeded faults that no answer of the reference provider can show, with the reason. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';

/** Why the reference provider cannot show the fault; null when it can. */
export function whyNotServed(
  { catches, unserved }: SeededFault,
  { rules }: Pick<AnyDialect, 'rules'>,
): string | null {
  if (rules.find(({ id }) => id === catches)?.subject === 'client') return 'it is what a client does';
  return unserved ?? null;
}
