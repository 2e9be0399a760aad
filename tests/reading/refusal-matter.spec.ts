/** Whose matter a refusal is: the words of servers, and words that only look like theirs. */

import {
  isAboutStoredResponse,
  type Matter,
  matterOf,
  type OptionalFeature,
  refusesFeature,
} from '../../src/reading/refusal-matter.ts';
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
  ['A call came back without the reasoning that it came with.', 'reasoning'],
  ['The encrypted content gAAA could not be verified.', 'reasoning'],
  ["An assistant message with 'tool_calls' must be followed by tool messages", 'ids'],
  ['No tool call found for function call output with call_id call_1.', 'ids'],
  [
    'The model returned the following errors: messages.2: Did not find 1 tool_result block(s). Messages following tool_use blocks must begin with a matching number of tool_result blocks.',
    'ids',
  ],
  ['The model returned a tool call without a matching result', null],
  ['messages.2: `tool_use` ids were found without `tool_result` blocks immediately after', 'ids'],
  ['Tool call id was weather:0 but must be a-z, A-Z, 0-9, with a length of 9.', 'ids'],
  ['Please ensure that function call turn comes immediately after a user turn', 'ids'],
  ["Unexpected role 'tool' after role 'system'", 'ids'],
  ['conversation roles must alternate user/assistant/user', 'ids'],
  ["Invalid 'input[2].id': 'call_7'. Expected an ID that begins with 'fc'.", 'ids'],
  ['The function named in the response is a mismatch for the function call', 'ids'],
  ["'tool' is no role that this server knows: messages[2].role", 'ids'],
  ['A reasoningContent block has to stand before toolUse', 'reasoning'],
  [
    "messages.1.content.0: tag 'note' matches none of the expected tags: 'redacted_thinking', 'tool_use'",
    null,
  ],
  ["Invalid value: 'note'. Supported values are: 'function_call', 'reasoning', not found in input", null],
  ["[{'loc': ('body', 'messages', 2), 'msg': 'a list is due', 'input': {'tool_call_id': 'call_1'}}]", null],
  [
    "messages.2: a list is due [type=list_type, input_value={'tool_call_id': 'call_1'}, input_type=dict]",
    null,
  ],
  [
    "[{'type': 'a', 'loc': (1,), 'msg': 'b', 'input': {}}, {'type': 'missing', 'loc': ('body', 'tool_call_id')}]",
    'ids',
  ],
  ['The tool result exceeds the maximum size after this call', null],
  ['System role is not supported by this model', null],
  ['The name of a function must begin with a letter', null],
  ['request (152533 tokens) exceeds the available context size (131072 tokens)', null],
  ["'messages.1' : for 'role:assistant' the following must be satisfied: value must be a string", null],
  ["Invalid 'messages[2].content': string too long. Expected a string with maximum length 10485760", null],
  ['Missing required parameter: reasoning.effort', null],
  ['max_tokens must be greater than thinking.budget_tokens', null],
  ['temperature may only be set to 1 when thinking is enabled', null],
  ['Thinking may not be enabled when tool_choice forces tool use.', null],
  ['adaptive thinking is not supported on this model', null],
  ['Your organization must be verified to generate reasoning summaries.', null],
  ['Failed to parse tool call arguments as JSON: unexpected end of input', null],
  ["Missing 'function.arguments' in tool call", null],
  ['The argument of the tool call is too long', null],
  ['The schema of the function call is invalid', null],
  ['The tool call timed out', null],
  ['Tool call time out', null],
  ['Tool call timeout', null],
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
  ['tool results tool id(call_function_1) not found (2013)', 'ids'],
  ['invalid params, tool call result does not follow tool call (2013)', 'ids'],
  ['invalid params, tool call and result not match', 'ids'],
  ["Messages with role 'tool' must be a response to a preceding message with 'tool_calls'", 'ids'],
  [
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. (insufficient tool messages following tool_calls message)",
    'ids',
  ],
  ["Invalid parameter: 'tool_call_id' of 'call_1' not found in 'tool_calls' of previous message.", 'ids'],
  ["Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.", 'ids'],
  ["Duplicate value for 'tool_call_id' of 'call_1' in message[3]", 'ids'],
  ['Unexpected role RoleEnum.tool', 'ids'],
  ["Unexpected role 'user' after role 'tool'", 'ids'],
  ['Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant', 'ids'],
  [
    'After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results.',
    'ids',
  ],
  ['Tool call IDs should be alphanumeric strings with length 9!', 'ids'],
  ['Message has tool role, but there was no previous assistant message with a tool call!', 'ids'],
  ['Unexpected message role.', 'ids'],
  ['Only user, assistant and tool roles are supported, got developer.', 'ids'],
  ['This model only supports single tool-calls at once!', 'ids'],
  [
    'The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.',
    'ids',
  ],
  ['Expected toolResult blocks at messages.2.content for the following Ids: tooluse_x1', 'ids'],
  [
    'unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    'ids',
  ],
  [
    'deepseek-reasoner does not support successive user or assistant messages (messages[1] and messages[2] in your input). You should interleave them.',
    'ids',
  ],
  ['Cannot have 2 or more assistant messages at the end of the list.', 'ids'],
  [
    'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
    'ids',
  ],
  ['body.messages.2.tool.tool_call_id: Field required', 'ids'],
  ['tool_call_id 不能为空', 'ids'],
  ["Missing required parameter: 'messages[1].tool_calls[0].id'.", 'ids'],
  ['invalid request: tool_call_id  is not found', 'ids'],
  ['tool message must be preceded by an assistant message with tool calls', 'ids'],
  ['Invalid tool call id: functions.x:0', 'ids'],
  ['Conversation roles must alternate user/assistant/user/assistant/...', 'ids'],
  ['No tool output found for function call call_1.', 'ids'],
  ['messages[2].role: role must be one of user, assistant', 'ids'],
  ['tool_result without matching tool_use', 'ids'],
  ['duplicate tool call in messages', 'ids'],
  [
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 7',
    'reasoning',
  ],
  ['The `reasoning_content` in the thinking mode must be passed back to the API.', 'reasoning'],
  [
    "'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning_content' is unsupported)]",
    'reasoning',
  ],
  ['body.messages.1.assistant.reasoning_content: Extra inputs are not permitted', 'reasoning'],
  [
    'Provider returned error: {"error":{"message":"thinking is enabled but reasoning_content is missing in assistant tool call message at index 3"}}',
    'reasoning',
  ],
  [
    'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly',
    'signatures',
  ],
  [
    'Unable to submit request because function call `default_api:weather` in the 2. content block is missing a `thought_signature`.',
    'signatures',
  ],
  [
    "tool call validation failed: parameters for tool plan did not match schema: errors: [missing properties: 'path']",
    null,
  ],
  ["tool call validation failed: attempted to call tool 'x' which was not in request.tools", null],
  ["Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.", null],
  ['Failed to generate tool_calls. Expecting value: line 1 column 1 (char 0)', null],
  [
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9050 tokens (8500 in the messages, 550 in the functions).",
    null,
  ],
  ['"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', null],
  ["Expecting ',' delimiter: line 1 column 30 (char 29)", null],
  ['Can only get item pairs from a mapping.', null],
  [
    '1 validation error for Message content.0 Input should be a valid dictionary or instance of Content',
    null,
  ],
  ['Insufficient Balance', null],
  ['Provider returned error', null],
  [
    "litellm.UnsupportedParamsError: Bedrock doesn't support tool calling without `tools=` param specified.",
    null,
  ],
  ['Requests which include `tool_use` or `tool_result` blocks must define tools', null],
  ['The "function.arguments" parameter of the code model must be in JSON format.', null],
  ['No endpoints found that support tool use. To learn more about provider routing, visit the docs', null],
  ["Invalid value for 'content': expected a string, got null.", null],
  ["the message at position 3 with role 'assistant' must not be empty", null],
  ['Assistant message must have either content or tool_calls, but not none.', null],
  ['This model does not support parallel tool calls', null],
  ['You have too many tool calls in flight, try again after 5 seconds', null],
  ['The tool results are too long: 200001 tokens before the end of the context', null],
  ['Failed to parse tool call: unexpected token', null],
  ['Model openai/gpt-x not found', null],
  ['missing content in tool message', null],
  ['messages 参数非法。请检查文档。', null],
  ['Assistant response prefill is incompatible with enable_thinking.', null],
  ['tool_choice "required" is not supported after the first turn', null],
  ['n must be 1 when tool calls are used', null],
  ['Tools are not supported in streaming mode', null],
  ['Template error: undefined value (in <string>:8)', null],
  ['Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096', null],
  ['messages.2.content.0: image after tool_result exceeds the size limit', null],
  [
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    null,
  ],
  ["Invalid schema for function 'x': missing properties", null],
  ["Invalid 'tools[0].function.name': string does not match pattern", null],
  ['Each message must have at least one content element', null],
  ['function_response.name: Name cannot be empty.', null],
  ['The user role must provide an age check before using this model', null],
  ["Invalid 'messages[2].tool_calls[0].function.name': string does not match pattern.", null],
  ["Missing required parameter: 'messages[1].tool_calls[0].type'.", null],
  ["messages.1.content.0.tool_use.name: String should match pattern '^[a-z]+$'", null],
  ["Unexpected content type 'document' in a tool_result block", null],
  ['function_call_output.output: unexpected type object, expected string', null],
  ['Function responses with inline data are not supported before version 3', null],
  ["'tool_calls' is not supported by this model: found a tool call", null],
  ['The tool output follows a pattern that a policy forbids', null],
  ['You exceeded the number of tool calls per minute', null],
  ["Unsupported value: 'messages[0].role' does not support 'developer' with this model.", null],
  ["include: unsupported value 'reasoning.encrypted_content'", null],
  ['Encrypted content is not supported with this model.', null],
  ['The encrypted_content provided is invalid or expired', 'reasoning'],
  [
    `Invalid JSON payload received. Unknown name "id" at 'contents[1].parts[0].function_call': Cannot find field.`,
    'ids',
  ],
  ['tool result for unknown call toolu_7', 'ids'],
  ['Please use a valid role: user, model.', 'ids'],
  ['Please ensure that multiturn requests alternate between user and model.', 'ids'],
  ['Please ensure that a single turn has a user role or none', 'ids'],
];

