/** Seeded faults and legal variants of framing: from bytes to chunks, in both framings of a stream. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, header } from '../../../proof/edits/exchange.ts';
import {
  addLines,
  CHUNKS,
  drop,
  insertAfter,
  last,
  nth,
  remove,
  set,
  setText,
} from '../../../proof/edits/stream.ts';
import { CRLF, recodeText, replaceBytes } from '../../../proof/edits/wire.ts';
import { asArray, CALLS, END, FINISH_REASON, TEXT, USAGE, withQuery } from './places.ts';

/** The beginning of every text member. */
const TEXT_KEY = '"text":"';
const OVERLOADED = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
const BROKEN = Buffer.from([0xc3, 0x28]);

export const framing: Table = [
  faults('framing/content-type', 'text/buffered', {
    'framing/events-unasked': [
      'the method that does not stream is answered in events',
      [header('Content-Type', 'text/event-stream'), recodeText((text) => `data: ${text}\r\n\r\n`)],
      { unserved: 'a stream is what the other method answers with' },
    ],
  }),
  faults('framing/content-type', 'text/buffered', {
    'framing/text-type-in-a-body': [
      'a buffered answer is declared as text',
      [header('Content-Type', 'text/plain')],
    ],
  }),
  variants('framing/content-type', 'text/buffered', {
    'framing/kind-of-json': [
      'a buffered answer is declared as a kind of JSON',
      [header('Content-Type', 'application/vnd.api+json')],
    ],
  }),
  faults('framing/content-type', 'array/streaming', {
    'framing/events-type-on-an-array': [
      'a stream that is an array is declared as server-sent events',
      [header('Content-Type', 'text/event-stream')],
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  faults('framing/content-type', 'text/streaming', {
    'framing/array-for-events': [
      'asked for server-sent events, the provider answers with an array',
      [asArray, withQuery('?alt=sse')],
    ],
  }),
  faults('framing/utf-8', 'text/streaming', {
    'framing/broken-character': [
      'two bytes of the stream are no UTF-8',
      [replaceBytes(TEXT_KEY, Buffer.concat([Buffer.from(TEXT_KEY), BROKEN]))],
    ],
  }),
  faults('framing/utf-8', 'array/streaming', {
    'framing/broken-character-in-an-array': [
      'two bytes of an array are no UTF-8',
      all(turn(1, replaceBytes('Oslo', BROKEN)), alone),
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/done-mark': [
      'the stream ends with [DONE], which no client of this dialect expects',
      [insertAfter(CHUNKS, '[DONE]')],
      { says: 'there is no [DONE]' },
    ],
    'framing/half-an-object': [
      'one event is cut in the middle of its JSON',
      [setText(nth(TEXT, 1), '{"candidates":[')],
    ],
    'framing/chunk-in-an-array': [
      'the data of an event is an array of chunks',
      [recodeText((text) => text.replace('data: {', 'data: [{').replace('}\n\n', '}]\n\n'))],
    ],
  }),
  faults('framing/data-is-json', 'array/streaming', {
    'framing/array-not-closed': [
      'the array lacks its closing bracket',
      [recodeText((text) => text.replace(/\]$/u, ''))],
      { says: 'not closed', unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  faults('framing/content-type', 'array/streaming', {
    'framing/array-with-an-error-declared-as-text': [
      'an array that ends with an error is declared as text',
      all(
        turn(
          1,
          header('Content-Type', 'text/plain'),
          recodeText((text) => text.replace(/\]$/u, `,${JSON.stringify(OVERLOADED)}]`)),
        ),
        alone,
      ),
      {
        alsoFails: { 'errors/none-midstream': 'an error ends it' },
        unserved: 'clients of this suite ask for server-sent events',
      },
    ],
  }),
  faults('errors/none-midstream', 'array/streaming', {
    'errors/alone-in-an-array': [
      'an error is all that the array holds, which is declared as text',
      all(
        turn(
          1,
          header('Content-Type', 'text/plain'),
          recodeText(() => JSON.stringify([OVERLOADED])),
        ),
        alone,
      ),
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  faults('framing/content-type', 'text/streaming', {
    'framing/error-event-declared-as-json': [
      'an error is the only event of a stream, which is declared as JSON',
      [
        header('Content-Type', 'application/json'),
        recodeText(() => `data: ${JSON.stringify(OVERLOADED)}\n\n`),
      ],
      { alsoFails: { 'errors/none-midstream': 'an error ends it' } },
    ],
  }),
  faults('finish/present', 'array/streaming', {
    'finish/never-in-an-array': [
      'no candidate of a whole array finishes',
      all(turn(1, drop(END, FINISH_REASON)), alone),
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
    'finish/empty-array': [
      'the array is empty',
      all(
        turn(
          1,
          recodeText(() => '[]'),
        ),
        alone,
      ),
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  variants('framing/data-is-json', 'array/streaming', {
    'framing/array-pretty': [
      'the array is written with white space, brackets in texts included',
      all(
        turn(
          1,
          recodeText(
            (text) => `  ${text.replaceAll('","', '" ,\n "').replaceAll('"Oslo"', '"Oslo ]} \\" ,"')} \n`,
          ),
        ),
        alone,
      ),
    ],
  }),
  faults('framing/json-array', 'array/streaming', {
    'framing/objects-without-an-array': [
      'one object comes where an array was due',
      [
        remove(END),
        set(CALLS, FINISH_REASON, 'STOP'),
        set(CALLS, USAGE, { promptTokenCount: 80, candidatesTokenCount: 18, totalTokenCount: 98 }),
        recodeText((text) => text.slice(1, -1)),
      ],
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
    'framing/objects-in-a-row': [
      'the objects stand in lines, with no array around them',
      [recodeText((text) => text.slice(1, -1).replaceAll(/\}\s*,\s*(?=\{"candidates")/gu, '}\n'))],
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
    'framing/events-for-an-array': [
      'server-sent events come, and alt=sse was not asked for',
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
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  faults('shape/completion', 'array/streaming', {
    'shape/null-instead-of-an-array': [
      'null comes where an array was due',
      all(
        turn(
          1,
          recodeText(() => 'null'),
        ),
        alone,
      ),
      { unserved: 'clients of this suite ask for server-sent events' },
    ],
  }),
  variants('framing/json-array', 'text/streaming', {
    'framing/query-not-recorded': [
      'server-sent events on a URL that lost its whole query',
      [withQuery('')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('framing/json-array', 'array/streaming', {
    'framing/spaces-after-an-array': [
      'white space stands around the array',
      [recodeText((text) => `\n${text}\n`)],
    ],
  }),
  faults('framing/no-named-events', 'text/streaming', {
    'framing/named-chunks': ['an event has a name', [addLines(nth(CHUNKS, 1), 'event: chunk')]],
  }),
  variants('framing/no-named-events', 'text/streaming', {
    'framing/message-events': [
      'an event has the name that it would have anyway',
      [addLines(last(CHUNKS), 'event: message')],
    ],
  }),
  variants('framing/final-event-terminated', 'text/streaming', {
    'framing/last-event-crlf': ['the last event ends with CR LF CR LF', [CRLF]],
  }),
];
