/** Our own exchange format, JSON Lines, into which any log can be converted: docs/recordings.md. */
import { isObject, type Json } from '../../../text/json.ts';
import { exchangeLineSchema, type LineBody } from '../exchange-line.ts';
import { type Body, base64, parsedBody, parsePart, requestOf, responseOf } from '../fields.ts';
import { linesIn } from '../file-lines.ts';
import type { RecordingFormat } from '../format.ts';
import { JsonFile } from '../json-file.ts';
import { answerAround, parsedEvents } from '../parsed-body.ts';
import type { RecordedExchange } from '../recorded.ts';

export const exchangeLines: RecordingFormat = {
  name: 'exchange lines',
  keeps: 'bytes, values, or messages',
  words: ['exchange', 'request', 'response'],
  order: 5,
  looksLike: ({ text }) => /^\s*\{\s*"exchange"\s*:\s*\d/u.test(text),
  read: (source) => linesIn(source.bytes).map((line) => source.exchangeIn(line, lineReader(line.line))),
};

/** A function of its own, because a closure would keep the whole file in memory. */
function lineReader(line: number) {
  return (text: string, file: string) => readLine(text, file, line);
}

function readLine(text: string, name: string, line: number): RecordedExchange {
  const file = new JsonFile(text, name, line);
  const { request, response, failure, ms } = parsePart(file, [], exchangeLineSchema, file.root);
  const sent = bodyOf(file, 'request', request.body);
  const received = bodyOf(file, 'response', response?.body, modelIn(request.body));
  const exchange = {
    request: requestOf(file, ['request'], { ...request, body: sent.bytes }),
    response:
      response === null
        ? null
        : responseOf(file, ['response'], {
            status: response.status,
            headers: response.headers,
            body: received.bytes,
          }),
    ...(failure === undefined ? {} : { failure }),
    ...(ms === undefined ? {} : { ms }),
  };
  const isKnown = received.fidelity === 'messages' ? listsTools(request.body) : request.body !== undefined;
  return { exchange, line, fidelity: received.fidelity, ...(isKnown ? {} : { requestUnknown: true }) };
}

/** Returns false if the line lists no tools: a trace that omits them does not show what was offered. */
function listsTools(body: LineBody | undefined): boolean {
  return (
    typeof body === 'object' && 'json' in body && isObject(body.json) && Array.isArray(body.json['tools'])
  );
}

function modelIn(body: LineBody | undefined): Json {
  return typeof body === 'object' && 'json' in body && isObject(body.json) ? body.json['model'] : undefined;
}

function bodyOf(file: JsonFile, of: 'request' | 'response', body: LineBody | undefined, model?: Json): Body {
  const place = [of, 'body'];
  if (body === undefined) return { bytes: new Uint8Array(), fidelity: 'bytes' };
  if (typeof body === 'string') return { bytes: file.bytes(place, body), fidelity: 'bytes' };
  if ('base64' in body) return { bytes: base64(file, place, body.base64), fidelity: 'bytes' };
  if ('json' in body) return parsedBody(body.json);
  return 'events' in body ? parsedEvents(body.events) : answerAround(body.message, model);
}
