/** Judges the exchanges of a scenario, replayed or live in the same way. */

import type { Target } from '../config/providers.ts';
import { dialectOf, type Readings } from '../dialects/catalogue.ts';
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import { type ConversationResult, recordConversation } from '../results/conversation-result.ts';
import { knowledgeOf, type Scenario } from '../scenarios/scenario.ts';

/** Identifies a conversation. */
export interface ConversationId {
  readonly target: Target;
  readonly scenario: Scenario;
  readonly delivery: Delivery;
  /** From 1. */
  readonly sample: number;
}

export interface RecordedEvidence {
  readonly exchanges: readonly Exchange[];
  /** The name of the recording in the records. */
  readonly cassette: string;
  /** ISO 8601; null when unknown. */
  readonly recordedAt: string | null;
  /** The first exchange of the same scenario in the other delivery. */
  readonly counterpart?: Exchange | undefined;
}

/** @param readings those of the driver, so that the exchanges are not read again */
export function judgeConversation(
  { target, scenario, delivery, sample }: ConversationId,
  { exchanges, cassette, recordedAt, counterpart }: RecordedEvidence,
  readings: Pick<Readings, 'judge'> = dialectOf(target.provider.dialect),
): ConversationResult {
  const judged = readings.judge({
    exchanges,
    extensions: new Set(target.provider.extensions),
    scenario: knowledgeOf(scenario),
    price: target.price,
    unsupported: new Map(target.unsupported.map(({ feature, reason }) => [feature, reason])),
    ...(counterpart === undefined ? {} : { counterpart }),
  });
  return recordConversation(
    { target: target.id, scenario: scenario.id, delivery, sample, cassette },
    judged,
    recordedAt,
  );
}
