/** The Responses API: when a refused history counts as a fault of the provider. */
import type { Outcome } from '../../src/judge/verdict.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { call, exchangeOf, outcomes, RESULT, SAID, THOUGHT } from '../support/responses-exchanges.ts';
import { expect, test } from '../support/test.ts';

/** The request that sends an answer back, and the refusal it gets. */
interface Returned {
  readonly output: readonly JsonObject[];
  /** Further members of the first request. */
  readonly first?: JsonObject;
  readonly input: readonly JsonObject[];
  readonly more?: JsonObject;
  readonly message: string;
  readonly param?: string | null;
}

function acceptance({
  output,
  first = {},
  input,
  more = {},
  message,
  param = 'input',
}: Returned): (Outcome | undefined)[] {
  const USER = { role: 'user', content: 'hi' };
  const history = more['previous_response_id'] === undefined ? [USER, ...input] : input;
  const refused = exchangeOf(
    { error: { message, type: 'invalid_request_error', param, code: null } },
    {
      ...more,
      input: history,
    },
  );
  const all = outcomes([
    exchangeOf({ id: 'resp_1', status: 'completed', output }, { ...first, input: [USER] }),
    { ...refused, response: refused.response && { ...refused.response, status: 400 } },
  ]);
  return [all['ids/echo-accepted'], all['reasoning/echo-accepted']];
}

const IN_NAMESPACE = call(1, { namespace: 'crm' });

const BY_PROGRAM = call(1, { caller: { type: 'program', caller_id: 'call_0' } });

const OUR_FAULT = ['fail', 'not-applicable'];

const CANNOT_TELL = ['inconclusive', 'not-applicable'];

/** The server stores no responses, so it lacks the feature. */
const NOT_OFFERED = ['unsupported', 'not-applicable'];

const RETURNED: readonly (readonly [name: string, returned: Returned, expected: readonly string[]])[] = [
  [
    'an id that came back as it was issued',
    { output: [call(1)], input: [call(1), RESULT], message: 'No tool call found for call_id call_1.' },
    OUR_FAULT,
  ],
  [
    'a thought that came back with its call',
    {
      output: [THOUGHT, call(1)],
      input: [THOUGHT, call(1), RESULT],
      message: "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    },
    ['inconclusive', 'fail'],
  ],
  [
    'a call whose item id was left out, as it may be',
    {
      output: [call(1)],
      input: [{ type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"n":1}' }, RESULT],
      message: 'No tool call found for call_id call_1.',
    },
    OUR_FAULT,
  ],
  [
    'a stored call that was answered',
    {
      output: [call(1)],
      input: [RESULT],
      more: { previous_response_id: 'resp_1' },
      message: 'No tool call found for call_id call_1.',
    },
    OUR_FAULT,
  ],
  [
    'a call without the thought before it',
    {
      output: [THOUGHT, call(1)],
      input: [call(1), RESULT],
      message: "Item 'fc_1' was provided without its required 'reasoning' item: 'rs_1'.",
    },
    ['inconclusive', 'inconclusive'],
  ],
  [
    'a message without the thought before it',
    {
      output: [call(1), THOUGHT, SAID],
      input: [call(1), SAID, RESULT],
      message: "Item 'msg_1' was provided without its required 'reasoning' item: 'rs_1'.",
    },
    CANNOT_TELL,
  ],
  [
    'a thought without the message behind it',
    {
      output: [THOUGHT, SAID, call(1)],
      input: [THOUGHT, call(1), RESULT],
      message: "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    },
    ['inconclusive', 'inconclusive'],
  ],
  [
    'a call without its namespace',
    {
      output: [IN_NAMESPACE],
      input: [call(1), RESULT],
      message: "Missing namespace for function_call 'weather'.",
      param: 'input[1].namespace',
    },
    CANNOT_TELL,
  ],
  [
    'a result that does not say which program called',
    { output: [BY_PROGRAM], input: [BY_PROGRAM, RESULT], message: 'Missing caller for call_1.' },
    CANNOT_TELL,
  ],
  [
    'a call under an item id that was never issued',
    { output: [call(1)], input: [call(1, { id: 'x' }), RESULT], message: "Invalid 'input[1].id'." },
    CANNOT_TELL,
  ],
  [
    'an item twice',
    {
      output: [call(1)],
      input: [SAID, SAID, call(1), RESULT],
      message: 'Duplicate item found with id msg_1.',
    },
    CANNOT_TELL,
  ],
  [
    'an item that the server has',
    {
      output: [call(1)],
      input: [call(1), RESULT],
      more: { previous_response_id: 'resp_1' },
      message: 'Duplicate item found with id fc_1.',
    },
    CANNOT_TELL,
  ],
  [
    'what the tool returned',
    {
      output: [call(1)],
      input: [call(1), RESULT],
      message: 'Invalid function_call_output.output: expected a JSON string.',
    },
    CANNOT_TELL,
  ],
  [
    'what a message says',
    {
      output: [call(1)],
      input: [call(1), RESULT],
      message: "File with id 'file_1' not found.",
      param: 'input[3].content[0].file_id',
    },
    CANNOT_TELL,
  ],
  [
    'a call of another tool, left without a result',
    {
      output: [call(1), { id: 'ctc_1', type: 'custom_tool_call', call_id: 'call_2', name: 'sql', input: '' }],
      input: [RESULT],
      more: { previous_response_id: 'resp_1' },
      message: 'No tool output found for custom tool call call_2.',
    },
    CANNOT_TELL,
  ],
  [
    'a response that was not to be stored',
    {
      output: [call(1)],
      first: { store: false },
      input: [RESULT],
      more: { previous_response_id: 'resp_1' },
      message: "Previous response with id 'resp_1' not found.",
    },
    NOT_OFFERED,
  ],
  [
    'a response that was to be stored',
    {
      output: [call(1)],
      input: [RESULT],
      more: { previous_response_id: 'resp_1' },
      message: "Previous response with id 'resp_1' not found.",
    },
    NOT_OFFERED,
  ],
  [
    'a thought that was not to be stored, without its secret',
    {
      output: [THOUGHT, call(1)],
      first: { store: false },
      input: [THOUGHT, call(1), RESULT],
      message: "Item with id 'rs_1' not found.",
    },
    ['inconclusive', 'inconclusive'],
  ],
  [
    'a thought that was not to be stored, with its secret',
    {
      output: [{ ...THOUGHT, encrypted_content: 'gAAAAA' }, call(1)],
      first: { store: false },
      input: [{ ...THOUGHT, encrypted_content: 'gAAAAA' }, call(1), RESULT],
      message: "Item with id 'rs_1' not found.",
    },
    ['inconclusive', 'inconclusive'],
  ],
  [
    'another member of the request',
    {
      output: [THOUGHT, call(1)],
      input: [THOUGHT, call(1), RESULT],
      more: { reasoning: { effort: 'most' } },
      message: "Unsupported value: 'reasoning.effort' does not support 'most' with this model.",
      param: 'reasoning.effort',
    },
    ['inconclusive', 'inconclusive'],
  ],
];

for (const [name, returned, expected] of RETURNED) {
  test(`a refusal is held against the provider where the history is as issued: ${name}`, () => {
    expect(acceptance(returned)).toEqual(expected);
  });
}
