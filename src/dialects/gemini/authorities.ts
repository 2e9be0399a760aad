/** The references that the checks of this dialect cite, and the bug reports behind its own. */

import { reference } from '../../checks/authorities.ts';
import { authorityOf, type BugReport } from '../../checks/bug-reports.ts';
import type { Authority } from '../../judge/check.ts';

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
/** Another API that wants the proof of a thought back. */
export const EXTENDED_THINKING = reference(
  'Claude, extended thinking',
  'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
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
export const SDK = reference('Google Gen AI SDK', 'https://github.com/googleapis/js-genai');

const BUG_REPORTS = {
  'framing/data-is-json': [
    {
      url: 'https://github.com/googleapis/python-genai/issues/1162',
      shows: 'An error in the middle of a stream was not parsed, and the client threw on the JSON around it.',
    },
  ],
  'framing/final-event-terminated': [
    {
      url: 'https://github.com/lobehub/lobehub/issues/8757',
      shows: 'The SDK ends with "Incomplete JSON segment at the end" when the last event is not terminated.',
    },
  ],
  'parts/call-per-chunk': [
    {
      url: 'https://github.com/NousResearch/hermes-agent/pull/24676',
      shows: 'Parallel calls that come in chunks of their own were joined into one by a client.',
    },
    {
      url: 'https://github.com/brainlid/langchain/pull/620',
      shows: 'Each parallel call comes in its own chunk, and a client kept the last alone.',
    },
  ],
  'parts/not-empty': [
    {
      url: 'https://github.com/Wei-Shaw/sub2api/issues/7081',
      shows: 'A content that is a signature alone reached clients as an answer without anything in it.',
    },
  ],
  signatures: [
    {
      url: 'https://github.com/langgenius/dify/issues/29187',
      shows: 'A call that goes back without its signature is refused: the function call misses one.',
    },
    {
      url: 'https://github.com/microsoft/semantic-kernel/issues/13417',
      shows: 'A client that loses the signatures cannot use functions with Gemini 3.',
    },
    {
      url: 'https://github.com/QwenLM/qwen-code/pull/1202',
      shows: 'A client had to keep the signatures of calls, since the provider refuses the history without.',
    },
  ],
  'signatures/only-first': [
    {
      url: 'https://github.com/prism-php/prism/issues/830',
      shows: 'Only the first of several parallel calls is signed, and a client expected one on each.',
    },
  ],
  pairing: [
    {
      url: 'https://github.com/CherryHQ/cherry-studio/pull/16921',
      shows: 'Calls of one function without ids were mixed up by a client.',
    },
    {
      url: 'https://github.com/apache/flink-agents/issues/947',
      shows: 'A call came without an id, and the second turn of the client crashed.',
    },
  ],
  'ids/refused': [
    {
      url: 'https://github.com/router-for-me/CLIProxyAPI/issues/5199',
      shows: 'Ids that differ come back as a 400: functionResponse.id does not match functionCall.id.',
    },
    {
      url: 'https://github.com/cloudwego/eino-ext/pull/984',
      shows: 'A client dropped the ids of calls and results, and had to carry them through.',
    },
  ],
  count: [
    {
      url: 'https://github.com/google-gemini/gemini-cli/issues/16415',
      shows: 'As many functionResponse parts as functionCall parts are asked for, else the answer is a 400.',
    },
    {
      url: 'https://github.com/microsoft/vscode/issues/299295',
      shows: 'A history whose results are not as many as its calls is refused with a 400.',
    },
  ],
  'arguments/empty': [
    {
      url: 'https://github.com/JetBrains/koog/pull/2147',
      shows: 'A call of a tool without parameters came without args, and the client could not read it.',
    },
    {
      url: 'https://github.com/BerriAI/litellm/issues/6833',
      shows: 'A gateway crashed on a functionCall without args.',
    },
  ],
  'finish/call-accepted': [
    {
      url: 'https://github.com/elastic/kibana/issues/227096',
      shows: 'MALFORMED_FUNCTION_CALL ends the answer without a call, and the agent stops.',
    },
    {
      url: 'https://github.com/agentjido/req_llm/issues/944',
      shows: 'UNEXPECTED_TOOL_CALL came although no tools were declared, and the client did not know it.',
    },
  ],
  'finish/not-empty': [
    {
      url: 'https://github.com/pydantic/pydantic-ai/pull/2631',
      shows: 'A content without parts came with STOP, and the client raised an error.',
    },
    {
      url: 'https://github.com/BerriAI/litellm/pull/24453',
      shows: 'An empty last chunk was taken for an answer of its own.',
    },
  ],
} as const satisfies Record<string, readonly [BugReport, ...BugReport[]]>;

/** The bug reports behind a check of this dialect. */
export function seenBroken(subject: keyof typeof BUG_REPORTS): [Authority, ...Authority[]] {
  const [first, ...rest]: readonly [BugReport, ...BugReport[]] = BUG_REPORTS[subject];
  return [authorityOf(first), ...rest.map(authorityOf)];
}
