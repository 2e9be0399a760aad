/** The references of Chat Completions. OpenRouter's are in `../openrouter`. */

import { citing, reference } from '../../checks/authorities.ts';

const OPENAI = 'https://developers.openai.com/api/reference/resources/chat/subresources/completions';

export const OAS_CHUNK = reference('OpenAI API, chat.completion.chunk', `${OPENAI}/streaming-events`);
export const OAS_COMPLETION = reference('OpenAI API, chat.completion', `${OPENAI}/methods/create`);
export const OAS_STREAM = reference('OpenAI API, streaming', `${OPENAI}/streaming-events`);
export const OAS_REQUEST = reference('OpenAI API, create chat completion', `${OPENAI}/methods/create`);
export const OAS_CALL = reference('OpenAI API, message tool call', `${OPENAI}/methods/create`);
export const OAS_CHOICE = reference('OpenAI API, choice', `${OPENAI}/methods/create`);
export const OAS_USAGE = reference('OpenAI API, CompletionUsage', `${OPENAI}/methods/create`);
export const OAS_ERRORS = reference(
  'OpenAI API, errors',
  'https://developers.openai.com/api/docs/guides/error-codes',
);

/** The bug reports for each check of this dialect. */
export const seenBroken = citing({
  'shape/role-first': [
    [
      'langwatch/langwatch/issues/6196',
      "A gateway dropped the opening role delta and LangWatch's own Python tracer, which keys its accumulator on it, crashed with KeyError on every streamed completion.",
    ],
    [
      'diegosouzapw/OmniRoute/pull/3911',
      "Without `role: assistant` in the first delta, @langchain/openai (n8n's agent) does not type the message as an AI message and silently loses the tool-call deltas; the gateway now stamps the role.",
    ],
  ],
  'shape/tool-calls-absent': [
    [
      'vercel/ai/issues/20203',
      'The AI SDK took `tool_calls: []` on every delta for the start of a call and split one reasoning span into one block per chunk.',
    ],
    [
      'anomalyco/opencode/issues/47875',
      'OpenCode persists many separate reasoning parts when deltas carry an empty tool_calls array.',
    ],
  ],
  'shape/tool-calls-misplaced': [
    [
      'MeetKai/functionary/issues/243',
      'A server built on vLLM answers a request with tools by a function_call, with tool_calls null and the finish reason function_call.',
    ],
  ],
  'deltas/index-from-zero': [
    [
      'vercel/ai/issues/18333',
      'The AI SDK leaves a hole in its array when the first tool-call index is not 0 and crashes reading `hasFinished` of undefined at the end of the stream.',
    ],
    [
      'NVIDIA-NeMo/Switchyard/pull/712',
      'The OpenAI Python SDK subscripts by index, so a single call tagged index 1 raised IndexError; the gateway now numbers calls from 0.',
    ],
  ],
  'deltas/one-call-per-index': [
    [
      'huggingface/smolagents/pull/1958',
      'Smolagents keys deltas by index, so parallel calls sent on one index merged into one call with concatenated, invalid JSON.',
    ],
    [
      'ai-dynamo/dynamo/pull/4723',
      "VLLM's published client example, adapted to two tools, merges the arguments of both calls when every call comes with index 0; the server was fixed.",
    ],
  ],
  'deltas/id-first': [
    [
      'anomalyco/opencode/pull/12585',
      `OpenCode throws AI_InvalidResponseDataError "Expected 'id' to be a string." on every tool call of providers whose first delta has no id (NVIDIA NIM, GLM, Chutes, vLLM).`,
    ],
    [
      'vllm-project/vllm/issues/18412',
      'VLLM left the id out of streamed tool calls although it sent one when buffered, unlike OpenAI, whose first delta carries it.',
    ],
  ],
  'deltas/name-first': [
    [
      'vercel/ai/issues/14722',
      `The AI SDK throws "Expected 'function.name' to be a string." when the first delta has id and arguments but the name follows later.`,
    ],
    [
      'bitrouter/bitrouter/pull/577',
      'OpenCode failed through a router that forwarded upstream deltas whose first chunk had no name; the router now buffers until the name is there.',
    ],
  ],
  'deltas/continuation-identity': [
    [
      'langchain-ai/langchain/issues/39335',
      "LangChain core lets a continuation's empty id or name overwrite the valid values collected before.",
    ],
    [
      'symfony/ai/pull/2220',
      `Symfony AI took DashScope's \`id: ""\` on continuations for new calls, hit an undefined name and clobbered the arguments.`,
    ],
  ],
  'usage/chunk-choices-empty': [
    [
      'Effect-TS/effect/pull/6117',
      "On 8 March 2026 OpenRouter's usage chunk came with `choices: []` and Effect's adapter failed the finished stream as malformed.",
    ],
    [
      'langchain-ai/langchain/pull/35559',
      'ChatOpenRouter skipped chunks without choices and so lost all streamed usage (4 March 2026).',
    ],
  ],
});
