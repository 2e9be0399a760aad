/** Seeded faults and legal variants of framing: from bytes to events. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING } from '../../../proof/dialogue-parts.ts';
import { dropBody } from '../../../proof/edits/body.ts';
import { everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, header, respond } from '../../../proof/edits/exchange.ts';
import {
  addLines,
  CHUNKS,
  cutAfter,
  first,
  insertAfter,
  insertBefore,
  moveAfter,
  nth,
  remove,
  set,
  setData,
} from '../../../proof/edits/stream.ts';
import { recode, recodeText, replaceBytes } from '../../../proof/edits/wire.ts';
import { answer, inOneBody } from './edits.ts';
import { DELTA, END, ERROR, FINISH, FRAGMENTS, STARTS, setEnd, TEXT, USAGE } from './places.ts';

/** Replaces a chunk of the second turn with another text. */
const later = (data: (chunk: Draft) => string) => turn(2, setData(nth(TEXT, 4), data));

function cutShort(chunk: Draft): string {
  return JSON.stringify(chunk).slice(0, -20);
}

function splice(body: Buffer, at: number, added: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), added, body.subarray(at)]);
}

/** The reasons why an event with that name also fails other checks. */
const NAMED_ERROR = {
  'errors/none-midstream': 'its name says that it is an error',
  'errors/midstream': 'it has no object error with a message',
};

