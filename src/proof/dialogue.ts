/** What a dialogue is: a conversation in the words of no dialect, and what is known about it. */

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
  /** Both where it is absent. */
  readonly deliveries?: readonly Delivery[];
  readonly extensions?: readonly Extension[];
  readonly price?: Price;
  readonly scenario?: ScenarioKnowledge;
  /** The upstream that serves, as answers name it. */
  readonly provider?: string;
  /** The upstream that the request is pinned to. */
  readonly pinnedTo?: string;
  readonly model?: string;
  /** In the place of the usual ones. */
  readonly tools?: readonly ScenarioTool[];
  readonly customTools?: readonly CustomTool[];
  readonly answerSchema?: JsonObject;
  readonly hosted?: NonNullable<Scenario['hosted']>;
  readonly toolChoice?: ToolChoice;
  readonly parallelCalls?: false;
  /** The request asks the model to think. */
  readonly reasoning?: true;
  /** The server keeps the history, and later requests name it. */
  readonly storedHistory?: true;
  /** The client leaves signatures out of the history. */
  readonly dropsSignatures?: true;
  /** Messages between the prompt and the first answer. */
  readonly history?: readonly ScenarioMessage[];
  /** What the request holds besides, in the words of the dialect that it is for. */
  readonly request?: JsonObject;
  /** The results go back in the opposite order. */
  readonly backwards?: true;
  /** The first exchange is known in the other delivery too. */
  readonly bothDeliveries?: true;
  /** The stream turns into an error after its first words. */
  readonly breaksMidstream?: true;
  /** The checks that fail although nothing is wrong with it, with the reason. */
  readonly fails?: Readonly<Record<string, string>>;
}

export function isAnswer(turn: Answer | Refusal): turn is Answer {
  return 'finish' in turn;
}
