/** All seeded faults of all dialects, for pages that show them with their checks. */
import { dialects } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';

/** Returns the faults in the order of the dialects, then of their checks. A name may occur once for each dialect. */
export async function everyFault(): Promise<readonly SeededFault[]> {
  const proofs = await Promise.all(dialects().map((dialect) => dialect.proof()));
  return proofs.flatMap(({ faults }) => faults);
}
