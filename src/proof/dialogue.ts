/** A dialogue: a conversation in a form that is independent of the dialect, with what is known about it. */

import type { Answer } from '../answers/answer.ts';
import type { Refusal } from '../answers/refusal.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Extension, ScenarioKnowledge } from '../judge/check.ts';
import type { Price } from '../judge/price.ts';
import type { ToolChoice } from '../reading/reading.ts';
import type { CustomTool, Scenario, ScenarioMessage, ScenarioTool } from '../scenarios/scenario.ts';
import type { JsonObject } from '../text/json.ts';

export interface Dialogue {
  readonly title: string;
  readonly prompt: string;
  /** The scenario in which the reference provider shows the faults that are written for this dialogue. */
  readonly shownIn: string;
  readonly turns: readonly (Answer | Refusal)[];
  /** Both deliveries by default. */
  readonly deliveries?: readonly Delivery[];
  readonly extensions?: readonly Extension[];
  readonly price?: Price;
  readonly scenario?: ScenarioKnowledge;
  /** The upstream's name in answers. */
  readonly provider?: string;
  /** The upstream that the request is pinned to. */
  readonly pinnedTo?: string;
  readonly model?: string;
  /** Replaces the default tools. */
  readonly tools?: readonly ScenarioTool[];
  readonly customTools?: readonly CustomTool[];
  readonly answerSchema?: JsonObject;
  readonly hosted?: NonNullable<Scenario['hosted']>;
  readonly toolChoice?: ToolChoice;
  readonly parallelCalls?: false;
  /** The request asks the model to think. */
  readonly reasoning?: true;
  /** The server stores the history, and later requests name it. */
  readonly storedHistory?: true;
  /** The client omits signatures from the history. */
  readonly dropsSignatures?: true;
  /** Messages between the prompt and the first answer. */
  readonly history?: readonly ScenarioMessage[];
  /** Additional fields of the request, in the wire format of its dialect. */
  readonly request?: JsonObject;
  /** The results are sent in reverse order. */
  readonly backwards?: true;
  /** The first exchange is also known in the other delivery. */
  readonly bothDeliveries?: true;
  /** The stream turns into an error after its first words. */
  readonly breaksMidstream?: true;
  /** The checks that fail although the dialogue conforms, with the reason. */
  readonly fails?: Readonly<Record<string, string>>;
}

export function isAnswer(turn: Answer | Refusal): turn is Answer {
  return 'finish' in turn;
}
