/** Faults and variants of framing: a stream of server-sent events. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, REPORT } from '../dialogues.ts';
import { everyTurn, turn } from '../edits/edit.ts';
import { dropHeader, header } from '../edits/exchange.ts';
import { EVENTS, insertBefore, last } from '../edits/stream.ts';
import { BOM, COMMENTS, CRLF, LONE_CR, recodeText, replaceBytes } from '../edits/wire.ts';

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
  }),
  faults('framing/content-type', 'call/streaming', {
    'framing/json-instead-of-a-stream': [
      'asked to stream, the provider answers with one JSON body',
      [inOneBody(CALLING)],
    ],
    'framing/half-a-body-instead-of-a-stream': [
      'asked to stream, the provider answers with half a JSON body',
      [inOneBody(CALLING), recodeText((text) => text.slice(0, text.length / 2))],
      { alsoFails: { 'shape/completion': 'half an object is no object' } },
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
      [answer({ ...GREETING, text: 'It is 21 °C outside.' }), replaceBytes('°', Buffer.from([0xb0]))],
    ],
  }),
  variants('framing/utf-8', 'weather/streaming', {
    'framing/replacement-character-sent': [
      'U+FFFD is sent as such, beside characters beyond the first plane',
      turn(2, answer({ ...REPORT, text: 'It is 21 °C in Oslo \uFFFD 🌦, and clear.' })),
    ],
    'framing/byte-order-mark': ['a byte order mark opens the stream', everyTurn(BOM)],
  }),
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/text-as-keepalive': [
      'the connection is kept alive by data that is no JSON',
      [insertBefore(last(EVENTS), 'ping')],
    ],
  }),
  variants('framing/data-is-json', 'weather/streaming', {
    'framing/crlf': ['lines end with CR LF', everyTurn(CRLF)],
  }),
  faults('framing/final-event-terminated', 'weather/streaming', {
    'framing/end-unterminated': [
      'no blank line follows the last event',
      [recodeText((text) => text.replace(/\n\n$/u, '\n'))],
    ],
  }),
  variants('framing/final-event-terminated', 'weather/streaming', {
    'framing/lone-cr': ['lines end with CR', everyTurn(LONE_CR)],
  }),
  faults('framing/comments', 'weather/streaming', {
    'framing/processing-comments': ['a comment stands before every event', everyTurn(COMMENTS)],
  }),
  variants('framing/comments', 'weather/streaming', {
    'framing/colon-in-text': [
      'the text begins with a colon, and has line ends',
      turn(2, answer({ ...REPORT, text: ': 21 °C\n: clear\n' })),
    ],
  }),
];
