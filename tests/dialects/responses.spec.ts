/** The Responses API: how a forgiving client reads streams that no reference describes, and what it sends back. */

import { judgeRecording } from '../../src/audit/judge-recording.ts';
import { openaiResponses } from '../../src/dialects/openai-responses/index.ts';
import { judge } from '../../src/judge/judge.ts';
import { weather } from '../../src/scenarios/all/weather.ts';
import { isObject, type JsonObject } from '../../src/text/json.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import fc from '../support/property.ts';
import {
  call,
  completed,
  exchangeOf,
  outcomes,
  RESULT,
  SAID,
  THOUGHT,
} from '../support/responses-exchanges.ts';
import { expect, test } from '../support/test.ts';

const added = (item: JsonObject, rest: JsonObject = {}) => ({
  type: 'response.output_item.added',
  item,
  ...rest,
});

const done = (item: JsonObject, rest: JsonObject = {}) => ({
  type: 'response.output_item.done',
  item,
  ...rest,
});

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
  const thought = { id: 'rs_1', type: 'reasoning', summary: [] };
  const answer = openaiResponses.read(exchangeOf({ id: 'resp_1', output: [thought, call(1)] }), 1);
  const added = [{ type: 'function_call_output', call_id: 'call_1', output: '40' }];
  const messages = [{ role: 'user', content: 'hi' }, ...openaiResponses.answerMessages(answer), ...added];
  const sent = (more: object) => {
    const { input, store, include, previous_response_id } = openaiResponses.body(
      { ...weather, ...more },
      messages,
      settings,
      { answer, added },
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
    input: [messages[0], bare, ...added],
  });
  expect(sent({ storedHistory: true })).toEqual({
    ...nothing,
    input: added,
    store: true,
    previous_response_id: 'resp_1',
  });
});

const OTHER_CALLS: readonly JsonObject[] = [
  { id: 'ws_1', type: 'web_search_call', status: 'completed' },
  { id: 'mcpr_1', type: 'mcp_approval_request', server_label: 's', name: 'n', arguments: '{}' },
  { id: 'cm_1', type: 'program', call_id: 'call_1', code: '', fingerprint: 'gAAAAA' },
  { id: 'st_1', type: 'openrouter:datetime', status: 'completed' },
];

