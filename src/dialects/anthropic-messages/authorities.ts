/** The references that the checks of this dialect cite, and the bug reports for its own checks. */

import { citing, reference } from '../../checks/authorities.ts';

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
export const PRESERVED = reference(
  'Claude API, preserved thinking',
  `${CLAUDE}/build-with-claude/preserved-thinking`,
);
export const STRUCTURED = reference(
  'Claude API, structured outputs',
  `${CLAUDE}/build-with-claude/structured-outputs`,
);
export const WEB_SEARCH = reference(
  'Claude API, web search tool',
  `${CLAUDE}/agents-and-tools/tool-use/web-search-tool`,
);
export const CACHING = reference('Claude API, prompt caching', `${CLAUDE}/build-with-claude/prompt-caching`);
export const COMPACTION = reference('Claude API, compaction', `${CLAUDE}/build-with-claude/compaction`);
export const FALLBACK = reference(
  'Claude API, refusals and fallback',
  `${CLAUDE}/build-with-claude/refusals-and-fallback`,
);
export const ERRORS = reference('Claude API, errors', `${CLAUDE}/api/errors`);
export const AWS = reference(
  'Amazon Bedrock, InvokeModelWithResponseStream',
  'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html',
);
export const SDK = reference(
  '@anthropic-ai/sdk 1.11.0',
  'https://github.com/anthropics/anthropic-sdk-typescript',
);

/** The bug reports for each check of this dialect. */
export const seenBroken = citing({
  'events/stop': [
    [
      'QuantumNous/new-api/issues/4697',
      'A gateway left out content_block_stop, message_delta and message_stop, and Claude Code hung.',
    ],
  ],
  'shape/chunk': [
    [
      'farion1231/cc-switch/pull/7396',
      'A converter left content out of the message in message_start, and strict SDK clients failed at the first block.',
    ],
  ],
  'blocks/open': [
    [
      'QuantumNous/new-api/issues/5482',
      'A gateway stopped blocks that it had never started, and the Python SDK crashed with an IndexError.',
    ],
    [
      'headroomlabs-ai/headroom/pull/2890',
      'The arguments of parallel calls came for blocks that had been stopped already.',
    ],
  ],
  'blocks/one-open': [
    [
      'router-for-me/CLIProxyAPI/issues/5581',
      'A block started before the one before had stopped: Claude Code dropped the deltas that followed, and ran the tool with an empty input.',
    ],
  ],
  'blocks/closed': [
    [
      'QuantumNous/new-api/issues/4697',
      'A gateway left out content_block_stop, message_delta and message_stop, and Claude Code hung.',
    ],
  ],
  'blocks/delta-type': [
    [
      'sgl-project/sglang/issues/24293',
      'A server sent text deltas for an open tool_use block, and clients refused the stream: the block is no text block.',
    ],
  ],
  'blocks/tool-input-key': [
    [
      'farion1231/cc-switch/pull/2557',
      'Calls that started without input were malformed for clients before any delta came.',
    ],
  ],
  'blocks/input-by-delta': [
    [
      'inflaborg/ccrelay/pull/119',
      'Claude Code takes the input from the deltas alone: calls whose input came in content_block_start ran with {}.',
    ],
  ],
  'blocks/empty-text': [
    [
      'anthropics/claude-code/issues/59812',
      'An empty text block in the history is refused with 400: text content blocks must be non-empty.',
    ],
  ],
  'deltas/index-from-zero': [
    [
      'jundot/omlx/issues/1353',
      'A server skipped an index between thoughts and a call, and the Python SDK crashed with an IndexError.',
    ],
    [
      'NousResearch/hermes-agent/issues/45908',
      'An agent met indexes with a gap from a relay, and sent the same request ten times.',
    ],
  ],
  'deltas/one-call-per-index': [
    [
      'anthropics/anthropic-sdk-typescript/issues/879',
      'The API itself gave the text after a web search the index of its result, until that was mended.',
    ],
  ],
  'ids/pattern': [
    [
      'maximhq/bifrost/issues/5097',
      'A gateway forwards ids such as `functions.Bash:0`, and the whole request is refused, the 400 pointing at tool_use.id.',
    ],
  ],
  'finish/tool-calls': [
    [
      'strands-agents/harness-sdk/pull/1827',
      'Claude on Bedrock stopped with end_turn beside its calls, and the agent returned without running them.',
    ],
  ],
  'finish/no-phantom': [
    [
      'earendil-works/pi/issues/9681',
      'A message stopped with tool_use and had no such block, and the agent seemed to hang.',
    ],
  ],
  'roundtrip/orphan-rejected': [
    [
      'router-for-me/CLIProxyAPI/issues/497',
      'A result without its call in the message before is refused with 400: unexpected tool_use_id.',
    ],
  ],
  'roundtrip/unanswered-rejected': [
    [
      'anthropics/claude-code/issues/5989',
      'Calls without results in the next message are refused with 400, which names their ids.',
    ],
  ],
  'usage/present': [
    [
      'anthropics/claude-code/issues/40260',
      'Claude Code stops with a TypeError where it reads input_tokens of a usage that is not there.',
    ],
  ],
  'usage/start-counted': [
    [
      'sgl-project/sglang/issues/20678',
      'With 0 input tokens in message_start Claude Code cannot tell how full its context is.',
    ],
    [
      'vercel/ai/pull/10671',
      'The AI SDK read the input count from message_start alone, and compatible providers send it later.',
    ],
  ],
  'reasoning/signature-key': [
    [
      'ENTERPILOT/GoModel/pull/964',
      'Thoughts without the member signature can be rejected by strictly typed clients; the gateway now sends an empty one.',
    ],
  ],
  'reasoning/signed': [
    [
      '8monkey-ai/hebo-gateway/issues/132',
      'A gateway lost the signatures of streamed thoughts, and the next request was refused: invalid signature.',
    ],
  ],
  'reasoning/echo-accepted': [
    [
      'mnfst/llm-gateway/issues/1658',
      'A gateway changed the thinking blocks on their way, and the request with them was refused for the signature.',
    ],
    [
      'lbjlaq/Antigravity-Manager/issues/608',
      'A proxy refuses the third request of every conversation for the signature of a thought that it passed on itself.',
    ],
  ],
  'reasoning/echoed': [
    [
      'WordPress/ai-provider-for-anthropic/pull/27',
      'A thought that comes back without its signature is refused: thinking.signature is required.',
    ],
  ],
});
