/** The Responses API: how a forgiving client reads streams that no reference describes, and what it sends back. */

import { judgeRecording } from '../../src/audit/judge-recording.ts';
import { openaiResponses } from '../../src/dialects/openai-responses/index.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { judge } from '../../src/judge/judge.ts';
import { weather } from '../../src/scenarios/all/weather.ts';
import { isObject, type JsonObject } from '../../src/text/json.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import fc from '../support/property.ts';
import { namesOf } from '../support/recording-verdicts.ts';
import { added, call, completed, done, exchangeOf, RESULT, THOUGHT } from '../support/responses-exchanges.ts';
import { expect, test } from '../support/test.ts';

const delta = (text: string, rest: JsonObject = {}) => ({
  type: 'response.function_call_arguments.delta',
  delta: text,
  ...rest,
});

const CALLED_TWICE = ['call_1 {"n":1}', 'call_2 {"n":2}'];

const STREAMS: readonly (readonly [name: string, events: readonly unknown[], calls: readonly string[]])[] = [
  [
    'events without output_index, which name their item',
    [
      added(call(1, { arguments: '' })),
      delta('{"n":1}', { item_id: 'fc_1' }),
      done(call(1)),
      added(call(2, { arguments: '' })),
      delta('{"n":2}', { item_id: 'fc_2' }),
      done(call(2)),
      completed([]),
    ],
    CALLED_TWICE,
  ],
  [
    'deltas without any place go to the last open item, and no item is done',
    [
      added(call(1, { arguments: '' })),
      delta('{"n"'),
      delta(':1}'),
      added(call(2, { arguments: '' })),
      delta('{"n":2}'),
    ],
    CALLED_TWICE,
  ],
  [
    'ids that change in every event',
    [
      added(call(1, { id: 'a', arguments: '' }), { output_index: 0 }),
      delta('{"n":1}', { output_index: 0, item_id: 'b' }),
      done(call(1, { id: 'c' }), { output_index: 0 }),
      completed([call(1, { id: 'd' })]),
    ],
    CALLED_TWICE.slice(0, 1),
  ],
  [
    'items that open whole, two on one output_index',
    [
      added(call(1), { output_index: 1 }),
      done(call(1), { output_index: 1 }),
      added(call(2), { output_index: 1 }),
      done(call(2), { output_index: 1 }),
      completed([call(1), call(2)]),
    ],
    CALLED_TWICE,
  ],
  ['calls in the terminal event alone', [completed([call(1), call(2)])], CALLED_TWICE],
  [
    'a terminal event without output',
    [done(call(1), { output_index: 0 }), { type: 'response.completed', response: { status: 'completed' } }],
    CALLED_TWICE.slice(0, 1),
  ],
];

for (const [name, events, expected] of STREAMS) {
  test(`a stream is read leniently: ${name}`, () => {
    const { turn } = openaiResponses.read(exchangeOf(events), 1);
    expect(turn.calls.map(({ id, arguments: text }) => `${id?.value} ${text}`)).toEqual(expected);
  });
}

test('an answer goes back as it came, reasoning in front of its call', () => {
  const thought = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'gAAAAA', x: [1, null] };
  const reading = openaiResponses.read(exchangeOf({ id: 'resp_1', output: [thought, call(1)] }), 1);
  expect(openaiResponses.answerMessages(reading)).toEqual([thought, call(1)]);
});

test('a request brings its whole history, or names what the server keeps, or leaves thoughts out', () => {
  const settings = {
    model: 'm',
    delivery: 'buffered',
    extensions: new Set<never>(),
    upstream: null,
  } as const;
  const answer = openaiResponses.read(exchangeOf({ id: 'resp_1', output: [THOUGHT, call(1)] }), 1);
  const messages = [{ role: 'user', content: 'hi' }, ...openaiResponses.answerMessages(answer), RESULT];
  const sent = (more: object) => {
    const { input, store, include, previous_response_id } = openaiResponses.body(
      { ...weather, ...more },
      messages,
      settings,
      { answer, added: [RESULT] },
    );
    return { input, store, include, previous_response_id };
  };
  const nothing = { store: undefined, include: undefined, previous_response_id: undefined };
  const stateless = { ...nothing, store: false, include: ['reasoning.encrypted_content'] };
  const { id: _, ...bare } = call(1);
  expect(sent({})).toEqual({ ...nothing, input: messages });
  expect(sent({ reasoning: true })).toEqual({ ...stateless, input: messages });
  expect(sent({ reasoning: true, dropsSignatures: true })).toEqual({
    ...stateless,
    input: [messages[0], bare, RESULT],
  });
  expect(sent({ storedHistory: true })).toEqual({
    ...nothing,
    input: [RESULT],
    store: true,
    previous_response_id: 'resp_1',
  });
});

