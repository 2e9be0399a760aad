/**
 * The references that the checks of this dialect cite, and the public bug reports for its own interoperability checks.
 */

import { citing, reference } from '../../checks/authorities.ts';

const OPENAI = 'https://developers.openai.com/api/reference/resources/responses';

export const OAS_RESPONSE = reference('OpenAI API, Response', `${OPENAI}/methods/create`);
export const OAS_REQUEST = reference('OpenAI API, create a response', `${OPENAI}/methods/create`);
export const OAS_EVENTS = reference('OpenAI API, response streaming events', `${OPENAI}/streaming-events`);
export const OAS_ITEM = reference('OpenAI API, OutputItem', `${OPENAI}/methods/create`);
export const OAS_CALL = reference('OpenAI API, FunctionToolCall', `${OPENAI}/methods/create`);
export const OAS_OUTPUT = reference('OpenAI API, FunctionCallOutputItemParam', `${OPENAI}/methods/create`);
export const OAS_REASONING = reference('OpenAI API, ReasoningItem', `${OPENAI}/methods/create`);
export const OAS_USAGE = reference('OpenAI API, ResponseUsage', `${OPENAI}/methods/create`);
export const OAS_ERRORS = reference(
  'OpenAI API, errors',
  'https://developers.openai.com/api/docs/guides/error-codes',
);
export const OPENROUTER_RESPONSES = reference(
  'OpenRouter Responses API',
  'https://openrouter.ai/docs/api/reference/responses/overview',
);
export const OPR = reference('Open Responses specification', 'https://www.openresponses.org/specification');
/** The accumulator of `client.responses.stream()`, which throws if the rule is broken (tested with 7.55.0). */
export const SDK = reference(
  'openai-node, ResponseStream',
  'https://github.com/openai/openai-node/blob/master/src/lib/responses/ResponseStream.ts',
);

/** The bug reports for each rule of this dialect. */
export const seenBroken = citing({
  kinds: [
    [
      'antirez/ds4/issues/745',
      'A server calls every tool as a function, and Codex refuses the calls of its custom tool as an incompatible payload.',
    ],
  ],
  doneMarker: [
    [
      'caozhiyuan/copilot-api/issues/338',
      'A relay parses the data of every event as JSON, so `[DONE]` throws and the client sees a stream without an end.',
    ],
  ],
  ends: [
    [
      'router-for-me/CLIProxyAPI/pull/4905',
      'A stream that ends without a terminal event stops Codex in the middle of its work, with no failure to show.',
    ],
    [
      'decolua/9router/pull/1648',
      'A silent close reaches clients as a broken connection, so the gateway now closes with response.failed and then `[DONE]`.',
    ],
  ],
  afterEnd: [
    [
      'caidaoli/ccLoad/pull/81',
      'A relay has to stop at the terminal event itself, since some servers go on and never close the stream.',
    ],
  ],
  type: [
    [
      '7836246/cursor2api/pull/115',
      'Codex CLI skips every event whose data has no `type`, and then reports a stream closed before its end.',
    ],
  ],
  sequence: [
    [
      'Wei-Shaw/sub2api/pull/7129',
      'Grok CLI refuses a stream in which one event has no `sequence_number`, so the gateway now writes it always.',
    ],
    [
      'BerriAI/litellm/pull/28899',
      'The Grok binary could read no answer of the proxy before its events were numbered.',
    ],
  ],
  index: [
    [
      'tontinton/maki/pull/514',
      'Without `output_index` all deltas went to the first call, and the others kept empty or garbled arguments.',
    ],
    [
      'lemonade-sdk/lemonade/issues/3607',
      'OpenClaw refuses a stream whose events have neither `output_index` nor `content_index`.',
    ],
  ],
  indexes: [
    [
      'teabranch/open-responses-server/pull/63',
      'Text and calls were both sent as item 0, so that two items shared a place.',
    ],
    [
      'Oaklight/llm-rosetta/issues/418',
      'Each kind of item was counted by itself, and the numbers were wrong as soon as a thought came first.',
    ],
  ],
  identity: [
    [
      'EricLBuehler/mistral.rs/issues/1944',
      'A new id in each of added, done and the final list leaves clients with three items where there is one.',
    ],
    [
      'Menci/Floway/pull/119',
      'A provider that changes the ids in every event made a gateway store each item twice.',
    ],
  ],
  finalOutput: [
    [
      'QuantumNous/new-api/issues/4362',
      'A client that takes the answer from the terminal event shows nothing when its output is empty.',
    ],
    [
      'router-for-me/CLIProxyAPI/issues/2626',
      'A whole call was streamed, and the output of response.completed did not have it.',
    ],
  ],
  itemId: [
    [
      'ggml-org/llama.cpp/pull/24882',
      'Rig could not parse the calls of a server that sent them without an item id.',
    ],
  ],
  idUnique: [
    [
      'danielwpz/pokoclaw/pull/61',
      'Items that share an id collide in the input, so a client makes ids of its own for them.',
    ],
  ],
  idPrefix: [
    [
      'oracle/wayflow/pull/100',
      'OpenAI answers 400 to an item id that does not begin with `fc`, whatever the call_id says.',
    ],
    [
      'anomalyco/opencode/pull/44587',
      'A client drops item ids that other servers issued, since OpenAI refuses the whole history for one.',
    ],
  ],
  twoIds: [
    [
      'earendil-works/pi/issues/7596',
      'A client that joined the two ids answered with one that no call had, and was refused.',
    ],
  ],
  argumentsStreamed: [
    [
      'BerriAI/litellm/issues/27144',
      'A model that sends its arguments in the done event alone loses them in every client that adds up deltas.',
    ],
    [
      'earendil-works/pi/issues/2745',
      'The arguments of such a model never reached those who listened to the stream.',
    ],
  ],
  interleaved: [
    [
      'lemonade-sdk/lemonade/issues/3607',
      'A client refuses items that overlap when it cannot tell them apart.',
    ],
  ],
  usage: [
    [
      'pingmike2/freebuff2api-wokers/issues/10',
      'Codex cannot parse response.completed when its usage lacks `input_tokens`, and counts the stream as broken.',
    ],
  ],
  usageDetails: [
    ['jundot/omlx/pull/1008', 'Without `input_tokens_details` a gateway traced no usage at all.'],
  ],
  reasoningPairs: [
    [
      'vercel/ai/issues/7099',
      'OpenAI refuses a reasoning item that comes back without the item that followed it.',
    ],
    [
      'continuedev/continue/issues/11994',
      'OpenAI refuses a message or call that comes back without its reasoning item.',
    ],
  ],
  stored: [
    [
      'Blaizzy/mlx-vlm/issues/1046',
      'A server took `previous_response_id`, answered 200 and never looked at the history.',
    ],
    [
      'vllm-project/vllm/issues/43244',
      'The calls and results were left out of the history that a response id stood for.',
    ],
  ],
});
