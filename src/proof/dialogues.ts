/**
 * Hand-written conforming conversations in a form that is independent of the dialect. Each conforms to the whole
 * catalogue, so every finding after an edit is caused by the edit. They also have no MAY observations, so that every
 * MAY check can be tested without its observation. A dialect uses those for which it has the fields, and adds others:
 * those in `optional-dialogues.ts`, which several dialects share, and those in its own `proof/dialogues.ts`.
 */

import { invalidRequest, throttled } from '../answers/refusal.ts';
import type { ScenarioKnowledge } from '../judge/check.ts';
import type { Price } from '../judge/price.ts';
import type { Dialogue } from './dialogue.ts';
import {
  BOTH_REPORT,
  CALLING,
  CALLING_BOTH,
  CALLING_TIME,
  FOREIGN_ID,
  GREETING,
  MODEL,
  REPORT,
  THINKING_AND_CALLING,
  THINKING_AND_REPORTING,
  TIME_CALL,
  TWO_CITIES,
  TWO_CITIES_REPORT,
  WEATHER_CALL,
  WEATHER_PROMPT,
} from './dialogue-parts.ts';
import { BREAKING } from './optional-dialogues.ts';

/** The price of the OpenRouter conversations, in US dollars per million tokens. */
const PRICE: Price = { promptPerMillion: 1, completionPerMillion: 4 };
const OPENROUTER = { extensions: ['openrouter'], price: PRICE, provider: 'DeepInfra' } as const;

const TWO_CITIES_SCENARIO: ScenarioKnowledge = {
  facts: [['21'], ['12']],
  pairings: [
    { subject: 'Oslo', fact: '21' },
    { subject: 'Bergen', fact: '12' },
  ],
};
const WEATHER_SCENARIO = { facts: [['21']] };
const BOTH_SCENARIO = { facts: [['21'], ['09:30']] };

const BOTH_PROMPT = 'What is the weather in Oslo, and what time is it there?';

