/** The plan of a live run: its conversations, and which of them are held at the same time. */
import type { Target } from '../config/providers.ts';
import { scenarioOf } from '../config/scenario-of-target.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { canHold } from '../scenarios/held.ts';
import { copiesOf, type Scenario } from '../scenarios/scenario.ts';

/** Conversations of one target that are held at the same time; for most scenarios, only one. */
export interface HeldTogether {
  readonly target: Target;
  readonly conversations: readonly ConversationId[];
}

export interface Selection {
  readonly targets: readonly Target[];
  readonly scenarios: readonly Scenario[];
  readonly deliveries: readonly Delivery[];
  /** How often each scenario is held in each delivery, at least 1. */
  readonly samples: number;
}

/**
 * Plans sample by sample, so that a run that ends early has the first sample of everything before any second sample.
 */
export function planHolding({ targets, scenarios, deliveries, samples }: Selection): HeldTogether[] {
  return Array.from({ length: samples }, (_, round) => round).flatMap((round) =>
    targets.flatMap((target) =>
      scenariosFor(target, scenarios).flatMap((scenario) =>
        deliveries.map((delivery) => ({
          target,
          conversations: copiesOf(scenario).map((copy) => {
            const sample = round * copiesOf(scenario).length + copy;
            return { target, scenario: scenarioOf(target, scenario, sample), delivery, sample };
          }),
        })),
      ),
    ),
  );
}

function scenariosFor({ provider }: Target, scenarios: readonly Scenario[]): readonly Scenario[] {
  const dialect = dialectOf(provider.dialect);
  return scenarios.filter((scenario) => canHold(dialect, scenario));
}
