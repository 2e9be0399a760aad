/** A scenario as one target meets it. */
import { copyOf, type Scenario } from '../scenarios/scenario.ts';
import type { Target } from './providers.ts';

/** @param sample of several that run at the same time, from 1 */
export function scenarioOf({ dropsThoughts }: Target, scenario: Scenario, sample: number): Scenario {
  const copy = copyOf(scenario, sample);
  return dropsThoughts === null ? copy : { ...copy, dropsSignatures: true };
}
