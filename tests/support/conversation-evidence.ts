/** Handmade exchanges of Chat Completions for tests of the conversation page, named by their result. */
import { type ArrivedChunk, type Exchange, unsent } from '../../src/evidence/exchange.ts';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One event: a delta, a whole chunk under `chunk`, or a string that is used unchanged. */
export type EventOf = string | { readonly chunk: object } | object;

const ENVELOPE = { id: 'c', object: 'chat.completion.chunk', created: 1_760_000_000, model: 'm' };

/** Returns a stream of chat chunks, with a blank line after each event. */
export function streamOf(...events: readonly EventOf[]): Uint8Array {
  return bytesOf(events.map(eventText).join(''));
}

function eventText(event: EventOf): string {
  if (typeof event === 'string') return `${event}\n\n`;
  const chunk =
    'chunk' in event ? event.chunk : { choices: [{ index: 0, delta: event, finish_reason: null }] };
  return `data: ${JSON.stringify({ ...ENVELOPE, ...chunk })}\n\n`;
}

/** Returns a stream in which each event is a chunk that arrives at the given time, in milliseconds. */
export function timedStream(events: readonly (readonly [at: number, event: EventOf])[]): {
  readonly body: Uint8Array;
  readonly chunks: readonly ArrivedChunk[];
} {
  const chunks = events.map(([at, event]) => ({ bytes: bytesOf(eventText(event)).length, at }));
  return { body: streamOf(...events.map(([, event]) => event)), chunks };
}

export function finish(reason: string): EventOf {
  return { chunk: { choices: [{ index: 0, delta: {}, finish_reason: reason }] } };
}

export const USAGE = {
  chunk: {
    choices: [],
    usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27, cost: 0.00012 },
  },
};
export const DONE = 'data: [DONE]';

/** Returns a delta that starts a call, or that continues its arguments. */
export function callDelta(text: string, start?: { readonly id: string; readonly name: string }): object {
  const { id, name } = start ?? {};
  const call = {
    index: 0,
    ...(id === undefined ? {} : { id, type: 'function' }),
    function: { ...(name === undefined ? {} : { name }), arguments: text },
  };
  return { tool_calls: [call] };
}

const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The current weather in a city',
    parameters: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
  },
};

export const PROMPT = [
  { role: 'system', content: 'Look the weather up with the tool, and answer in one sentence.' },
  { role: 'user', content: 'What is the weather in Reykjavík?' },
];

export function requestOf(messages: readonly object[] = PROMPT, rest: object = {}): Exchange['request'] {
  const body = { model: 'm', messages, tools: [WEATHER], stream: true, ...rest };
  return {
    method: 'POST',
    url: 'https://api.example.test/v1/chat/completions',
    headers: [['Content-Type', ['application/json']]],
    body: bytesOf(JSON.stringify(body)),
  };
}

/** Returns an exchange with a streamed answer. */
export function streamed(
  body: Uint8Array,
  { request = requestOf(), ms, chunks }: { request?: Exchange['request'] } & TimesOf = {},
): Exchange {
  return {
    request,
    response: {
      status: 200,
      headers: [['Content-Type', ['text/event-stream']]],
      body,
      provenComplete: true,
      ...(chunks === undefined ? {} : { chunks }),
    },
    ...(ms === undefined ? {} : { ms }),
  };
}

interface TimesOf {
  readonly ms?: number;
  readonly chunks?: readonly ArrivedChunk[];
}

/** Returns an exchange that is refused with an error object. */
export function refused(status: number, message: string, request = requestOf()): Exchange {
  return {
    request,
    response: {
      status,
      headers: [
        ['Content-Type', ['application/json']],
        ['Retry-After', ['1']],
      ],
      body: bytesOf(JSON.stringify({ error: { message, code: status } })),
      provenComplete: true,
    },
    ms: 80,
  };
}

/**
 * A call that arrives slowly: comments while the client waits, a long pause in its arguments, and several events at
 * once.
 */
export function slowCall(request = requestOf()): Exchange {
  const timed = timedStream([
    [400, ': PROCESSING'],
    [900, ': PROCESSING'],
    [1400, { role: 'assistant', content: 'I will ' }],
    [1450, { content: 'look it up.' }],
    [1600, callDelta('', { id: '', name: 'weather' })],
    [1640, callDelta('{"loc')],
    [3640, callDelta('ation": "Rey')],
    [3700, callDelta('kjavík"}')],
    [3800, finish('tool_calls')],
    [3800, USAGE],
    [3800, DONE],
  ]);
  return streamed(timed.body, { request, chunks: timed.chunks, ms: 3810 });
}

/** A stream with the given number of text pieces, 2 ms apart. */
export function longAnswer(pieces: number): Exchange {
  const words = Array.from({ length: pieces }, (_, at): readonly [number, EventOf] => [
    500 + 2 * at,
    { content: `word${at} ` },
  ]);
  const end = 500 + 2 * pieces;
  const timed = timedStream([[480, { role: 'assistant' }], ...words, [end, finish('stop')], [end, DONE]]);
  return streamed(timed.body, { chunks: timed.chunks, ms: end });
}

/** The history after the call of {@link slowCall}, with the result of the tool. */
export const AFTER_CALL = [
  ...PROMPT,
  {
    role: 'assistant',
    tool_calls: [
      { id: '', type: 'function', function: { name: 'weather', arguments: '{"location": "Reykjavík"}' } },
    ],
  },
  { role: 'tool', tool_call_id: '', content: `6.2 °C, sleet. ${'The wind is strong. '.repeat(30)}` },
];

/** A refusal, then an answer with a call, then a request that is not sent because the budget is spent. */
export function troubledConversation(): Exchange[] {
  return [
    refused(429, 'Rate limit reached, try again in a second'),
    slowCall(),
    unsent(requestOf(AFTER_CALL), 'budget'),
  ];
}