/** Which of the exchanges, from 1, are in each conversation of an audit. */
function linesByConversation(exchanges: readonly Exchange[]): readonly (readonly (number | null)[])[] {
  const recording = exchanges.map((exchange, at) => ({ exchange, line: at + 1, fidelity: 'bytes' as const }));
  return judgeRecording(recording, 'x', namesOf('x')).conversations.map(({ lines }) => lines);
}

test('an audit joins an exchange to the conversation that got the response it names', () => {
  const said = [
    exchangeOf({ id: 'resp_1', output: [call(1)] }),
    exchangeOf({ id: 'resp_2', output: [call(2)] }, { input: 'another question' }),
    exchangeOf({ id: 'resp_3', output: [] }, { input: 'a third question', previous_response_id: 'resp_1' }),
    exchangeOf([completed([], 'resp_4')], { input: 'and streamed', previous_response_id: 'resp_2' }),
    exchangeOf({ id: 'resp_5', output: [] }, { input: 'and on', previous_response_id: 'resp_3' }),
  ];
  expect(linesByConversation(said)).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});

test('an audit joins exchanges that name the conversation which the server keeps', () => {
  const kept = (id: string, output: readonly unknown[], conversation: unknown = { id: 'conv_1' }) => ({
    id,
    output,
    conversation,
  });
  const said = [
    exchangeOf(kept('resp_1', [call(1)]), { conversation: 'conv_1' }),
    exchangeOf(kept('resp_2', [], { id: 'conv_2' }), { conversation: 'conv_2', input: [RESULT] }),
    exchangeOf(kept('resp_3', []), { conversation: { id: 'conv_1' }, input: [RESULT] }),
    exchangeOf([{ type: 'response.completed', response: kept('resp_4', []) }], { conversation: 'conv_1' }),
  ];
  expect(linesByConversation(said)).toEqual([[1, 3, 4], [2]]);
});

test('any JSON in the place of any part of an event', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const types = [
    ...['created', 'in_progress', 'completed', 'failed', 'incomplete'].map((name) => `response.${name}`),
    ...['output_item.added', 'output_item.done', 'content_part.added', 'content_part.done'].map(
      (name) => `response.${name}`,
    ),
    'response.output_text.delta',
    'response.output_text.done',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.reasoning_summary_text.delta',
    'error',
  ];
  const id = fc.constantFrom('a', 'b', '', null, 7);
  const item = fc.record(
    {
      type: fc.constantFrom('message', 'function_call', 'reasoning', 'web_search_call', '', null),
      id,
      call_id: id,
      name: fc.oneof(json, fc.constant('weather')),
      arguments: json,
      content: fc.oneof(json, fc.array(fc.record({ type: json, text: json }))),
      summary: json,
      status: json,
    },
    { requiredKeys: [] },
  );
  const event = fc.oneof(
    json,
    fc.record(
      {
        type: fc.constantFrom(...types),
        output_index: fc.oneof(fc.nat(2), json),
        content_index: fc.oneof(fc.nat(2), json),
        item_id: id,
        item: fc.oneof(item, json),
        part: json,
        delta: json,
        text: json,
        error: json,
        response: fc.oneof(
          json,
          fc.record(
            {
              id,
              status: json,
              output: fc.oneof(json, fc.array(item)),
              usage: json,
              tools: json,
              error: json,
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), fc.boolean(), id, (events, stream, previous) => {
      const body = events.find(isObject) ?? {};
      const exchange = exchangeOf(stream ? events : body, { previous_response_id: previous });
      const known = { extensions: new Set(['openrouter'] as const), scenario: { facts: [['40']] } };
      const { verdicts } = judge(openaiResponses, bareConversation([exchange, exchange], known));
      expect(verdicts.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
