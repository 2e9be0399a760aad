/** The references that the checks of this dialect cite, and the bug reports behind its own. */
import type { Authority } from '../../check.ts';
import { reference } from '../../checks/authorities.ts';
import { authorityOf, type BugReport } from '../../checks/bug-reports.ts';

const CLAUDE = 'https://platform.claude.com/docs/en';

export const STREAMING = reference('Claude API, streaming messages', `${CLAUDE}/build-with-claude/streaming`);
export const MESSAGE = reference('Claude API, create a message', `${CLAUDE}/api/messages/create`);
export const TOOL_CALLS = reference(
  'Claude API, handle tool calls',
  `${CLAUDE}/agents-and-tools/tool-use/handle-tool-calls`,
);
export const TOOLS = reference(
  'Claude API, define tools',
  `${CLAUDE}/agents-and-tools/tool-use/define-tools`,
);
export const FINE_GRAINED = reference(
  'Claude API, fine-grained tool streaming',
  `${CLAUDE}/agents-and-tools/tool-use/fine-grained-tool-streaming`,
);
export const STOP_REASONS = reference(
  'Claude API, stop reasons',
  `${CLAUDE}/build-with-claude/handling-stop-reasons`,
);
export const THINKING = reference(
  'Claude API, extended thinking',
  `${CLAUDE}/build-with-claude/extended-thinking`,
);
export const CACHING = reference('Claude API, prompt caching', `${CLAUDE}/build-with-claude/prompt-caching`);
export const ERRORS = reference('Claude API, errors', `${CLAUDE}/api/errors`);
export const AWS = reference(
  'Amazon Bedrock, InvokeModelWithResponseStream',
  'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html',
);
export const SDK = reference(
  '@anthropic-ai/sdk 1.11.0',
  'https://github.com/anthropics/anthropic-sdk-typescript',
);

const BUG_REPORTS = {
  'blocks/open': [
    {
      url: 'https://github.com/NousResearch/hermes-agent/issues/45908',
      shows:
        'The Python SDK addresses blocks by index, and a delta for a block that never started is an IndexError.',
    },
  ],
  'deltas/index-from-zero': [
    {
      url: 'https://github.com/QuantumNous/new-api/issues/5482',
      shows: 'A gateway numbered blocks with a gap, and clients that address them by index lost the content.',
    },
  ],
  'deltas/one-call-per-index': [
    {
      url: 'https://github.com/anthropics/anthropic-sdk-typescript/issues/879',
      shows: 'An index that was used again after a web search broke the accumulated message of the SDK.',
    },
  ],
  'blocks/one-open': [
    {
      url: 'https://github.com/praxis-proxy/ai/issues/266',
      shows: 'Blocks that overlap confuse clients that hold one current block.',
    },
  ],
  'blocks/delta-type': [
    {
      url: 'https://github.com/sgl-project/sglang/issues/24294',
      shows: 'A server sent text deltas while a tool_use block was open, and the text was lost.',
    },
  ],
  'blocks/tool-input-key': [
    {
      url: 'https://github.com/ggml-org/llama.cpp/issues/22960',
      shows: 'A tool_use block that starts without input is refused by strict clients.',
    },
    {
      url: 'https://github.com/farion1231/cc-switch/issues/2557',
      shows: 'A proxy left input out of the start of a call, and the client could not read the event.',
    },
  ],
  'blocks/input-by-delta': [
    {
      url: 'https://github.com/Yeachan-Heo/gajae-code/issues/1895',
      shows: 'Input that came in the start of a block alone reached the tool as an empty object.',
    },
    {
      url: 'https://github.com/inflaborg/ccrelay/issues/119',
      shows: 'A relay put the whole input into content_block_start, and the call ran without arguments.',
    },
  ],
  'blocks/empty-text': [
    {
      url: 'https://github.com/anthropics/claude-code/issues/62396',
      shows: 'An empty text block in the history is refused: text content blocks must be non-empty.',
    },
  ],
  'ids/pattern': [
    {
      url: 'https://github.com/maximhq/bifrost/issues/5097',
      shows: 'An id with other characters comes back as a 400: tool_use.id should match the pattern.',
    },
    {
      url: 'https://github.com/HKUDS/nanobot/issues/4356',
      shows: 'Ids of another provider in the history were refused for their characters.',
    },
  ],
  'finish/tool-calls': [
    {
      url: 'https://github.com/strands-agents/harness-sdk/issues/1827',
      shows:
        'A response with tool_use blocks that stopped with end_turn was taken for the last, and the tool never ran.',
    },
  ],
  'finish/no-phantom': [
    {
      url: 'https://github.com/earendil-works/pi/issues/9681',
      shows: 'A response stopped with tool_use and had no content, and the agent had nothing to run.',
    },
  ],
  'roundtrip/results': [
    {
      url: 'https://github.com/tghamm/Anthropic.SDK/issues/184',
      shows: 'A history whose results do not follow their calls is refused.',
    },
  ],
  'usage/present': [
    {
      url: 'https://github.com/Alishahryar1/free-claude-code/issues/123',
      shows: 'Claude Code reads input_tokens of the usage in message_start, and crashes without it.',
    },
  ],
  'usage/start-counted': [
    {
      url: 'https://github.com/sgl-project/sglang/issues/20830',
      shows: 'With 0 input tokens in message_start clients show an empty context.',
    },
    {
      url: 'https://github.com/vercel/ai/issues/17531',
      shows: 'A client takes the input count from message_start, where a gateway sent 0.',
    },
  ],
  'reasoning/signature-key': [
    {
      url: 'https://github.com/ggml-org/llama.cpp/issues/20090',
      shows: 'Clients that expect a signature on thinking blocks fail on a server that sends none.',
    },
  ],
} as const satisfies Record<string, readonly [BugReport, ...BugReport[]]>;

/** The bug reports behind a check of this dialect. */
export function seenBroken(check: keyof typeof BUG_REPORTS): [Authority, ...Authority[]] {
  const [first, ...rest]: readonly [BugReport, ...BugReport[]] = BUG_REPORTS[check];
  return [authorityOf(first), ...rest.map(authorityOf)];
}
