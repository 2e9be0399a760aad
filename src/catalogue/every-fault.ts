/** Every seeded fault of every dialect, for pages that show them beside their checks. */
import { dialects } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';

/** In the order of the dialects, then of their checks; a name may come once for each dialect. */
export async function everyFault(): Promise<readonly SeededFault[]> {
  const proofs = await Promise.all(dialects().map((dialect) => dialect.proof()));
  return proofs.flatMap(({ faults }) => faults);
}
