/** The Responses API: what the checks say of calls of the server, compactions and stored histories. */
import { openaiResponses } from '../../src/dialects/openai-responses/index.ts';
import { judge } from '../../src/judge/judge.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import {
  added,
  call,
  completed,
  done,
  exchangeOf,
  outcomes,
  RESULT,
  SAID,
  SUMMARY,
  THOUGHT,
} from '../support/responses-exchanges.ts';
import { expect, test } from '../support/test.ts';

const OTHER_CALLS: readonly JsonObject[] = [
  { id: 'ws_1', type: 'web_search_call', status: 'completed' },
  { id: 'mcpr_1', type: 'mcp_approval_request', server_label: 's', name: 'n', arguments: '{}' },
  { id: 'cm_1', type: 'program', call_id: 'call_1', code: '', fingerprint: 'gAAAAA' },
  { id: 'st_1', type: 'openrouter:datetime', status: 'completed' },
];

const NO_CALLS: readonly JsonObject[] = [
  { id: 'mcpl_1', type: 'mcp_list_tools', server_label: 's', tools: [] },
  SUMMARY,
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
  const judged = (...input: readonly JsonObject[]) => {
    const all = outcomes([
      exchangeOf({ id: 'resp_1', status: 'completed', output: [THOUGHT, call(1)] }, { input: [user] }),
      exchangeOf({ id: 'resp_2', status: 'completed', output: [SAID] }, { input: [user, ...input] }),
    ]);
    return ['ids/echoed', 'reasoning/echoed', 'roundtrip/orphan-rejected'].map((check) => all[check]);
  };
  expect(judged(RESULT)).toEqual(['fail', 'not-applicable', 'fail']);
  expect(judged(call(1), RESULT)).toEqual(['pass', 'fail', 'not-applicable']);
  expect(judged(SUMMARY, RESULT)).toEqual(['inconclusive', 'not-applicable', 'not-applicable']);
  expect(judged(SUMMARY, call(1), RESULT)).toEqual(['pass', 'inconclusive', 'not-applicable']);
  expect(judged(SUMMARY, THOUGHT, call(1), RESULT)).toEqual(['pass', 'pass', 'not-applicable']);
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
  const without = 'not-applicable';
  expect(judged({})).toBe('fail');
  expect(judged({ truncation: 'disabled', context_management: [] })).toBe('fail');
  expect(judged({ truncation: 'auto' })).toBe(without);
  expect(judged({ context_management: [{ type: 'compaction' }] })).toBe(without);
  expect(judged({}, [SUMMARY])).toBe(without);
  expect(judged({}, [], [SUMMARY])).toBe(without);
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
    added(SUMMARY, { output_index: 2 }),
    inside('compaction.compacting', 2, { item_id: 'cmp_1' }),
    done(SUMMARY, { output_index: 2 }),
    completed([shell, printed, SUMMARY]),
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
