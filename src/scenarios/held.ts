/** Determines the scenarios that a dialect can express: those that need nothing that it lacks. */
import type { Lacks, Scenario } from './scenario.ts';

/** The property of a dialect that decides this. */
export interface Holder {
  readonly lacks: Lacks;
}

export function canHold(dialect: Holder, scenario: Scenario): boolean {
  return whyNotHeld(dialect, scenario) === null;
}

/** Returns why the dialect cannot express the scenario; null when it can. */
export function whyNotHeld({ lacks }: Holder, { needs = [] }: Scenario): string | null {
  const reasons = needs.flatMap((need) => lacks[need] ?? []);
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** Returns the scenarios that the dialect cannot express, by id, each with the reason. */
export function notHeldBy(dialect: Holder, scenarios: readonly Scenario[]): Record<string, string> {
  return Object.fromEntries(
    scenarios.flatMap((scenario) => {
      const why = whyNotHeld(dialect, scenario);
      return why === null ? [] : [[scenario.id, why]];
    }),
  );
}
