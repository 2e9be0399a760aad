/** httprr for Go (https://pkg.go.dev/github.com/tmc/langchaingo/internal/httprr), plain or compressed with gzip. */
import { byteText, utf8Text } from '../../../text/bytes.ts';
import { CassetteError } from '../../cassette/cassette.ts';
import { type HeaderFields, headerValues } from '../../exchange.ts';
import { BytesFile } from '../bytes-file.ts';
import { isGzip, undoContentEncoding } from '../content-encoding.ts';
import { requestOf, responseOf } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { RecordingSource } from '../source.ts';

const OPENING = 'httprr trace v1\n';

export const httprr: RecordingFormat = {
  name: 'httprr',
  keeps: 'bytes',
  words: ['httprr trace'],
  order: 55,
  looksLike: ({ bytes }) => isTrace(bytes) || isGzip(bytes),
  read(source) {
    const trace = isGzip(source.bytes) ? unpacked(source.bytes) : source.bytes;
    return trace !== null && isTrace(trace) ? readTrace(trace, source) : null;
  },
};

/** Recognises a trace by its bytes, because its bodies may be binary. */
function isTrace(bytes: Uint8Array): boolean {
  return byteText(bytes.subarray(0, OPENING.length)) === OPENING;
}

/** The decompressed file; null if it is not gzip, because a compressed file in a folder need not be a trace. */
function unpacked(bytes: Uint8Array): Uint8Array | null {
  try {
    return undoContentEncoding(bytes, []).bytes;
  } catch {
    return null;
  }
}

const LINE_END = 0x0a;

function readTrace(trace: Uint8Array, source: RecordingSource): RecordedExchange[] {
  const { file: name } = source;
  const recorded: RecordedExchange[] = [];
  let at = OPENING.length;
  let line = 2;
  while (at < trace.length) {
    const end = trace.indexOf(LINE_END, at);
    const lengths = /^(\d+) (\d+)$/u.exec(byteText(trace.subarray(at, end < 0 ? trace.length : end)));
    if (lengths === null) throw cutOff(name, line, 'the lengths of a request and a response are missing');
    const [requestLength, responseLength] = [Number(lengths[1]), Number(lengths[2])];
    const start = end + 1;
    const next = start + requestLength + responseLength;
    if (next > trace.length) {
      throw cutOff(
        name,
        line,
        `${requestLength + responseLength} bytes are due and ${trace.length - start} left`,
      );
    }
    const request = trace.subarray(start, start + requestLength);
    const response = trace.subarray(start + requestLength, next);
    recorded.push(
      source.counted(
        exchangeOf(request, response, new BytesFile(name, line)),
        requestLength + responseLength,
      ),
    );
    line += linesIn(trace.subarray(at, next));
    at = next;
  }
  return recorded;
}

function exchangeOf(sent: Uint8Array, received: Uint8Array, file: BytesFile): RecordedExchange {
  const request = messageIn(sent, file, 'request');
  const response = messageIn(received, file, 'response');
  const [, method, url] = /^(\S+) (\S+) HTTP\//u.exec(request.start) ?? [];
  const [, status] = /^HTTP\/\S+ (\d{3})/u.exec(response.start) ?? [];
  if (method === undefined || url === undefined) throw file.error(['request'], NO_MESSAGE);
  if (status === undefined) throw file.error(['response'], NO_MESSAGE);
  const { headers, body } = response;
  return {
    exchange: {
      request: requestOf(file, ['request'], { method, url, headers: request.headers, body: request.body }),
      response: responseOf(file, ['response'], { status: Number(status), headers, body }),
    },
    line: file.line(),
    fidelity: 'bytes',
  };
}

const NO_MESSAGE = 'is no HTTP message; restore the file, or record it again';

interface Message {
  readonly start: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** Parses an HTTP/1.1 message. Scrubbing credentials can leave lines that end in only a line feed (RFC 9112, section 2.2). */
function messageIn(bytes: Uint8Array, file: BytesFile, of: string): Message {
  const end = /\r?\n\r?\n/u.exec(byteText(bytes));
  if (end === null) throw file.error([of], NO_MESSAGE);
  const [start = '', ...fields] = utf8Text(bytes.subarray(0, end.index)).split(/\r?\n/u);
  const headers = fields.map((field): [string, [string]] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), [field.slice(colon + 1).trim()]];
  });
  const body = bytes.subarray(end.index + end[0].length);
  const isChunked = headerValues(headers, 'transfer-encoding')?.at(-1)?.toLowerCase() === 'chunked';
  return { start, headers, body: isChunked ? withoutChunks(body, file, of) : body };
}

/** Undoes chunked transfer coding (RFC 9112, section 7.1). */
function withoutChunks(body: Uint8Array, file: BytesFile, of: string): Uint8Array {
  const whole = new Uint8Array(body.length);
  let length = 0;
  for (let at = 0; ; ) {
    const end = body.indexOf(LINE_END, at);
    const [, digits] = /^([0-9a-f]+)[;\r]/iu.exec(byteText(body.subarray(at, end + 1))) ?? [];
    const size = Number.parseInt(digits ?? '', 16);
    if (Number.isNaN(size))
      throw file.error([of, 'body'], 'is cut off; restore the file, or record it again');
    if (size === 0) return whole.subarray(0, length);
    const chunk = body.subarray(end + 1, end + 1 + size);
    whole.set(chunk, length);
    length += chunk.length;
    at = end + 1 + size + 2;
  }
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines += 1;
  return lines;
}

function cutOff(file: string, line: number, problem: string): CassetteError {
  return new CassetteError(file, { line }, `is cut off: ${problem}; restore the file, or record it again`);
}
