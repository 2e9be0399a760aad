/** Which scenarios a dialect can hold: those that need nothing that it lacks. */
import type { Lacks, Scenario } from './scenario.ts';

/** What a dialect says of itself that decides. */
export interface Holder {
  readonly lacks: Lacks;
}

export function canHold(dialect: Holder, scenario: Scenario): boolean {
  return whyNotHeld(dialect, scenario) === null;
}

/** Why the dialect cannot hold the scenario, in its own words; null when it can. */
export function whyNotHeld({ lacks }: Holder, { needs = [] }: Scenario): string | null {
  const reasons = needs.flatMap((need) => lacks[need] ?? []);
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** The scenarios that the dialect cannot hold, by id, each with the reason. */
export function notHeldBy(dialect: Holder, scenarios: readonly Scenario[]): Record<string, string> {
  return Object.fromEntries(
    scenarios.flatMap((scenario) => {
      const why = whyNotHeld(dialect, scenario);
      return why === null ? [] : [[scenario.id, why]];
    }),
  );
}