export const DIALOGUES = {
  call: { title: 'one call', prompt: WEATHER_PROMPT, shownIn: 'parallel-off', turns: [CALLING] },
  text: {
    title: 'text, though tools are offered',
    prompt: 'Good morning!',
    shownIn: 'choice-none',
    turns: [GREETING],
  },
  'no-arguments': {
    title: 'one call without arguments',
    prompt: 'What time is it?',
    shownIn: 'no-arguments',
    turns: [{ ...CALLING_TIME, calls: [{ ...TIME_CALL, arguments: '{}' }] }],
  },
  weather: {
    title: 'one call, its result, the answer',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    scenario: WEATHER_SCENARIO,
    turns: [CALLING, REPORT],
  },
  parallel: {
    title: 'two calls at once, their results, the answer',
    prompt: BOTH_PROMPT,
    shownIn: 'add-and-multiply',
    scenario: BOTH_SCENARIO,
    turns: [CALLING_BOTH, BOTH_REPORT],
  },
  'three-turns': {
    title: 'two calls one after the other, then the answer',
    prompt: BOTH_PROMPT,
    shownIn: 'parallel-off',
    scenario: BOTH_SCENARIO,
    turns: [CALLING, CALLING_TIME, BOTH_REPORT],
  },
  'other-order': {
    title: 'two calls at once, whose results go back in the opposite order',
    prompt: 'Is it warmer in Oslo or in Bergen?',
    shownIn: 'answers-reversed',
    scenario: TWO_CITIES_SCENARIO,
    backwards: true,
    turns: [TWO_CITIES, TWO_CITIES_REPORT],
  },
  'foreign-id': {
    title: 'a history with the id of another provider is accepted',
    prompt: WEATHER_PROMPT,
    shownIn: 'foreign-ids',
    scenario: { facts: [['21']], foreignIds: [FOREIGN_ID] },
    history: [
      { role: 'assistant', calls: [{ ...WEATHER_CALL, id: FOREIGN_ID }] },
      { role: 'tool', answers: FOREIGN_ID, text: '21 °C, clear' },
    ],
    turns: [REPORT],
  },
  retried: {
    title: 'a throttled request that is sent again, and answered',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    turns: [throttled(2, 'Too many requests'), CALLING],
  },
  'choice-none': {
    title: 'tool_choice none',
    prompt: 'Good morning!',
    shownIn: 'choice-none',
    toolChoice: { kind: 'none' },
    turns: [GREETING],
  },
  'choice-required': {
    title: 'tool_choice required',
    prompt: WEATHER_PROMPT,
    shownIn: 'choice-required',
    toolChoice: { kind: 'required' },
    turns: [CALLING],
  },
  'choice-named': {
    title: 'tool_choice names a function',
    prompt: WEATHER_PROMPT,
    shownIn: 'choice-named',
    toolChoice: { kind: 'named', name: 'weather' },
    turns: [CALLING],
  },
  structured: {
    title: 'one call, its result, and an answer of the schema that was asked for',
    prompt: WEATHER_PROMPT,
    shownIn: 'structured-answer',
    scenario: WEATHER_SCENARIO,
    answerSchema: {
      type: 'object',
      properties: { city: { type: 'string' }, celsius: { type: 'number' } },
      required: ['city', 'celsius'],
      additionalProperties: false,
    },
    turns: [CALLING, { ...REPORT, text: '{"city": "Oslo", "celsius": 21}' }],
  },
  'parallel-off': {
    title: 'parallel_tool_calls false',
    prompt: BOTH_PROMPT,
    shownIn: 'parallel-off',
    parallelCalls: false,
    turns: [CALLING],
  },
  openrouter: {
    ...OPENROUTER,
    title: 'OpenRouter: one call, its result, the answer',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    scenario: WEATHER_SCENARIO,
    turns: [CALLING, REPORT],
  },
  'openrouter-pinned': {
    ...OPENROUTER,
    title: 'OpenRouter, pinned to one upstream',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    pinnedTo: 'deepinfra',
    turns: [CALLING],
  },
  'openrouter-free': {
    extensions: OPENROUTER.extensions,
    provider: OPENROUTER.provider,
    title: 'OpenRouter, a free model',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    model: `${MODEL}:free`,
    turns: [CALLING],
  },
  'openrouter-reasoning': {
    ...OPENROUTER,
    title: 'OpenRouter: reasoning, then a call, then reasoning and the answer',
    prompt: WEATHER_PROMPT,
    shownIn: 'reasoning-with-tools',
    scenario: WEATHER_SCENARIO,
    turns: [THINKING_AND_CALLING, THINKING_AND_REPORTING],
  },
  reasoning: {
    title: 'reasoning, then a call, then reasoning and the answer',
    prompt: WEATHER_PROMPT,
    shownIn: 'reasoning-with-tools',
    scenario: WEATHER_SCENARIO,
    reasoning: true,
    turns: [THINKING_AND_CALLING, THINKING_AND_REPORTING],
  },
  'refused-400': {
    title: 'a request that is refused as invalid',
    prompt: WEATHER_PROMPT,
    shownIn: 'malformed-request',
    turns: [invalidRequest('max_tokens is too large', 'max_tokens')],
  },
  'refused-401': {
    title: 'a key that is refused',
    prompt: WEATHER_PROMPT,
    shownIn: 'malformed-request',
    turns: [
      {
        status: 401,
        reason: 'wrong-key',
        message: 'Incorrect API key provided: key-********7b90.',
        param: null,
      },
    ],
  },
  'refused-429': {
    title: 'a request that is throttled',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    turns: [throttled(2, 'Too many requests')],
  },
  'openrouter-refused': {
    ...OPENROUTER,
    title: 'OpenRouter: no credits',
    prompt: WEATHER_PROMPT,
    shownIn: 'malformed-request',
    turns: [{ status: 402, reason: 'no-credits', message: 'Insufficient credits', param: null }],
  },
  'probe-orphan': {
    title: 'a result for a call that was never issued is refused',
    prompt: WEATHER_PROMPT,
    shownIn: 'orphan-result',
    history: [{ role: 'tool', answers: WEATHER_CALL.id, text: '21 °C' }],
    turns: [invalidRequest('A tool message must follow a message with tool_calls.', 'messages')],
  },
  'probe-nameless': {
    title: 'a result that names no call is refused',
    prompt: WEATHER_PROMPT,
    shownIn: 'nameless-result',
    history: [
      { role: 'assistant', calls: [WEATHER_CALL] },
      { role: 'tool', answers: WEATHER_CALL.id, text: '21 °C' },
      { role: 'tool', answers: null, text: '09:30' },
    ],
    turns: [invalidRequest('tool_call_id is required.', 'messages')],
  },
  'probe-unanswered': {
    title: 'a call that is left without a result is refused',
    prompt: WEATHER_PROMPT,
    shownIn: 'unanswered-call',
    history: [
      { role: 'assistant', calls: [WEATHER_CALL] },
      { role: 'user', text: 'Never mind. What is new?' },
    ],
    turns: [invalidRequest(`No result for the call ${WEATHER_CALL.id}.`, 'messages')],
  },
  'both-deliveries': {
    title: 'one call, its result, the answer; known buffered too',
    prompt: WEATHER_PROMPT,
    shownIn: 'weather',
    deliveries: ['streaming'],
    bothDeliveries: true,
    turns: [CALLING, REPORT],
  },
  'midstream-error': {
    ...OPENROUTER,
    ...BREAKING,
    title: 'OpenRouter: the stream turns into an error, as its reference describes it',
  },
} as const satisfies Record<string, Dialogue>;

/**
 * Returns the dialogues that need no gateway, for dialects that no gateway supports.
 *
 * @param others the dialogues for which the dialect has no fields
 */
export function withoutGateway(...others: readonly (keyof typeof DIALOGUES)[]): Record<string, Dialogue> {
  const without: readonly string[] = others;
  return Object.fromEntries(
    Object.entries<Dialogue>(DIALOGUES).filter(
      ([name, { extensions }]) => extensions === undefined && !without.includes(name),
    ),
  );
}
