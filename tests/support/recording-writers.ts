/** Writes exchanges in each format as its documentation specifies, for the tests that cover all formats. */
import { stringify } from 'yaml';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import {
  type Exchange,
  type HeaderFields,
  type HttpResponse,
  headerValues,
} from '../../src/evidence/exchange.ts';
import { chunksOf, readStream } from '../../src/evidence/frames/event-stream.ts';
import { isUtf8 } from '../../src/text/bytes.ts';
import { base64, textOf } from './recording-samples.ts';
import { headersOf, type Kept, type Write } from './recording-verdicts.ts';
import { answerIn, askedIn } from './traced-messages.ts';

export interface Writer {
  readonly write: Write;
  readonly kept: Kept;
  /** The bodies that the format can hold: any bytes (such as compressed ones), text, or JSON of Chat Completions. */
  readonly bodies: 'bytes' | 'text' | 'chat';
  /** Makes the content of the file invalid, but not its syntax. */
  readonly mutate: (file: string) => string;
}

/** Keyed by the name of the format. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  'exchange lines': {
    write: (exchanges) => exchanges.map(exchangeLine).join(''),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('"status":200', '"status":"fine"'),
  },
  'go-vcr': {
    write: (exchanges) =>
      [...formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) })].join(''),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('code: 200', 'code: fine'),
  },
  'VCR.py': {
    write: (exchanges) =>
      stringify({ interactions: exchanges.map(pythonInteraction), version: 1 }, { schema: 'yaml-1.1' }),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('code: 200', 'code: fine'),
  },
  'VCR for Ruby and R': {
    write: (exchanges) =>
      stringify({ http_interactions: exchanges.map(rubyInteraction), recorded_with: 'VCR 6.3.1' }),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('code: 200', 'code: fine'),
  },
  HAR: {
    write: (exchanges) =>
      JSON.stringify({
        log: { version: '1.2', creator: { name: 'Chrome' }, entries: exchanges.map(harEntry) },
      }),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('"status":200', '"status":"fine"'),
  },
  'OpenTelemetry (OTLP in JSON)': {
    write: (exchanges) => exchanges.map(traceLine).join('\n'),
    kept: 'part',
    bodies: 'chat',
    mutate: (file) => file.replaceAll('gen_ai.output.messages', 'gen_ai.output'),
  },
  nock: {
    write: (exchanges) => JSON.stringify(exchanges.map(nockDefinition)),
    kept: 'part',
    bodies: 'bytes',
    mutate: (file) => file.replace('"status":200', '"status":"fine"'),
  },
  httprr: {
    write: (exchanges) => Buffer.concat([Buffer.from('httprr trace v1\n'), ...exchanges.map(httprrRecord)]),
    kept: 'whole',
    bodies: 'bytes',
    mutate: (file) => file.replace('HTTP/2.0 200', 'HTTP/2.0 fine'),
  },
  httpmock: {
    write: (exchanges) => exchanges.map(httpmockDocument).join('---\n'),
    kept: 'part',
    bodies: 'bytes',
    mutate: (file) => file.replace('status: 200', 'status: fine'),
  },
  'Llama Stack': {
    write: (exchanges) => exchanges.map(llamaStackFile),
    kept: 'part',
    bodies: 'chat',
    mutate: (file) => file.replace('"url":', '"uri":'),
  },
  'msw-snapshot': {
    write: (exchanges) => exchanges.map(mswFile),
    kept: 'exchanges',
    bodies: 'text',
    mutate: (file) => file.replace('"status":200', '"status":"fine"'),
  },
  WireMock: {
    write: (exchanges) => JSON.stringify({ mappings: exchanges.map(wiremockMapping) }),
    kept: 'part',
    bodies: 'bytes',
    mutate: (file) => file.replace('"status":200', '"status":"fine"'),
  },
  'answers without their requests': {
    write: (exchanges) => exchanges.map(({ response }) => response?.body ?? new Uint8Array()),
    kept: 'answers',
    bodies: 'text',
    mutate: (file) => file.replace('"choices"', '"picks"').replace('"chat.completion"', '"x"'),
  },
};

/** Writes a body as text, or as base64 if it is not valid UTF-8. */
function bodyOf<T>(body: Uint8Array, text: (body: string) => T, packed: (body: string) => T): T {
  return isUtf8(body) ? text(textOf(body)) : packed(base64(body));
}

function came({ response }: Exchange): Pick<HttpResponse, 'status' | 'headers' | 'body'> {
  return response ?? { status: 0, headers: [], body: new Uint8Array() };
}

function pairsOf(headers: HeaderFields): [string, string][] {
  return headers.flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}

function namedPairs(headers: HeaderFields): object[] {
  return pairsOf(headers).map(([name, value]) => ({ name, value }));
}

function exchangeLine(exchange: Exchange): string {
  const { request, ms } = exchange;
  const { status, headers, body } = came(exchange);
  const line = {
    exchange: 1,
    request: { url: request.url, headers: Object.fromEntries(request.headers), body: textOf(request.body) },
    response: {
      status,
      headers: Object.fromEntries(headers),
      body: bodyOf<object | string>(
        body,
        (text) => text,
        (packed) => ({ base64: packed }),
      ),
    },
    ms,
  };
  return `${JSON.stringify(line)}\n`;
}

