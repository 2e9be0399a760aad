/** Seeded faults and legal variants of framing: from bytes to chunks, in both framings of a stream. */

import { GREETING } from '../../../proof/dialogues.ts';
import { dropHeader, header } from '../../../proof/edits/exchange.ts';
import {
  addLines,
  CHUNKS,
  insertAfter,
  last,
  nth,
  remove,
  set,
  setText,
} from '../../../proof/edits/stream.ts';
import { BOM, COMMENTS, CRLF, recodeText, replaceBytes } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { inOneBody } from './edits.ts';
import { asArray, CALLS, END, FINISH_REASON, TEXT, USAGE, withQuery } from './places.ts';

const STREAMED = 'text/streaming';
const ARRAY = 'array/streaming';
/** What every text begins with. */
const TEXT_KEY = '"text":"';
const BROKEN = Buffer.from([0xc3, 0x28]);

export const faults: readonly SeededFault[] = [
  fault(
    'framing/json-type',
    'server-sent events are declared as JSON',
    STREAMED,
    [header('Content-Type', 'application/json')],
    'framing/content-type',
  ),
  fault(
    'framing/text-type-in-a-body',
    'a buffered answer is declared as text',
    'text/buffered',
    [header('Content-Type', 'text/plain')],
    'framing/content-type',
  ),
  fault(
    'framing/events-type-on-an-array',
    'a stream that is an array is declared as server-sent events',
    ARRAY,
    [header('Content-Type', 'text/event-stream')],
    'framing/content-type',
  ),
  fault(
    'framing/one-body',
    'asked for server-sent events, the provider answers with one body',
    STREAMED,
    [inOneBody(GREETING)],
    'framing/content-type',
    { observes: ['signatures/last-part'] },
  ),
  fault(
    'framing/array-for-events',
    'asked for server-sent events, the provider answers with an array',
    STREAMED,
    [asArray, withQuery('?alt=sse')],
    'framing/content-type',
  ),
  fault(
    'framing/broken-character',
    'two bytes of the stream are no UTF-8',
    STREAMED,
    [replaceBytes(TEXT_KEY, Buffer.concat([Buffer.from(TEXT_KEY), BROKEN]))],
    'framing/utf-8',
  ),
  fault(
    'framing/broken-character-in-an-array',
    'two bytes of an array are no UTF-8',
    ARRAY,
    [replaceBytes('Oslo', BROKEN)],
    'framing/utf-8',
  ),
  fault(
    'framing/done-mark',
    'the stream ends with [DONE], which no client of this dialect expects',
    STREAMED,
    [insertAfter(CHUNKS, '[DONE]')],
    'framing/data-is-json',
    { says: 'there is no [DONE]' },
  ),
  fault(
    'framing/broken-json',
    'one event is cut in the middle of its JSON',
    STREAMED,
    [setText(nth(TEXT, 1), '{"candidates":[')],
    'framing/data-is-json',
  ),
  fault(
    'framing/array-as-data',
    'the data of an event is an array of chunks',
    STREAMED,
    [recodeText((text) => text.replace('data: {', 'data: [{').replace('}\n\n', '}]\n\n'))],
    'framing/data-is-json',
  ),
  fault(
    'framing/array-not-closed',
    'the array lacks its closing bracket',
    ARRAY,
    [recodeText((text) => text.replace(/\]$/u, ''))],
    'framing/data-is-json',
    { says: 'not closed' },
  ),
  fault(
    'framing/objects-without-an-array',
    'one object comes where an array was due',
    'array/streaming',
    [
      remove(END),
      set(CALLS, FINISH_REASON, 'STOP'),
      set(CALLS, USAGE, { promptTokenCount: 80, candidatesTokenCount: 18, totalTokenCount: 98 }),
      recodeText((text) => text.slice(1, -1)),
    ],
    'framing/json-array',
  ),
  fault(
    'framing/events-for-an-array',
    'server-sent events come, and alt=sse was not asked for',
    'array/streaming',
    [
      header('Content-Type', 'text/event-stream'),
      recodeText((text) =>
        text
          .slice(1, -1)
          .split(',\r\n')
          .map((data) => `data: ${data}\n\n`)
          .join(''),
      ),
    ],
    'framing/json-array',
  ),
  fault(
    'framing/last-event-open',
    'the body ends before the blank line after the last event',
    STREAMED,
    [recodeText((text) => text.trimEnd())],
    'framing/final-event-terminated',
  ),
  fault(
    'framing/named-event',
    'an event has a name',
    STREAMED,
    [addLines(nth(CHUNKS, 1), 'event: chunk')],
    'framing/no-named-events',
  ),
  fault(
    'framing/keep-alive-comment',
    'comments stand between events',
    STREAMED,
    [COMMENTS],
    'framing/comments',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'framing/type-with-parameters',
    'the media type is written otherwise',
    STREAMED,
    [header('Content-Type', 'Text/Event-Stream;charset=UTF-8')],
    'framing/content-type',
  ),
  variant(
    'framing/type-not-recorded',
    'the recording kept no media type',
    STREAMED,
    [dropHeader('Content-Type')],
    'framing/content-type',
    { outcome: 'inconclusive', turnsInconclusive: ['framing/content-type'] },
  ),
  variant('framing/byte-order-mark', 'a byte order mark opens the stream', STREAMED, [BOM], 'framing/utf-8'),
  variant(
    'framing/character-beyond',
    'the text has characters of four bytes',
    STREAMED,
    [replaceBytes('morning', Buffer.from('🎉'))],
    'framing/utf-8',
  ),
  variant(
    'framing/crlf',
    'lines end with CR LF, as those of Google do',
    STREAMED,
    [CRLF],
    'framing/data-is-json',
  ),
  variant(
    'framing/array-pretty',
    'the array is written with white space, brackets in texts included',
    ARRAY,
    [
      recodeText(
        (text) => `  ${text.replaceAll('","', '" ,\n "').replaceAll('"Oslo"', '"Oslo ]} \\" ,"')} \n`,
      ),
    ],
    'framing/data-is-json',
  ),
  variant(
    'framing/query-not-recorded',
    'server-sent events on a URL that lost its whole query',
    STREAMED,
    [withQuery('')],
    'framing/json-array',
    { outcome: 'inconclusive', turnsInconclusive: ['framing/json-array'] },
  ),
  variant(
    'framing/spaces-after-an-array',
    'white space stands around the array',
    ARRAY,
    [recodeText((text) => `\n${text}\n`)],
    'framing/json-array',
  ),
  variant(
    'framing/last-event-crlf',
    'the last event ends with CR LF CR LF',
    STREAMED,
    [CRLF],
    'framing/final-event-terminated',
  ),
  variant(
    'framing/message-event',
    'an event has the name that it would have anyway',
    STREAMED,
    [addLines(last(CHUNKS), 'event: message')],
    'framing/no-named-events',
  ),
  variant(
    'framing/other-fields',
    'events have an id and a time to retry',
    STREAMED,
    [addLines(nth(CHUNKS, 0), 'id: 1', 'retry: 3000')],
    'framing/comments',
  ),
];
