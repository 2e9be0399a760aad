/** Tests whether an endpoint continues a conversation that was recorded elsewhere. */
import type { AnyDialect } from '../../dialects/catalogue.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Scenario, ScenarioMessage } from '../../scenarios/scenario.ts';
import type { Json } from '../../text/json.ts';
import { compared, MOST_FOR_TWO, refusedAtOnce, Sampled } from '../contract/sampled.ts';
import type { Asking, Trial } from '../fact.ts';
import { notAnswered } from '../kept.ts';
import { idOf, smallScenario } from '../small-scenario.ts';
import type { ForeignHistory } from './history.ts';

export interface HandOver {
  /** The id of the fact, such as `contract/from-chat`. */
  readonly id: string;
  readonly history: ForeignHistory;
  /** The messages as recorded. Without them, the dialect encodes the history. */
  readonly sent?: readonly Json[];
}

/** The maximum for two histories, and one request with the history as plain text. */
export const MOST_FOR_HAND_OVER = MOST_FOR_TWO + 1;

/**
 * Sends the history as it is, then with ids of a form that every provider accepts and without thoughts. When the first
 * is refused, a request with the history as plain text shows whether the endpoint answers at all.
 */
export function* handOver({ id, history, sent }: HandOver, dialect: AnyDialect): Asking {
  const says = (answer: Reading) => saysAll(answer, history.words);
  const scenario = scenarioOf(id, history);
  const asked = new Sampled(trialOf(id, scenario, sent ?? dialect.openingMessages(scenario)), says);
  const refused = yield* refusedAtOnce(asked, 'refused');
  if (refused !== null && refused.kind !== 'refused') return refused;
  if (refused !== null) return notAnswered(yield toldInWords(id, history, dialect)) ?? refused;
  if (history.words.length === 0) return { kind: 'accepted', because: NO_WORDS };
  const renamed = scenarioOf(`${id}-renamed`, { ...history, messages: withOtherIds(history.messages) });
  const control = new Sampled(trialOf(`${id}-renamed`, renamed, dialect.openingMessages(renamed)), says);
  const ended = yield* control.upTo(1);
  if (ended !== null || control.refusal !== null) return { kind: 'accepted', because: NO_CONTROL };
  return yield* compared(asked, control, 'refused');
}

const NO_WORDS = 'the recorded answer repeats nothing of the results, so that a loss cannot be seen';
const NO_CONTROL = 'with other ids and without thoughts it is not answered, so that a loss cannot be seen';

const ENOUGH_TOKENS = 2048;

function scenarioOf(id: string, { system, prompt, messages, tools }: ForeignHistory): Scenario {
  return { ...smallScenario({ id, prompt, tools, history: messages, maxTokens: ENOUGH_TOKENS }), system };
}

function trialOf(id: string, scenario: Scenario, messages: readonly Json[]): Trial {
  return { id, sample: 1, scenario, messages };
}

/** Returns a trial with the calls and their results as one prompt. */
function toldInWords(id: string, { prompt, messages }: ForeignHistory, dialect: AnyDialect): Trial {
  const told = [prompt, ...messages.flatMap(wordsOf), 'Answer in one sentence.'].join('\n');
  const scenario = smallScenario({ id: `${id}-told`, prompt: told, tools: [] });
  return trialOf(`${id}-told`, scenario, dialect.openingMessages(scenario));
}

function wordsOf(message: ScenarioMessage): string[] {
  if (message.role === 'tool') return [`A tool returned: ${message.text}`];
  const calls = message.role === 'assistant' ? (message.calls ?? []) : [];
  return [
    ...(message.text === undefined ? [] : [message.text]),
    ...calls.map(({ name, arguments: given }) => `${name} was called with ${given}`),
  ];
}

function withOtherIds(messages: readonly ScenarioMessage[]): ScenarioMessage[] {
  const renamed = new Map<string, string>();
  const idFor = (id: string) => {
    const known = renamed.get(id) ?? idOf(renamed.size + 1);
    renamed.set(id, known);
    return known;
  };
  return messages.map((message) => {
    if (message.role === 'tool')
      return { ...message, answers: message.answers === null ? null : idFor(message.answers) };
    if (message.role === 'user' || message.calls === undefined) return message;
    return { ...message, calls: message.calls.map((call) => ({ ...call, id: idFor(call.id) })) };
  });
}

function saysAll({ turn }: Reading, words: readonly string[]): boolean {
  const said = turn.choices.map(({ text }) => text.toLowerCase()).join('\n');
  return words.every((word) => said.includes(word));
}
