/** Every seeded fault of every dialect, loaded at once for who cannot wait, such as a page of the report. */
import { dialects } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/fault.ts';

/** In the order of the dialects, then of their checks; a name may come once for each dialect. */
export const EVERY_FAULT: readonly SeededFault[] = (
  await Promise.all(dialects().map(async (dialect) => (await dialect.proof()).faults))
).flat();