const NO_CALLS: readonly JsonObject[] = [
  { id: 'mcpl_1', type: 'mcp_list_tools', server_label: 's', tools: [] },
  { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAA' },
];

for (const [item, isCall] of [
  ...OTHER_CALLS.map((item) => [item, true] as const),
  ...NO_CALLS.map((item) => [item, false] as const),
]) {
  test(`${item['type']} is ${isCall ? 'a' : 'no'} call where tool_choice speaks of calls`, () => {
    const judged = (tool_choice: unknown) =>
      outcomes([exchangeOf({ id: 'resp_1', status: 'completed', output: [item] }, { tool_choice })]);
    const allowed = {
      type: 'allowed_tools',
      mode: 'required',
      tools: [{ type: 'function', name: 'weather' }],
    };
    const called = isCall ? 'pass' : 'fail';
    expect(judged('required')['choice/required']).toBe(called);
    expect(judged(allowed)['choice/allowed']).toBe(called);
    expect(judged('none')['choice/none']).toBe(isCall ? 'fail' : 'pass');
  });
}

test('an error code that is a number is said to be no text, and a missing one to be missing', () => {
  const said = (error: JsonObject) => {
    const exchange = exchangeOf({ error: { message: 'no', ...error } });
    const refused = { ...exchange, response: exchange.response && { ...exchange.response, status: 400 } };
    const { verdicts } = judge(openaiResponses, bareConversation([refused]));
    const { findings } = verdicts.find(({ check }) => check === 'errors/code') ?? { findings: [] };
    return findings.map(({ message, found }) => `${message}: ${found}`);
  };
  expect(said({ code: 'x' })).toEqual([]);
  expect(said({ code: 400 })).toEqual(['the code is no text: 400']);
  expect(said({})).toEqual(['no code: (absent)']);
});

test('what a compaction stands for is not missing from a history', () => {
  const user = { role: 'user', content: 'hi' };
  const summary = { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAA' };
  const judged = (...input: readonly JsonObject[]) => {
    const all = outcomes([
      exchangeOf({ id: 'resp_1', status: 'completed', output: [THOUGHT, call(1)] }, { input: [user] }),
      exchangeOf({ id: 'resp_2', status: 'completed', output: [SAID] }, { input: [user, ...input] }),
    ]);
    return ['ids/echoed', 'reasoning/echoed', 'roundtrip/orphan-rejected'].map((check) => all[check]);
  };
  expect(judged(RESULT)).toEqual(['fail', 'not-applicable', 'fail']);
  expect(judged(call(1), RESULT)).toEqual(['pass', 'fail', 'not-applicable']);
  expect(judged(summary, RESULT)).toEqual(['inconclusive', 'not-applicable', 'not-applicable']);
  expect(judged(summary, call(1), RESULT)).toEqual(['pass', 'inconclusive', 'not-applicable']);
  expect(judged(summary, THOUGHT, call(1), RESULT)).toEqual(['pass', 'pass', 'not-applicable']);
});

test('a tool is known where the request need not list it: in a namespace, or in what the server keeps', () => {
  const judged = (output: readonly JsonObject[], more: JsonObject = {}) =>
    outcomes([exchangeOf({ id: 'resp_1', status: 'completed', output }, more)])['arguments/known-tool'];
  const [unlisted, listed] = [call(1, { name: 'find' }), call(2)];
  expect(judged([unlisted])).toBe('fail');
  expect(judged([{ ...unlisted, namespace: 'crm' }])).toBe('not-applicable');
  expect(judged([{ ...unlisted, namespace: 'crm' }, listed])).toBe('pass');
  expect(judged([{ ...unlisted, namespace: 'crm' }, call(2, { name: 'find' })])).toBe('fail');
  for (const kept of [
    { prompt: { id: 'pmpt_1' } },
    { agent: { type: 'agent_reference', name: 'a' } },
    { agent_reference: { type: 'agent_reference', name: 'a' } },
  ]) {
    expect(judged([unlisted], { tools: undefined, ...kept })).toBe('inconclusive');
  }
});

test('input_tokens need not grow where the server may shorten the history', () => {
  const judged = (
    more: JsonObject,
    thoughts: readonly JsonObject[] = [],
    front: readonly JsonObject[] = [],
  ) => {
    const answer = (id: string, input_tokens: number, output: readonly unknown[]) => ({
      id,
      status: 'completed',
      output,
      usage: { input_tokens, output_tokens: 1, total_tokens: input_tokens + 1 },
    });
    const user = { role: 'user', content: 'hi' };
    return outcomes([
      exchangeOf(answer('resp_1', 900, [...thoughts, call(1)]), { ...more, input: [user] }),
      exchangeOf(answer('resp_2', 90, []), { ...more, input: [user, ...front, call(1), RESULT] }),
    ])['usage/grows'];
  };
  const summary = { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAA' };
  const without = 'not-applicable';
  expect(judged({})).toBe('fail');
  expect(judged({ truncation: 'disabled', context_management: [] })).toBe('fail');
  expect(judged({ truncation: 'auto' })).toBe(without);
  expect(judged({ context_management: [{ type: 'compaction' }] })).toBe(without);
  expect(judged({}, [summary])).toBe(without);
  expect(judged({}, [], [summary])).toBe(without);
});

test('the events of a shell and of a compaction are known, and a command names no item', () => {
  const shell = { id: 'sh_1', type: 'shell_call', call_id: 'call_1', status: 'completed' };
  const printed = {
    id: 'sho_1',
    type: 'shell_call_output',
    call_id: 'call_1',
    status: 'completed',
    output: [],
  };
  const shorter = { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAA' };
  const inside = (type: string, output_index: number, more: JsonObject = {}) => ({
    type: `response.${type}`,
    output_index,
    ...more,
  });
  const events = [
    added(shell, { output_index: 0 }),
    inside('shell_call_command.added', 0, { command_index: 0, command: '' }),
    inside('shell_call_command.delta', 0, { command_index: 0, delta: 'ls' }),
    inside('shell_call_command.done', 0, { command_index: 0, command: 'ls' }),
    done(shell, { output_index: 0 }),
    added(printed, { output_index: 1 }),
    inside('shell_call_output_content.delta', 1, { item_id: 'sho_1', delta: { stdout: 'a' } }),
    inside('shell_call_output_content.done', 1, { item_id: 'sho_1', output: [] }),
    done(printed, { output_index: 1 }),
    added(shorter, { output_index: 2 }),
    inside('compaction.compacting', 2, { item_id: 'cmp_1' }),
    done(shorter, { output_index: 2 }),
    completed([shell, printed, shorter]),
  ];
  const late = inside('shell_call_command.delta', 0, { command_index: 0, delta: '.' });
  const judged = (said: readonly unknown[]) => {
    const all = outcomes([exchangeOf(said)]);
    return ['events/known', 'events/item-id', 'events/inside-item', 'deltas/none-after-finish'].map(
      (check) => all[check],
    );
  };
  expect(judged(events)).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(judged([...events, late])).toEqual(['pass', 'pass', 'pass', 'fail']);
});

function* names(): Generator<string, string> {
  for (let number = 1; ; number += 1) yield `x#${number}`;
}

test('an audit joins an exchange to the conversation that got the response it names', () => {
  const said = [
    exchangeOf({ id: 'resp_1', output: [call(1)] }),
    exchangeOf({ id: 'resp_2', output: [call(2)] }, { input: 'another question' }),
    exchangeOf({ id: 'resp_3', output: [] }, { input: 'a third question', previous_response_id: 'resp_1' }),
    exchangeOf([completed([], 'resp_4')], { input: 'and streamed', previous_response_id: 'resp_2' }),
    exchangeOf({ id: 'resp_5', output: [] }, { input: 'and on', previous_response_id: 'resp_3' }),
  ];
  const recording = said.map((exchange, at) => ({ exchange, line: at + 1, fidelity: 'bytes' as const }));
  const { conversations } = judgeRecording(recording, 'x', names());
  expect(conversations.map(({ lines }) => lines)).toEqual([
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
  const result = [{ type: 'function_call_output', call_id: 'call_1', output: '40' }];
  const said = [
    exchangeOf(kept('resp_1', [call(1)]), { conversation: 'conv_1' }),
    exchangeOf(kept('resp_2', [], { id: 'conv_2' }), { conversation: 'conv_2', input: result }),
    exchangeOf(kept('resp_3', []), { conversation: { id: 'conv_1' }, input: result }),
    exchangeOf([{ type: 'response.completed', response: kept('resp_4', []) }], { conversation: 'conv_1' }),
  ];
  const recording = said.map((exchange, at) => ({ exchange, line: at + 1, fidelity: 'bytes' as const }));
  const { conversations } = judgeRecording(recording, 'x', names());
  expect(conversations.map(({ lines }) => lines)).toEqual([[1, 3, 4], [2]]);
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