function pythonInteraction(exchange: Exchange): object {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  return {
    request: { body: textOf(asked), headers: Object.fromEntries(sent), method, uri: url },
    response: {
      body: { string: isUtf8(body) ? textOf(body) : body },
      headers: Object.fromEntries(headers),
      status: { code: status, message: 'OK' },
    },
  };
}

function rubyInteraction(exchange: Exchange): object {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  return {
    request: {
      method: method.toLowerCase(),
      uri: url,
      body: { encoding: 'UTF-8', string: textOf(asked) },
      headers: Object.fromEntries(sent),
    },
    response: {
      status: { code: status, message: 'OK' },
      headers: Object.fromEntries(headers),
      body: bodyOf<object>(
        body,
        (string) => ({ encoding: 'UTF-8', string }),
        (packed) => ({ encoding: 'ASCII-8BIT', base64_string: packed }),
      ),
    },
    recorded_at: 'Mon, 02 Mar 2026 10:00:00 GMT',
  };
}

function harEntry(exchange: Exchange): object {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  return {
    request: { method, url, headers: namedPairs(sent), postData: { text: textOf(asked) } },
    response: {
      status,
      headers: namedPairs(headers),
      content: bodyOf<object>(
        body,
        (text) => ({ text }),
        (text) => ({ text, encoding: 'base64' }),
      ),
    },
  };
}

function traceLine(exchange: Exchange, at: number): string {
  const { model, messages, tools } = askedIn(exchange);
  const text = (key: string, value: unknown) => ({
    key,
    value: { stringValue: typeof value === 'string' ? value : JSON.stringify(value) },
  });
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.request.model', model),
    text('gen_ai.input.messages', messages),
    text('gen_ai.output.messages', [answerIn(exchange)]),
    text('gen_ai.tool.definitions', tools),
  ];
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ spanId: `${at}`, attributes }] }] }] });
}

/** Same as nock 14: an encoded body is in pieces, JSON is parsed, and other bytes are hexadecimal. */
function nockDefinition(exchange: Exchange): object {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  const { origin, pathname, search } = new URL(url);
  const isEncoded = headerValues(headers, 'content-encoding') !== undefined;
  const hex = Buffer.from(body).toString('hex');
  return {
    scope: origin,
    method,
    path: pathname + search,
    body: JSON.parse(textOf(asked)),
    status,
    response: isEncoded ? [hex.slice(0, 20), hex.slice(20)] : isUtf8(body) ? parsedOrText(textOf(body)) : hex,
    rawHeaders: headersOf(headers),
    reqheaders: headersOf(sent),
    responseIsBinary: !isEncoded && !isUtf8(body),
  };
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function httprrRecord(exchange: Exchange): Buffer {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  const request = httpMessage(`${method} ${url} HTTP/1.1`, sent, asked);
  const response = httpMessage(`HTTP/2.0 ${status} OK`, headers, body);
  return Buffer.concat([Buffer.from(`${request.length} ${response.length}\n`), request, response]);
}

/** httprr stores the length of a body and no transfer coding. */
function httpMessage(start: string, headers: HeaderFields, body: Uint8Array): Buffer {
  const fields = pairsOf(headers)
    .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
    .map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${start}\r\n${fields.join('')}\r\n`), body]);
}

export function httpmockDocument(exchange: Exchange): string {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  const { pathname } = new URL(url);
  return stringify({
    when: { path: pathname, method, query_param: [], header: namedPairs(sent), body: textOf(asked) },
    // biome-ignore lint/suspicious/noThenProperty: the recorder uses this name
    then: {
      status,
      header: namedPairs(headers),
      ...bodyOf<object>(
        body,
        (text) => ({ body: text }),
        (packed) => ({ body_base64: packed }),
      ),
    },
  });
}

function llamaStackFile(exchange: Exchange): string {
  const { method, url, body: asked } = exchange.request;
  const body = textOf(came(exchange).body);
  const typed = (data: unknown) => ({
    __type__: 'openai.types.chat.chat_completion.ChatCompletion',
    __data__: data,
  });
  const answer = body.startsWith('{')
    ? typed(JSON.parse(body))
    : chunksOf(readStream(Buffer.from(body)).events).map(({ json }) => typed(json));
  const request = { method, url, body: JSON.parse(textOf(asked)) };
  return JSON.stringify({ test_id: 'tests/x.py::test_x', request, response: { body: answer } });
}

/** Same as msw-snapshot 5 with MSW 2. */
function mswFile(exchange: Exchange): string {
  const { method, url, headers: sent, body: asked } = exchange.request;
  const { status, headers, body } = came(exchange);
  return JSON.stringify({
    request: { method, url, body: textOf(asked), headers: pairsOf(sent), cookies: [] },
    response: { status, statusText: 'OK', body: textOf(body), headers: pairsOf(headers) },
  });
}

export function wiremockMapping(exchange: Exchange, insertionIndex: number): object {
  const { pathname } = new URL(exchange.request.url);
  const { status, headers, body } = came(exchange);
  return {
    request: {
      url: pathname,
      method: 'POST',
      bodyPatterns: [{ equalToJson: textOf(exchange.request.body) }],
    },
    response: {
      status,
      headers: headersOf(headers),
      ...bodyOf<object>(
        body,
        (text) => ({ body: text }),
        (packed) => ({ base64Body: packed }),
      ),
    },
    insertionIndex,
  };
}