for (const [message, matter] of MESSAGES) {
  test(`is about ${matter ?? 'none of them'}: ${message}`, () => {
    expect(matterOf(message)).toBe(matter);
  });
}

const OF_STORED: readonly (readonly [message: string, isAbout: boolean])[] = [
  ['previous_response_id is not supported', true],
  ['Unknown parameter: previous_message_id', true],
  ['Previous response with id resp_1 not found.', true],
  ['This server keeps no stored responses', true],
  ['There is no thread of this id', true],
  ['threads are not kept', true],
  ['No tool call found', false],
  ['The previous message was too long', false],
  ['The server spread its work over a threadpool', false],
];

for (const [message, isAbout] of OF_STORED) {
  test(`is ${isAbout ? '' : 'not '}about a stored response: ${message}`, () => {
    expect(isAboutStoredResponse(message)).toBe(isAbout);
  });
}

/** Refusals of something optional, and refusals that only come near. */
const REFUSED: readonly (readonly [feature: OptionalFeature, message: string, isNamed: boolean])[] = [
  ['tool choice', "tool_choice 'required' is not supported in thinking mode", true],
  ['tool choice', 'Tool choice is not supported by this server', true],
  ['tool choice', 'This model does not support toolConfig.toolChoice.any', true],
  ['tool choice', 'Unknown name "functionCallingConfig"', true],
  ['tool choice', 'This model has no tools, and the choice is yours', false],
  ['parallel calls', 'Unsupported parameter: parallel_tool_calls', true],
  ['parallel calls', 'tool_choice.disable_parallel_tool_use: Extra inputs are not permitted', true],
  ['parallel calls', 'Too many parallel requests', false],
  ['reasoning', 'reasoning_effort is not supported with this model', true],
  ['reasoning', 'adaptive thinking is not supported on this model', true],
  ['reasoning', 'This is unthinkable: rethink the request', false],
  ['answer schema', 'This response_format type is unavailable now', true],
  ['answer schema', 'Function calling with a response mime type: application/json is unsupported', true],
  ['answer schema', 'text.format: not permitted', true],
  ['answer schema', 'The format of the response is unknown', false],
  ['hosted tools', 'tools[1].type: web_search_20250305 is unknown', true],
  ['hosted tools', 'tools.0.type: Input should be function', true],
  ['hosted tools', 'Server tools are not available', true],
  ['hosted tools', 'tools[0].function.name is too long', false],
  ['hosted tools', 'The web server did not search long', false],
  ['custom tools', "Invalid value: 'custom'. Supported values are: 'function'", true],
  ['custom tools', 'A grammar is not supported', true],
  ['custom tools', 'Dear customer, your programme failed', false],
  ['files in results', 'This model does not support images', true],
  [
    'files in results',
    'Only text tool_result blocks are supported when tool_result.content is an array',
    true,
  ],
  ['files in results', 'The profile of your organisation is incomplete', false],
  ['prompt cache', 'cache_control: Extra inputs are not permitted', true],
  ['prompt cache', 'Prompt caching is not supported', true],
  ['prompt cache', 'The cache is full', false],
];

for (const [feature, message, isNamed] of REFUSED) {
  test(`names ${isNamed ? '' : 'nothing of '}${feature}: ${message}`, () => {
    expect(refusesFeature(message, [feature])).toBe(isNamed);
  });
}

test('a refusal is held against all that was asked for, and against nothing else', () => {
  const message = 'cache_control: Extra inputs are not permitted';
  expect(refusesFeature(message, [])).toBe(false);
  expect(refusesFeature(message, ['reasoning', 'prompt cache'])).toBe(true);
});
