/** Determines the seeded faults that the reference provider cannot show. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';

/** Returns why the reference provider cannot show the fault; null when it can. */
export function whyNotServed(
  { catches, unserved }: SeededFault,
  { rules }: Pick<AnyDialect, 'rules'>,
): string | null {
  if (rules.find(({ id }) => id === catches)?.subject === 'client') return 'it is what a client does';
  return unserved ?? null;
}
