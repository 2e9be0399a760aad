import * as all from './all/index.ts';
import type { Scenario } from './scenario.ts';

/** All scenarios, in the order of reports. */
export const SCENARIOS: readonly Scenario[] = Object.values(all).sort(
  (left, right) => left.order - right.order,
);
