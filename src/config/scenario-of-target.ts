/** Adapts a scenario to one target. */
import { copyOf, type Scenario } from '../scenarios/scenario.ts';
import type { Target } from './providers.ts';

/** @param sample the number of the concurrent copy, from 1 */
export function scenarioOf({ dropsThoughts }: Target, scenario: Scenario, sample: number): Scenario {
  const copy = copyOf(scenario, sample);
  return dropsThoughts === null ? copy : { ...copy, dropsSignatures: true };
}