export const framing: Table = [
  faults('framing/content-type', 'text/buffered', {
    'framing/stream-for-a-body': [
      'a stream comes though none was asked for',
      [respond(200, 'data: {"id":"chatcmpl-1","choices":[]}\n\ndata: [DONE]\n\n')],
      {
        alsoFails: {
          'shape/chunk': 'its chunk lacks nearly everything',
          'finish/present': 'no choice comes',
        },
      },
    ],
    'framing/body-declared-as-text': [
      'the JSON body is declared as text/plain',
      [header('Content-Type', 'text/plain')],
    ],
  }),
  faults('framing/utf-8', 'weather/streaming', {
    'framing/character-cut-in-two': [
      'a character is cut in two, half in each of two chunks',
      turn(
        2,
        set(nth(TEXT, 3), `${DELTA}.content`, '\u0001'),
        set(nth(TEXT, 4), `${DELTA}.content`, '\u0002C in '),
        replaceBytes('\\u0001', Buffer.from([0xc2])),
        replaceBytes('\\u0002', Buffer.from([0xb0])),
      ),
    ],
    'framing/lone-surrogate': [
      'half a surrogate pair is sent as bytes',
      turn(2, replaceBytes('"content":"', Buffer.from('"content":"\xed\xa0\xbd', 'latin1'))),
    ],
  }),
  faults('framing/utf-8', 'text/streaming', {
    'framing/byte-before-an-event': [
      'a line before the second event is a byte that starts no character',
      [recode((body) => splice(body, body.indexOf('\n\n') + 2, Buffer.from([0xff, 0x0a])))],
    ],
  }),
  variants('framing/no-replacement', 'text/streaming', {
    'framing/nothing-generated': [
      'nothing comes before a stop string of the request',
      [ask('stop', ['Good']), answer({ finish: 'stop', usage: GREETING.usage })],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/half-an-object': ['the JSON of a chunk is cut off', later(cutShort)],
    'framing/chunk-in-an-array': [
      'a chunk is wrapped in an array',
      later((chunk) => JSON.stringify([chunk])),
    ],
    'framing/two-objects-in-one-event': [
      'two chunks are data lines of one event',
      later((chunk) => `${JSON.stringify(chunk)}\n${JSON.stringify(chunk)}`),
    ],
    'framing/nan': [
      'a chunk holds NaN, as careless encoders write it',
      later((chunk) => JSON.stringify(chunk).replace('"logprobs":null', '"logprobs":NaN')),
    ],
  }),
  faults('framing/data-is-json', 'call/streaming', {
    'framing/json-on-the-next-line': [
      'a line break stands behind the field name of every event, and the JSON on a line of its own',
      [recodeText((text) => text.replaceAll('data: {', 'data:\n {'))],
    ],
  }),
  faults('framing/data-is-json', 'call/streaming', {
    'framing/half-a-fragment': [
      'the JSON of a chunk with a fragment of arguments is cut off',
      [setData(first(FRAGMENTS), cutShort)],
    ],
    'framing/half-a-start': [
      'the JSON of the chunk that starts the call is cut off',
      [setData(STARTS, cutShort)],
    ],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/half-of-all-words': ['the JSON of every chunk with text is cut off', [setData(TEXT, cutShort)]],
    'framing/half-an-end': ['the JSON of the chunk that finishes is cut off', [setData(FINISH, cutShort)]],
  }),
  faults('framing/data-is-json', 'choice-named/streaming', {
    'framing/half-an-object-behind-the-named-call': [
      'half a chunk stands behind the fragments of the call that was named',
      [insertAfter(FRAGMENTS, '{"choices":[')],
    ],
  }),
  faults('framing/final-event-terminated', 'text/streaming', {
    'framing/cut-off-before-a-blank-line': [
      'the stream breaks off behind the JSON of a chunk, before its blank line',
      [cutAfter(nth(TEXT, 1)), recodeText((text) => text.replace(/\n+$/u, ''))],
      { alsoFails: { 'finish/present': 'nothing finishes the choice' } },
    ],
  }),
  faults('framing/no-named-events', 'text/streaming', {
    'framing/error-event-without-an-error': [
      'an event is named error, and its object is neither an error nor a chunk',
      [insertAfter(nth(TEXT, 1), { lines: ['event: error'], data: { code: 7 } })],
      { alsoFails: NAMED_ERROR },
    ],
    'framing/chunk-named-error': [
      'a chunk with a message of the provider is named error',
      [set(nth(TEXT, 1), 'message', 'on its way'), addLines(nth(TEXT, 1), 'event: error')],
      { alsoFails: NAMED_ERROR },
    ],
  }),
  faults('framing/done', 'weather/streaming', {
    'framing/no-done': ['the stream ends without [DONE]', turn(2, remove(END))],
    'framing/done-misspelt': [
      'the stream ends with DONE, without brackets',
      [setEnd('DONE')],
      { alsoFails: { 'framing/data-is-json': 'DONE is neither JSON nor the end mark' } },
    ],
    'framing/done-as-json': [
      'the stream ends with "[DONE]" as a JSON string',
      [setEnd('"[DONE]"')],
      { alsoFails: { 'framing/data-is-json': 'a string is no object' } },
    ],
  }),
  variants('framing/done', 'weather/streaming', {
    'framing/done-without-space': [
      'the end mark is written data:[DONE]',
      everyTurn(recodeText((text) => text.replace('data: [DONE]', 'data:[DONE]'))),
    ],
  }),
  variants('framing/done', 'midstream-error/streaming', {
    'framing/no-done-after-an-error': [
      'no [DONE] follows an error in the stream',
      [remove(END)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('framing/nothing-after-done', 'weather/streaming', {
    'framing/usage-after-done': ['the usage chunk comes after [DONE]', [moveAfter(USAGE, END)]],
    'framing/done-twice': ['[DONE] is sent twice', turn(2, insertAfter(END, '[DONE]'))],
  }),
  variants('framing/nothing-after-done', 'weather/streaming', {
    'framing/comment-after-done': [
      'a comment follows [DONE]',
      turn(
        2,
        recodeText((text) => `${text}: end of stream\n\n`),
      ),
    ],
    'framing/blank-lines-after-done': [
      'blank lines follow [DONE], and events without data',
      everyTurn(recodeText((text) => `${text}\n\n\nid: 9\n\n`)),
    ],
  }),
  faults('framing/final-event-terminated', 'weather/streaming', {
    'framing/done-without-line-end': [
      'the body ends with the bracket of [DONE]',
      turn(
        2,
        recodeText((text) => text.trimEnd()),
      ),
    ],
  }),
  faults('framing/no-named-events', 'weather/streaming', {
    'framing/named-chunks': [
      'every chunk is an event named chunk',
      everyTurn(addLines(CHUNKS, 'event: chunk')),
    ],
    'framing/named-pings': [
      'events named ping come before the chunks, with nothing of one',
      [
        insertBefore(nth(CHUNKS, 0), { lines: ['event: ping'], data: {} }),
        insertBefore(nth(CHUNKS, 0), { lines: ['event: ping'], data: { type: 'ping' } }),
      ],
    ],
    'framing/named-error-without-one': [
      'an ordinary chunk is an event named error',
      turn(2, addLines(nth(TEXT, 0), 'event: error')),
      {
        alsoFails: {
          'errors/none-midstream': 'by its name the event is an error',
          'errors/midstream': 'it has no message, and the stream goes on',
        },
      },
    ],
    'framing/named-done': ['[DONE] is an event named done', turn(2, addLines(END, 'event: done'))],
  }),
  variants('framing/no-named-events', 'weather/streaming', {
    'framing/message-events': [
      'every event is named message, which is the default',
      everyTurn(addLines(CHUNKS, 'event: message')),
    ],
    'framing/empty-event-name': ['the event field is there and empty', everyTurn(addLines(CHUNKS, 'event:'))],
  }),
  variants('framing/no-named-events', 'midstream-error/streaming', {
    'framing/named-error': [
      'the event that carries an error is named error',
      [addLines(ERROR, 'event: error')],
    ],
  }),
  faults('framing/comments', 'weather/streaming', {
    'framing/comment-inside-an-event': [
      'a comment line stands between the fields of an event',
      [addLines(FINISH, ':')],
    ],
  }),
  faults('framing/content-type', 'call/streaming', {
    'framing/json-without-usage-instead-of-a-stream': [
      'a stream was asked for without usage; one JSON body comes, and leaves usage out',
      [askNot('stream_options'), inOneBody(CALLING), dropBody('usage')],
      { alsoFails: { 'usage/present': 'what is answered buffered has usage' } },
    ],
  }),
];
