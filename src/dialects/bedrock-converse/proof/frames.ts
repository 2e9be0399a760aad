/** Seeded faults and legal variants of frames and their headers and payloads. */
import { crc32 } from 'node:zlib';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, REPORT } from '../../../proof/dialogue-parts.ts';
import { everyTurn, turn } from '../../../proof/edits/edit.ts';
import { header } from '../../../proof/edits/exchange.ts';
import { first, insertBefore, last, nth, setEach, setText } from '../../../proof/edits/stream.ts';
import { breakOff, inPieces, recode } from '../../../proof/edits/wire.ts';
import { event } from '../serve/render.ts';
import { answer } from './edits.ts';
import { onHeaders } from './headers.ts';
import { DELTAS, EXCEPTION, onFrame, STOP, spoilt, TEXT } from './places.ts';

const halved = recode((body) => body.subarray(0, Math.floor(body.length / 2)));

/** Gives the first header the value type 12, which does not exist, with a correct checksum. */
function retyped(frame: Buffer): Buffer {
  const name = 12;
  frame[name + 1 + (frame[name] ?? 0)] = 12;
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

export const frames: Table = [
  variants('framing/content-type', 'weather/streaming', {
    'framing/media-type-in-capitals': [
      'the media type is written Application/Vnd.Amazon.EventStream',
      everyTurn(header('Content-Type', 'Application/Vnd.Amazon.EventStream')),
    ],
  }),
  faults('framing/content-type', 'text/streaming', {
    'framing/declared-as-events': [
      'a stream of frames is declared as one of text',
      [header('Content-Type', 'text/event-stream')],
    ],
  }),
  faults('framing/complete', 'weather/streaming', {
    'framing/connection-ends-midstream': [
      'the connection ends in the middle of a chunked stream',
      turn(2, halved, breakOff('without-last-chunk')),
    ],
  }),
  variants('framing/complete', 'weather/streaming', {
    'framing/cut-by-the-client': [
      'our own client ends the exchange in the middle of the stream',
      turn(2, halved, breakOff('cut-by-client')),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/no-json': ['the payload of a frame is no JSON', [setText(nth(TEXT, 1), '{"delta":{"text":"')]],
    'framing/empty-data': ['the payload of a frame is empty', [setText(nth(TEXT, 1), '')]],
    'framing/list-for-an-object': ['the payload of a frame is a list', [setText(nth(TEXT, 1), '[]')]],
  }),
  variants('framing/data-is-json', 'text/streaming', {
    'framing/padded-json': [
      'every event is padded with letters, so that nobody can tell how long it is',
      [setEach(DELTAS, 'p', (position) => 'abcdefghijklmnop'.slice(0, position))],
    ],
    'framing/in-pieces-of-seven': ['the body arrives in pieces that cut frames', [inPieces(7)]],
  }),
  faults('frames/length', 'text/streaming', {
    'frames/length-of-nothing': [
      'the last frame says that it is shorter than any frame is',
      [onFrame(-1, (frame) => withLength(frame, 0, 12))],
    ],
    'frames/headers-longer-than-the-frame': [
      'the headers of the last frame are longer than the frame',
      [onFrame(-1, (frame) => withLength(frame, 4, frame.length))],
    ],
  }),
  variants('frames/length', 'text/streaming', {
    'frames/long-payload': [
      'one frame holds a long text',
      [answer({ ...REPORT, text: 'Oslo '.repeat(4000) })],
    ],
  }),
  faults('frames/whole', 'text/streaming', {
    'frames/last-byte-missing': [
      'the last byte of the body is missing',
      [onFrame(-1, (frame) => frame.subarray(0, -1))],
    ],
    'frames/rest-behind-the-last': [
      'a byte stands behind the last frame',
      [recode((body) => Buffer.concat([body, Buffer.from([0])]))],
    ],
  }),
  variants('frames/whole', 'call/streaming', {
    'frames/in-single-bytes': ['the body arrives byte by byte', [inPieces(1)]],
  }),
  faults('frames/crc', 'text/streaming', {
    'frames/payload-spoilt': ['a letter of a payload is another', [onFrame(2, spoilt(-20))]],
    'frames/length-spoilt': ['the checksum of the lengths is another', [onFrame(2, spoilt(8))]],
    'frames/checksum-spoilt': ['the checksum of a frame is another', [onFrame(2, spoilt(-1))]],
  }),
  faults('frames/crc', 'call/streaming', {
    'frames/fragment-spoilt': ['a letter of a fragment is another', [onFrame(-4, spoilt(-20))]],
  }),
  variants('frames/crc', 'text/streaming', {
    'frames/other-headers': [
      'the frames have a header that nobody knows',
      [onHeaders(DELTAS, (lines) => [...lines, ':trace-id: 1-67'])],
    ],
  }),
  faults('frames/headers', 'text/streaming', {
    'frames/without-a-kind': [
      'a frame does not say that it is an event',
      [onHeaders(nth(TEXT, 1), (lines) => lines.filter((line) => !line.startsWith(':message-type')))],
    ],
    'frames/without-a-name': [
      'a frame does not say which event it is',
      [onHeaders(nth(TEXT, 1), (lines) => lines.filter((line) => !line.startsWith(':event-type')))],
    ],
    'frames/of-a-new-kind': [
      'a frame is of a kind that nobody knows',
      [onHeaders(nth(TEXT, 1), (lines) => lines.map((line) => line.replace(/: event$/u, ': ping')))],
    ],
  }),
  faults('frames/headers', 'text/streaming', {
    'frames/header-of-an-unknown-type': [
      'the value of a header is of a type that the framing does not have',
      [onFrame(2, retyped)],
    ],
  }),
  variants('frames/headers', 'text/streaming', {
    'frames/in-another-order': [
      'the headers come in another order',
      [onHeaders(DELTAS, (lines) => lines.toReversed())],
    ],
  }),
  faults('frames/content-type', 'text/streaming', {
    'frames/of-no-type': [
      'an event does not say that it is JSON',
      [onHeaders(first(TEXT), (lines) => lines.filter((line) => !line.startsWith(':content-type')))],
    ],
    'frames/of-another-type': [
      'an event says that it is text',
      [onHeaders(last(TEXT), (lines) => lines.map((line) => line.replace('application/json', 'text/plain')))],
    ],
  }),
  variants('frames/content-type', 'midstream-error/streaming', {
    'frames/exception-of-no-type': [
      'an exception does not say that it is JSON',
      [onHeaders(EXCEPTION, (lines) => lines.filter((line) => !line.startsWith(':content-type')))],
    ],
  }),
  variants('frames/content-type', 'call/streaming', {
    'frames/text-before-the-call': [
      'text comes before the call',
      [answer({ ...CALLING, text: 'One moment, please.' })],
    ],
  }),
  faults('events/known', 'text/streaming', {
    'events/new': [
      'an event comes that nobody knows',
      [insertBefore(STOP, event('contentBlockHint', { hint: 1 }))],
    ],
  }),
];

/** @param offset of one of the two length fields */
function withLength(frame: Buffer, offset: number, length: number): Buffer {
  frame.writeUInt32BE(length, offset);
  return frame;
}
