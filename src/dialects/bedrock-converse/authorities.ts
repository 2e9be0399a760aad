/** The references that the checks of this dialect cite, and the bug reports for its own checks. */

import { citing, reference } from '../../checks/authorities.ts';

const API = 'https://docs.aws.amazon.com/bedrock/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/bedrock/latest/userguide';

function api(name: string) {
  return reference(`Amazon Bedrock API, ${name}`, `${API}/API_runtime_${name}.html`);
}

export const CONVERSE = api('Converse');
export const STREAM = api('ConverseStream');
export const OUTPUT = api('ConverseStreamOutput');
export const MESSAGE = api('Message');
export const MESSAGE_START = api('MessageStartEvent');
export const MESSAGE_STOP = api('MessageStopEvent');
export const METADATA = api('ConverseStreamMetadataEvent');
export const BLOCK = api('ContentBlock');
export const BLOCK_START = api('ContentBlockStartEvent');
export const BLOCK_DELTA = api('ContentBlockDeltaEvent');
export const BLOCK_STOP = api('ContentBlockStopEvent');
export const TOOL_USE = api('ToolUseBlock');
export const TOOL_USE_START = api('ToolUseBlockStart');
export const TOOL_USE_DELTA = api('ToolUseBlockDelta');
export const TOOL_RESULT = api('ToolResultBlock');
export const TOOL_SPEC = api('ToolSpecification');
export const TOOL_CHOICE = api('ToolChoice');
export const REASONING = api('ReasoningTextBlock');
export const INFERENCE = api('InferenceConfiguration');
export const USAGE = api('TokenUsage');
export const CACHE = api('CacheDetail');
export const TOOLS = reference(
  'Amazon Bedrock, call a tool with the Converse API',
  `${GUIDE}/tool-use-inference-call.html`,
);
export const CALLING = reference(
  'Amazon Bedrock, using the Converse API',
  `${GUIDE}/conversation-inference-call.html`,
);
export const PRESERVED = reference(
  'Amazon Bedrock, preserved thinking',
  `${GUIDE}/claude-messages-thinking-block-binding.html`,
);
export const SYSTEM_TOOLS = reference(
  'Amazon Nova, built-in tools',
  'https://docs.aws.amazon.com/nova/latest/userguide/tool-built-in.html',
);
export const STRUCTURED = reference(
  'Amazon Bedrock, structured outputs',
  'https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html',
);
export const FRAMES = reference(
  'Smithy, Amazon Event Stream',
  'https://smithy.io/2.0/aws/amazon-eventstream.html',
);
export const REST_JSON = reference(
  'Smithy, AWS restJson1 protocol',
  'https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html',
);
export const SDK = reference(
  '@aws-sdk/client-bedrock-runtime 3.1164',
  'https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-bedrock-runtime',
);

/** The bug reports for each check of this dialect. */
export const seenBroken = citing({
  'frames/crc': [
    [
      'ankit373/hydra/pull/880',
      'A client that does not look at the checksums takes a frame that was cut for a shorter answer.',
    ],
  ],
  'blocks/open': [
    [
      'strands-agents/harness-sdk/pull/1838',
      'Calls came by their deltas alone, without a contentBlockStart, and the agent ended its loop.',
    ],
  ],
  'blocks/one-open': [
    [
      'PiSugar/whisplay-ai-chatbot/pull/72',
      'A client adds each fragment to the call that started last, so that blocks which overlap lose theirs.',
    ],
  ],
  'blocks/closed': [
    [
      'maximhq/bifrost/issues/4262',
      'A gateway never sent contentBlockStop, and clients that put the message together by blocks had an empty one.',
    ],
  ],
  'blocks/empty-text': [
    [
      'continuedev/continue/issues/9767',
      'A blank text in the history is refused with 400: the text field in the ContentBlock object is blank.',
    ],
  ],
  'ids/pattern': [
    [
      'run-llama/llama_index/pull/22775',
      'Ids that are empty, too long or hold other characters make the next request fail.',
    ],
  ],
  'finish/tool-calls': [
    [
      'maximhq/bifrost/issues/5206',
      'A gateway ended its streams with end_turn beside the calls, and clients of the SDK never ran the tools.',
    ],
  ],
  'finish/no-phantom': [
    [
      'strands-rl/strands-env/pull/252',
      'A message of text alone stopped with tool_use, and the next request had a message without content.',
    ],
  ],
  'roundtrip/orphan-rejected': [
    [
      'strands-agents/harness-sdk/issues/1435',
      'More toolResult blocks than toolUse blocks in the turn before are refused with 400.',
    ],
  ],
  'reasoning/echo-accepted': [
    [
      'can1357/oh-my-pi/pull/9086',
      'Nova refuses its own thoughts when they come back, and the agent is stuck after its first turn.',
    ],
  ],
  'reasoning/echoed': [
    [
      'spring-projects/spring-ai/issues/6413',
      'Spring AI dropped the signed thoughts before a call, and every request with a result was refused.',
    ],
    [
      'RooCodeInc/Roo-Code/pull/11238',
      'Roo Code lost the signatures of thoughts, and conversations with tools failed with 400.',
    ],
  ],
  'usage/present': [
    [
      'run-llama/llama_index/pull/19369',
      'The counts of a stream are in its metadata event alone; without it clients show 0 tokens.',
    ],
  ],
});
