/** Faults and variants of framing: a stream of server-sent events. */

import { jsonText } from '../../text/json-text.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, REPORT, THINKING_AND_REPORTING, WEATHER_CALL } from '../dialogue-parts.ts';
import { everyTurn, turn } from '../edits/edit.ts';
import { ask, dropHeader, header, page } from '../edits/exchange.ts';
import {
  addLines,
  but,
  CHUNKS,
  chunksWith,
  EVENTS,
  first,
  halve,
  insertBefore,
  last,
  nth,
  setData,
} from '../edits/stream.ts';
import {
  BOM,
  breakOff,
  COMMENTS,
  CRLF,
  firstHalf,
  inPieces,
  LONE_CR,
  MIXED_LINE_ENDS,
  recodeText,
  replaceBytes,
  unproven,
} from '../edits/wire.ts';

export const framing: SharedTable = ({ answer, inOneBody }) => [
  faults('framing/content-type', 'weather/streaming', {
    'framing/declared-as-json': [
      'the stream is declared as application/json',
      [header('Content-Type', 'application/json')],
    ],
    'framing/declared-as-text': [
      'the stream of the second turn is declared as text/plain',
      turn(2, header('Content-Type', 'text/plain; charset=utf-8')),
    ],
    'framing/page-for-a-stream': [
      'a page stands in the place of the stream of the second turn',
      turn(2, page),
    ],
  }),
  faults('framing/content-type', 'weather/buffered', {
    'framing/page-for-a-body': ['a page stands in the place of the body of the second turn', turn(2, page)],
  }),
  faults('framing/content-type', 'call/streaming', {
    'framing/json-instead-of-a-stream': [
      'asked to stream, the provider answers with one JSON body',
      [inOneBody(CALLING)],
    ],
    'framing/half-a-body-instead-of-a-stream': [
      'asked to stream, the provider answers with half a JSON body',
      [inOneBody(CALLING), recodeText(firstHalf)],
      { alsoFails: { 'shape/completion': 'half an object is no object' } },
    ],
    'framing/json-text-instead-of-a-stream': [
      'asked to stream, the provider answers with its JSON body as a JSON string',
      [inOneBody(CALLING), recodeText((text) => JSON.stringify(text))],
      { alsoFails: { 'shape/completion': 'a string is no object' } },
    ],
    'framing/list-instead-of-a-stream': [
      'asked to stream, the provider answers with its JSON body in a list',
      [inOneBody(CALLING), recodeText((text) => `[${text}]`)],
      { alsoFails: { 'shape/completion': 'a list is no object' } },
    ],
    'framing/null-instead-of-a-stream': [
      'asked to stream, the provider answers with null',
      [inOneBody(CALLING), recodeText(() => 'null')],
      { alsoFails: { 'shape/completion': 'null is no object' } },
    ],
    'framing/number-instead-of-a-stream': [
      'asked to stream, the provider answers with a number, declared as a stream',
      [inOneBody(CALLING), header('Content-Type', 'text/event-stream'), recodeText(() => '0')],
      { alsoFails: { 'shape/completion': 'a number is no object' } },
    ],
  }),
  variants('framing/content-type', 'call/streaming', {
    'framing/empty-lines-first': [
      'empty lines stand before the first event',
      [recodeText((text) => `\n\n${text}`)],
    ],
    'framing/retry-first': [
      'the stream begins with a field that is no data',
      [recodeText((text) => `retry: 3000\n${text}`)],
    ],
  }),
  faults('framing/content-type', 'text/streaming', {
    'framing/stream-declared-with-a-json-suffix': [
      'the stream is declared as application/hal+json',
      [header('Content-Type', 'application/hal+json')],
    ],
  }),
  faults('framing/content-type', 'text/buffered', {
    'framing/declared-as-a-json-sequence': [
      'the body is declared as application/geo+json-seq',
      [header('Content-Type', 'application/geo+json-seq')],
    ],
  }),
  variants('framing/content-type', 'text/buffered', {
    'framing/declared-with-a-json-suffix': [
      'the body is declared as application/hal+json',
      [header('Content-Type', 'application/hal+json')],
    ],
  }),
  variants('framing/content-type', 'weather/streaming', {
    'framing/media-type-in-capitals': [
      'the media type is written Text/Event-Stream ;charset=UTF-8',
      everyTurn(header('Content-Type', 'Text/Event-Stream ;charset=UTF-8')),
    ],
    'framing/no-type-recorded': [
      'the recording kept no media type',
      everyTurn(dropHeader('Content-Type')),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('framing/utf-8', 'text/streaming', {
    'framing/latin-1': [
      'text is sent in Latin-1',
      [answer({ ...GREETING, text: `${GREETING.text} °` }), replaceBytes('°', Buffer.from([0xb0]))],
    ],
  }),
  variants('framing/utf-8', 'weather/streaming', {
    'framing/beyond-the-first-plane': [
      'the text has characters beyond the first plane',
      turn(2, answer({ ...REPORT, text: 'It is 21 °C in Oslo 🌦, and clear.' })),
    ],
    'framing/in-single-bytes': ['the body arrives byte by byte', everyTurn(inPieces(1))],
    'framing/ascii-escapes': [
      'everything beyond ASCII is escaped in the JSON',
      turn(
        2,
        recodeText((text) => text.replaceAll('°', '\\u00b0')),
      ),
    ],
    'framing/byte-order-mark': ['a byte order mark opens the stream', everyTurn(BOM)],
  }),
  faults('framing/no-replacement', 'text/streaming', {
    'framing/replacement-character-sent': [
      'a letter of the text came as U+FFFD, which is valid UTF-8',
      [answer({ ...GREETING, text: `${GREETING.text} \uFFFD` })],
    ],
  }),
  faults('framing/no-replacement', 'reasoning/streaming', {
    'framing/letter-lost-in-a-thought': [
      'a letter of a thought came as two bytes, and neither is there',
      turn(2, answer({ ...THINKING_AND_REPORTING, reasoning: 'The tool said 21, sch\uFFFD\uFFFDn.' })),
    ],
  }),
  faults('framing/no-replacement', 'call/buffered', {
    'framing/replacement-character-in-arguments': [
      'a letter of an argument came as U+FFFD',
      [answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: '{"location":"Oslo\uFFFD"}' }] })],
    ],
  }),
  variants('framing/no-replacement', 'text/buffered', {
    'framing/replacement-character-repeated': [
      'the request has U+FFFD, and the text repeats it',
      [ask('note', 'What is \uFFFD?'), answer({ ...GREETING, text: 'It is \uFFFD.' })],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('framing/no-replacement', 'text/streaming', {
    'framing/letters-of-many-scripts': [
      'the text has letters of many scripts, and U+FFFC',
      [answer({ ...GREETING, text: 'Tromsø, 東京, Київ, \uFFFC' })],
    ],
  }),
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/empty-data': ['an event has an empty data field', [insertBefore(last(CHUNKS), '')]],
    'framing/text-as-keepalive': [
      'the connection is kept alive by data that is no JSON',
      [insertBefore(last(EVENTS), 'ping')],
    ],
  }),
  faults('framing/data-is-json', 'parallel/streaming', {
    'framing/half-of-the-first-event': ['the JSON of the first event is cut off', [halve(first(CHUNKS))]],
    'framing/half-of-the-second-event': ['the JSON of the second event is cut off', [halve(nth(CHUNKS, 1))]],
    'framing/half-of-the-last-chunk': ['the JSON of the last event is cut off', [halve(last(CHUNKS))]],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/half-of-the-third-event': ['the JSON of the third event is cut off', [halve(nth(CHUNKS, 2))]],
  }),
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/half-of-all-between': [
      'the JSON of all events of the second turn but the first and the last is cut off',
      turn(2, halve(but(but(CHUNKS, first(CHUNKS)), last(CHUNKS)))),
    ],
  }),
  faults('framing/data-is-json', 'openrouter/streaming', {
    'framing/half-of-the-costs': [
      'the JSON of the event that says what the answer cost is cut off',
      [halve(last(chunksWith((chunk) => jsonText(chunk).includes('"cost"'))))],
    ],
  }),
  variants('framing/data-is-json', 'weather/streaming', {
    'framing/in-pieces-of-seven': [
      'the body arrives in pieces that cut lines and characters',
      everyTurn(inPieces(7)),
    ],
    'framing/no-space-after-the-colon': [
      'data: is followed by the JSON at once',
      everyTurn(recodeText((text) => text.replaceAll('data: ', 'data:'))),
    ],
    'framing/json-over-several-lines': [
      'an event is pretty-printed over several data lines',
      [setData(first(CHUNKS), (chunk) => JSON.stringify(chunk, null, 2))],
    ],
    'framing/comments-everywhere': [
      'comments before every event, in CR LF lines behind a byte order mark',
      everyTurn(COMMENTS, CRLF, BOM),
    ],
    'framing/crlf': ['lines end with CR LF', everyTurn(CRLF)],
  }),
  faults('framing/complete', 'weather/streaming', {
    'framing/connection-ends-midstream': [
      'the connection ends in the middle of a chunked stream',
      turn(2, recodeText(firstHalf), breakOff('without-last-chunk')),
    ],
    'framing/stream-shorter-than-its-length': [
      'the stream has its end mark, and 12 bytes less than Content-Length says',
      [breakOff({ missing: 12 })],
    ],
  }),
  faults('framing/complete', 'call/buffered', {
    'framing/body-shorter-than-its-length': [
      'half the body comes, and Content-Length promises all of it',
      [recodeText(firstHalf), breakOff({ missing: 200 })],
    ],
    'framing/body-without-last-chunk': [
      'a chunked body comes whole, without its last chunk',
      [breakOff('without-last-chunk')],
    ],
  }),
  variants('framing/complete', 'text/buffered', {
    'framing/end-not-recorded': [
      'the recording does not prove that the body is whole',
      [unproven],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('framing/complete', 'weather/streaming', {
    'framing/connection-ends-after-the-end': [
      'the connection ends after the end mark, before the last chunk',
      everyTurn(breakOff('without-last-chunk')),
    ],
    'framing/cut-by-the-client': [
      'our own client ends the exchange in the middle of the stream',
      turn(2, recodeText(firstHalf), breakOff('cut-by-client')),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('framing/final-event-terminated', 'weather/streaming', {
    'framing/end-unterminated': [
      'no blank line follows the last event',
      [recodeText((text) => text.replace(/\n\n$/u, '\n'))],
    ],
  }),
  variants('framing/final-event-terminated', 'weather/streaming', {
    'framing/mixed-line-ends': ['LF, CR LF and CR in turn', everyTurn(MIXED_LINE_ENDS)],
    'framing/lone-cr': ['lines end with CR', everyTurn(LONE_CR)],
  }),
  faults('framing/comments', 'weather/streaming', {
    'framing/processing-comments': ['a comment stands before every event', everyTurn(COMMENTS)],
  }),
  variants('framing/comments', 'weather/streaming', {
    'framing/other-fields': [
      'events carry id, retry and a field that the standard does not know',
      everyTurn(addLines(first(CHUNKS), 'id: 7', 'retry: 3000', 'x-trace: a')),
    ],
    'framing/colon-in-text': [
      'the text begins with a colon, and has line ends',
      turn(2, answer({ ...REPORT, text: ': 21 °C\n: clear\n' })),
    ],
  }),
];
