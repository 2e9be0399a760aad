/** Our own exchange format, JSON Lines, which any log can be turned into: docs/recordings.md. */
import { isObject } from '../../../text/json.ts';
import { isBlank } from '../../../text/wire-text.ts';
import { exchangeLineSchema, type LineBody } from '../exchange-line.ts';
import { type Body, base64, parsedBody, parsePart, requestOf, responseOf } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import { JsonFile } from '../json-file.ts';
import { answerAround, parsedEvents } from '../parsed-body.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { FilePart } from '../source.ts';

export const exchangeLines: RecordingFormat = {
  name: 'exchange lines',
  keeps: 'bytes, values, or messages',
  words: ['exchange', 'request', 'response'],
  order: 5,
  looksLike: ({ text }) => /^\s*\{\s*"exchange"\s*:\s*\d/u.test(text),
  read: (source) => linesIn(source.bytes).map((line) => source.exchangeIn(line, lineReader(line.line))),
};

const LF = 0x0a;

/** Lines that are not blank, without their line ends. */
function linesIn(bytes: Uint8Array): FilePart[] {
  const lines: FilePart[] = [];
  let start = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? BYTE_ORDER_MARK.length : 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    if (!isBlank(bytes.subarray(start, end))) lines.push({ start, end, line });
    start = end + 1;
  }
  return lines;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Made apart from the whole file, which it would keep in memory. */
function lineReader(line: number) {
  return (text: string, file: string) => readLine(text, file, line);
}

function readLine(text: string, name: string, line: number): RecordedExchange {
  const file = new JsonFile(text, name, line);
  const { request, response, failure, ms } = parsePart(file, [], exchangeLineSchema, file.root);
  const sent = bodyOf(file, 'request', request.body);
  const received = bodyOf(file, 'response', response?.body);
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

/** A trace that leaves the tools out says nothing of what was offered. */
function listsTools(body: LineBody | undefined): boolean {
  return (
    typeof body === 'object' && 'json' in body && isObject(body.json) && Array.isArray(body.json['tools'])
  );
}

function bodyOf(file: JsonFile, of: 'request' | 'response', body: LineBody | undefined): Body {
  const place = [of, 'body'];
  if (body === undefined) return { bytes: new Uint8Array(), fidelity: 'bytes' };
  if (typeof body === 'string') return { bytes: file.bytes(place, body), fidelity: 'bytes' };
  if ('base64' in body) return { bytes: base64(file, place, body.base64), fidelity: 'bytes' };
  if ('json' in body) return parsedBody(body.json);
  return 'events' in body ? parsedEvents(body.events) : answerAround(body.message);
}
