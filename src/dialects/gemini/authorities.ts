/** The references that the checks of this dialect cite, and the bug reports for its own checks. */

import { citing, reference } from '../../checks/authorities.ts';

const GEMINI = 'https://ai.google.dev';

export const RESPONSE = reference('Gemini API, generating content', `${GEMINI}/api/generate-content`);
export const CONTENT = reference('Gemini API, Content', `${GEMINI}/api/caching#Content`);
export const CALLING = reference(
  'Gemini API, function calling',
  `${GEMINI}/gemini-api/docs/function-calling`,
);
export const SIGNATURES = reference(
  'Gemini API, thought signatures',
  `${GEMINI}/gemini-api/docs/thought-signatures`,
);
/** Another API that requires signatures of thoughts to be returned. */
export const EXTENDED_THINKING = reference(
  'Claude, extended thinking',
  'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
);
export const STRUCTURED = reference(
  'Gemini API, structured output',
  `${GEMINI}/gemini-api/docs/structured-output`,
);
export const PROTO_JSON = reference('ProtoJSON', 'https://protobuf.dev/programming-guides/json/');
export const AIP_193 = reference('AIP-193, errors', 'https://google.aip.dev/193');
export const VERTEX = reference(
  'Vertex AI, GenerateContent',
  'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference',
);
export const VERTEX_CALLING = reference(
  'Vertex AI, FunctionCallingConfig',
  'https://docs.cloud.google.com/python/docs/reference/aiplatform/latest/google.cloud.aiplatform_v1beta1.types.FunctionCallingConfig.Mode',
);
export const VERTEX_USAGE = reference(
  'Google Gen AI SDK, usage metadata',
  'https://googleapis.github.io/js-genai/release_docs/classes/types.GenerateContentResponseUsageMetadata.html',
);
export const SERVED_CALL = reference(
  'Google Gen AI SDK, ToolCall',
  'https://googleapis.github.io/js-genai/release_docs/interfaces/types.ToolCall.html',
);
export const CODE_EXECUTION = reference('Gemini API, ExecutableCode', `${GEMINI}/api/caching#ExecutableCode`);
export const SDK = reference('Google Gen AI SDK', 'https://github.com/googleapis/js-genai');

/** The bug reports for each check of this dialect. */
export const seenBroken = citing({
  'framing/data-is-json': [
    [
      'googleapis/python-genai/issues/1162',
      'An error in the middle of a stream was not parsed, and the client threw on the JSON around it.',
    ],
  ],
  'framing/final-event-terminated': [
    [
      'lobehub/lobehub/issues/8757',
      'The SDK ends with "Incomplete JSON segment at the end" when the last event is not terminated.',
    ],
  ],
  'parts/call-per-chunk': [
    [
      'NousResearch/hermes-agent/pull/24676',
      'Parallel calls that come in chunks of their own were joined into one by a client.',
    ],
    [
      'brainlid/langchain/pull/620',
      'Each parallel call comes in its own chunk, and a client kept the last alone.',
    ],
  ],
  'parts/not-empty': [
    [
      'Wei-Shaw/sub2api/issues/7081',
      'A content that is a signature alone reached clients as an answer without anything in it.',
    ],
  ],
  signatures: [
    [
      'langgenius/dify/issues/29187',
      'A call that goes back without its signature is refused: the function call misses one.',
    ],
    [
      'microsoft/semantic-kernel/issues/13417',
      'A client that loses the signatures cannot use functions with Gemini 3.',
    ],
    [
      'QwenLM/qwen-code/pull/1202',
      'A client had to keep the signatures of calls, since the provider refuses the history without.',
    ],
  ],
  'signatures/only-first': [
    [
      'prism-php/prism/issues/830',
      'Only the first of several parallel calls is signed, and a client expected one on each.',
    ],
  ],
  served: [
    [
      'maximhq/bifrost/pull/6272',
      'A gateway dropped the parts of built-in tools, and the next turn was refused without their signatures.',
    ],
    [
      'router-for-me/CLIProxyAPI/pull/5731',
      'A gateway dropped their signatures: 400, Tool call part is missing thought_signature.',
    ],
  ],
  pairing: [
    ['CherryHQ/cherry-studio/pull/16921', 'Calls of one function without ids were mixed up by a client.'],
    [
      'apache/flink-agents/issues/947',
      'A call came without an id, and the second turn of the client crashed.',
    ],
  ],
  'ids/refused': [
    [
      'router-for-me/CLIProxyAPI/issues/5199',
      'Ids that differ come back as a 400: functionResponse.id does not match functionCall.id.',
    ],
    [
      'cloudwego/eino-ext/pull/984',
      'A client dropped the ids of calls and results, and had to carry them through.',
    ],
  ],
  count: [
    [
      'cloudwego/eino-ext/issues/571',
      'Results of parallel calls that stand in contents of their own are refused with a 400.',
    ],
    [
      'google-gemini/gemini-cli/issues/16415',
      'As many functionResponse parts as functionCall parts are asked for, else the answer is a 400.',
    ],
    [
      'microsoft/vscode/issues/299295',
      'A history whose results are not as many as its calls is refused with a 400.',
    ],
  ],
  'arguments/empty': [
    [
      'JetBrains/koog/pull/2147',
      'A call of a tool without parameters came without args, and the client could not read it.',
    ],
    ['BerriAI/litellm/issues/6833', 'A gateway crashed on a functionCall without args.'],
  ],
  'finish/call-accepted': [
    [
      'elastic/kibana/issues/227096',
      'MALFORMED_FUNCTION_CALL ends the answer without a call, and the agent stops.',
    ],
    [
      'agentjido/req_llm/issues/944',
      'UNEXPECTED_TOOL_CALL came although no tools were declared, and the client did not know it.',
    ],
  ],
  'finish/not-empty': [
    [
      'pydantic/pydantic-ai/pull/2631',
      'A content without parts came with STOP, and the client raised an error.',
    ],
    ['BerriAI/litellm/pull/24453', 'An empty last chunk was taken for an answer of its own.'],
  ],
});
