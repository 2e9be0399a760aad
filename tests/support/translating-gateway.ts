/**
 * A gateway from Messages (clients) to Chat Completions (upstream) that keeps everything Chat Completions can carry.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Answer } from '../../src/answers/answer.ts';
import type { AskedMessage, AskedRequest } from '../../src/answers/asked-request.ts';
import { exchangeOf, type ScriptedResponse } from '../../src/answers/script.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { speakerOf, understood } from '../../src/gateway/speaker.ts';
import type { Reading, ToolChoice } from '../../src/reading/reading.ts';
import { UNKNOWN_MODEL } from '../../src/reading/request-body.ts';
import { isObject, type JsonObject } from '../../src/text/json.ts';
import { decodeText } from '../../src/text/wire-text.ts';
import { listening, type SmallGateway } from './small-gateway.ts';

export interface Losing {
  /** Changes the request to the upstream. */
  readonly request?: (json: JsonObject) => JsonObject;
  /** Changes the answer of the upstream. */
  readonly answer?: (answer: Answer) => Answer;
}

/** @param upstream the origin to which the paths of Chat Completions are added */
export async function openTranslatingGateway(upstream: string, losing: Losing = {}): Promise<SmallGateway> {
  return listening(
    createServer((incoming, outgoing) => {
      translate(incoming, outgoing, upstream, losing).catch(() => outgoing.destroy());
    }),
  );
}

async function translate(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: string,
  { request: lose = (json) => json, answer: change = (answer) => answer }: Losing,
): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const url = `http://gateway${incoming.url}`;
  const body = Buffer.concat(pieces);
  const outer = await speakerOf({ dialect: 'anthropic-messages', extension: null });
  const asked = understood(outer, { method: 'POST', url, headers: [], body });
  // A request that every provider would reject is not passed on.
  if (asked === null) {
    const isUnknown = decodeText(body).includes(UNKNOWN_MODEL);
    refuse(outgoing, isUnknown ? 404 : 400, 'the request is not as it should be', []);
    return;
  }
  const sent = lose(requestBody(asked));
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableEnded) gone.abort();
  });
  const response = await fetch(`${upstream}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...marksOf(incoming) },
    body: JSON.stringify(sent),
    signal: gone.signal,
  });
  const received = Buffer.from(await response.arrayBuffer());
  const reading = dialectOf('openai-chat').read(
    {
      request: {
        method: 'POST',
        url: `${upstream}/v1/chat/completions`,
        headers: [],
        body: Buffer.from(JSON.stringify(sent)),
      },
      response: {
        status: response.status,
        headers: [...response.headers].map(([name, value]) => [name, [value]]),
        body: received,
        provenComplete: true,
      },
    },
    1,
  );
  const passedOn = ['x-request-id', 'retry-after'].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [name.replace('x-', ''), value];
  });
  if (!response.ok) {
    refuse(
      outgoing,
      response.status,
      reading.standing.kind === 'refused' ? reading.standing.said : '',
      passedOn,
    );
    return;
  }
  const rendered: ScriptedResponse = outer.service.render(
    {
      envelope: { id: 'msg_of_the_gateway', created: 0, model: asked.model },
      answers: [change(answerIn(reading))],
    },
    asked,
  );
  const whole = exchangeOf({ url, requestHeaders: [], request: {}, response: rendered }).response;
  const type = asked.streaming ? 'text/event-stream; charset=utf-8' : 'application/json';
  outgoing.writeHead(200, ['content-type', type, ...passedOn]);
  outgoing.end(whole?.body);
}

/** Returns the headers that identify the trace and the attempt of a request. */
function marksOf({ headers }: IncomingMessage): Record<string, string> {
  const marks = ['traceparent', 'idempotency-key'].map((name) => [name, headers[name]] as const);
  return Object.fromEntries(marks.filter((mark): mark is [string, string] => typeof mark[1] === 'string'));
}

function refuse(outgoing: ServerResponse, status: number, message: string, headers: readonly string[]): void {
  const type = TYPES[status] ?? 'invalid_request_error';
  outgoing.writeHead(status, ['content-type', 'application/json', ...headers]);
  outgoing.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }));
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

function requestBody(asked: AskedRequest): JsonObject {
  return {
    model: asked.model,
    messages: asked.messages.map(chatMessage),
    ...(asked.tools.length === 0
      ? {}
      : { tools: asked.tools.map(chatTool), tool_choice: chatChoice(asked.toolChoice) }),
    ...(asked.parallelCalls ? {} : { parallel_tool_calls: false }),
    ...(asked.streaming ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...(asked.maxTokens === null ? {} : { max_tokens: asked.maxTokens }),
    ...(asked.reasoning ? { reasoning_effort: 'low' } : {}),
    ...chatSettings(asked.json),
  };
}

/** Returns every setting that Chat Completions has a field for. It has none for top_k. */
function chatSettings({ temperature, top_p, stop_sequences: stop, metadata }: JsonObject): JsonObject {
  const user = isObject(metadata) ? metadata['user_id'] : undefined;
  return { temperature, top_p, stop, user };
}

function chatMessage({ role, text, calls, answers }: AskedMessage): JsonObject {
  if (role === 'tool') return { role, tool_call_id: answers, content: text };
  if (calls.length === 0) return { role, content: text };
  const toolCalls = calls.map(({ id, name, arguments: values }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(values ?? {}) },
  }));
  return { role, content: text === '' ? null : text, tool_calls: toolCalls };
}

function chatTool({ name, description, parameters, strict }: AskedRequest['tools'][number]): JsonObject {
  const called = { name, parameters, ...(description === undefined ? {} : { description }) };
  return { type: 'function', function: strict ? { ...called, strict } : called };
}

function chatChoice(choice: ToolChoice): unknown {
  return choice.kind === 'named' ? { type: 'function', function: { name: choice.name } } : choice.kind;
}

function answerIn({ turn }: Reading): Answer {
  const [choice] = turn.choices;
  const usage = turn.usages.at(-1);
  const count = (value: unknown) => (typeof value === 'number' ? value : 0);
  const calls = turn.calls.map(({ id, name, arguments: given }) => ({
    id: String(id?.value),
    name: String(name?.value),
    arguments: given,
  }));
  return {
    ...(choice?.reasoning ? { reasoning: choice.reasoning, signature: 'c2lnbmVkIGJ5IHRoZSBnYXRld2F5' } : {}),
    ...(choice?.text ? { text: choice.text } : {}),
    ...(calls.length === 0 ? {} : { calls }),
    finish: String(choice?.finishes.at(-1)?.value ?? 'stop'),
    usage: {
      prompt: count(usage?.prompt),
      completion: count(usage?.completion),
      reasoning: count(usage?.reasoning),
      cached: count(usage?.cached),
    },
  };
}
