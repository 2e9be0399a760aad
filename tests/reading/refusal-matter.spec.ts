/** Whose matter a refusal is: the words of servers, and words that only look like theirs. */

import { isAboutStoredResponse, type Matter, matterOf } from '../../src/reading/refusal-matter.ts';
import { expect, test } from '../support/test.ts';

const MESSAGES: readonly (readonly [message: string, matter: Matter | null])[] = [
  ['Function call is missing a thought_signature in functionCall parts.', 'signatures'],
  ['A call came back without the signature of its thought.', 'signatures'],
  ['Unable to submit request because Thought signature is not valid', 'signatures'],
  ['messages.1.content.0: Invalid `signature` in `thinking` block', 'signatures'],
  ['Missing `reasoning_content` field in the assistant message at index 1', 'reasoning'],
  [
    "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item: 'rs_1'.",
    'reasoning',
  ],
  ['messages.1: with thinking on, a turn begins with a thinking block, not `tool_use`', 'reasoning'],
  ['The encrypted content gAAA could not be verified.', 'reasoning'],
  ["An assistant message with 'tool_calls' must be followed by tool messages", 'ids'],
  ['No tool call found for function call output with call_id call_1.', 'ids'],
  ['messages.2: `tool_use` ids were found without `tool_result` blocks immediately after', 'ids'],
  ['Tool call id was weather:0 but must be a-z, A-Z, 0-9, with a length of 9.', 'ids'],
  ['Please ensure that function call turn comes immediately after a user turn', 'ids'],
  ["Unexpected role 'tool' after role 'system'", 'ids'],
  ['conversation roles must alternate user/assistant/user', 'ids'],
  ['request (152533 tokens) exceeds the available context size (131072 tokens)', null],
  ["'messages.1' : for 'role:assistant' the following must be satisfied: value must be a string", null],
  ["Invalid 'messages[2].content': string too long. Expected a string with maximum length 10485760", null],
  ['max_tokens must be greater than thinking.budget_tokens', null],
  ['temperature may only be set to 1 when thinking is enabled', null],
  ['Thinking may not be enabled when tool_choice forces tool use.', null],
  ['adaptive thinking is not supported on this model', null],
  ['Your organization must be verified to generate reasoning summaries.', null],
  ['Failed to parse tool call arguments as JSON: unexpected end of input', null],
  ["Missing 'function.arguments' in tool call", null],
  [
    'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`',
    'reasoning',
  ],
  ['messages.1.content.0.thinking: Field required', 'reasoning'],
  ['Tool call arguments of call_id call_1 are not those that were issued', 'ids'],
  ['reasoning_effort is not supported with this model', null],
  ['The request was returned: this turned out to be too much.', null],
  ['Your credit is used up. Identify yourself.', null],
  ['The model `gpt-6` does not exist', null],
  ['temperature must be 1', null],
  ['This model does not support tool use', null],
  ['messages.2.content.0: a tool_result is longer than 200000 characters', null],
  ["'messages.2' : for 'role:tool' the following must be satisfied: content must be a string", null],
  ['messages.1.tool_calls.0.function.arguments: tool call arguments must be JSON', null],
  ["messages with role 'tool' must be a response to a preceeding message with 'tool_calls'", 'ids'],
  ["Invalid 'messages[2].tool_calls[0].id': string too long. Expected at most 40", 'ids'],
  ['Not the same number of function calls and responses', 'ids'],
  ['the number of function response parts is not equal to the number of function call parts', 'ids'],
  ['Expected toolResult blocks at messages.2.content that match the toolUse blocks', 'ids'],
  ['The response was filtered due to the prompt triggering content management policy', null],
];

for (const [message, matter] of MESSAGES) {
  test(`is about ${matter ?? 'none of them'}: ${message}`, () => {
    expect(matterOf(message)).toBe(matter);
  });
}

test('a server that keeps no responses says so in several ways', () => {
  const messages = ['previous_response_id is not supported', 'Previous response with id resp_1 not found.'];
  expect([...messages, 'No tool call found'].map(isAboutStoredResponse)).toEqual([true, true, false]);
});
