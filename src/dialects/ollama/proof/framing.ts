/** Seeded faults and legal variants of framing and lines: one JSON object per line, and which line is the last. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { everyTurn, turn } from '../../../proof/edits/edit.ts';
import { header, page } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, first, insertAfter, last, nth, set, setData } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { answer } from './edits.ts';
import { END, insertLine, TEXT } from './places.ts';

export const framing: Table = [
  faults('framing/content-type', 'text/buffered', {
    'framing/lines-unasked': [
      'a request that turns the stream off is answered in lines',
      [recodeText((text) => `${beginningOf(text)}\n${text}\n`)],
      { unserved: 'a stream is what the other delivery answers with' },
    ],
    'framing/text-type-in-a-body': [
      'a buffered answer is declared as text',
      [header('Content-Type', 'text/plain')],
    ],
  }),
  faults('framing/content-type', 'text/streaming', {
    'framing/events-instead-of-lines': [
      'the provider answers with server-sent events, of which no client reads a line',
      [
        recodeText((text) => text.replaceAll(/^(?=\{)/gmu, 'data: ')),
        header('Content-Type', 'text/event-stream'),
      ],
      { level: 'MUST' },
    ],
    'framing/pretty-instead-of-a-stream': [
      'asked to stream, the provider answers with one body over several lines',
      [
        recodeText((text) => JSON.stringify(JSON.parse(text.trim().split('\n').at(-1) ?? ''), null, 2)),
        header('Content-Type', 'application/json'),
      ],
      { alsoFails: { 'finish/not-empty': 'the last line has no text' } },
    ],
  }),
  faults('framing/content-type', 'weather/streaming', {
    'framing/page-for-a-stream': [
      'a page stands in the place of the stream of the second turn',
      turn(2, page),
      { level: 'MUST' },
    ],
  }),
  faults('framing/content-type', 'weather/buffered', {
    'framing/page-for-a-body': [
      'a page stands in the place of the body of the second turn',
      turn(2, page),
      { level: 'MUST' },
    ],
  }),
  variants('framing/content-type', 'weather/streaming', {
    'framing/media-type-in-capitals': [
      'the media type is written Application/X-NDJSON ;charset=UTF-8',
      everyTurn(header('Content-Type', 'Application/X-NDJSON ;charset=UTF-8')),
    ],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/done-mark': ['the stream ends with [DONE]', [insertAfter(first(CHUNKS), '[DONE]')]],
    'framing/line-in-a-list': [
      'a line is a list of one',
      [setData(nth(TEXT, 1), (line) => JSON.stringify([line]))],
    ],
    'framing/object-over-several-lines': [
      'an object is written over several lines',
      [setData(first(TEXT), (line) => JSON.stringify(line, null, 2))],
    ],
    'framing/as-server-sent-events': [
      'a line stands behind data:',
      [setData(nth(TEXT, 1), (line) => `data: ${JSON.stringify(line)}`)],
    ],
  }),
  variants('framing/data-is-json', 'text/streaming', {
    'framing/last-line-without-its-end': [
      'no line end follows the last line',
      [recodeText((text) => text.replace(/\n$/u, ''))],
    ],
    'framing/white-space-in-a-line': [
      'white space stands around the JSON of a line',
      [setData(first(TEXT), (line) => ` ${JSON.stringify(line)} `)],
    ],
    'framing/empty-lines-last': ['empty lines follow the last one', [recodeText((text) => `${text}\n\n`)]],
  }),
  faults('lines/done', 'text/streaming', {
    'lines/never-done': ['no line says done: true', [set(END, 'done', false)]],
    'lines/does-not-say': ['a line does not say whether it is done', [drop(nth(TEXT, 1), 'done')]],
    'lines/done-as-text': ['done is a text', [set(END, 'done', 'true')]],
  }),
  faults('lines/done', 'call/streaming', {
    'lines/done-left-out': ['the last line leaves done out', [drop(END, 'done')]],
  }),
  variants('lines/done', 'text/streaming', {
    'lines/done-with-the-text': [
      'the last line brings the last words',
      [set(END, 'message.content', ' Or not?')],
    ],
  }),
  faults('lines/nothing-after-done', 'text/streaming', {
    'lines/text-after-done': [
      'text follows done: true',
      [insertLine(END, { message: { role: 'assistant', content: ' More.' } })],
    ],
    'lines/empty-after-done': [
      'a line without text follows done: true',
      [insertLine(END, { message: { role: 'assistant', content: '' } })],
    ],
    'lines/done-too-early': ['a line in the middle says done: true', [set(nth(TEXT, 1), 'done', true)]],
  }),
  variants('lines/nothing-after-done', 'text/streaming', {
    'lines/one-line': ['all of the answer comes in one line', [recodeText((text) => oneLineOf(text))]],
  }),
  faults('lines/reason-at-the-end', 'text/streaming', {
    'lines/reason-too-early': [
      'the reason stands on the line before the last',
      [set(last(TEXT), 'done_reason', 'stop'), drop(END, 'done_reason')],
    ],
  }),
  variants('lines/reason-at-the-end', 'text/streaming', {
    'lines/empty-reason-before': [
      'lines before the last have an empty reason',
      [set(TEXT, 'done_reason', '')],
    ],
    'lines/cut-by-length': ['the token limit ends the answer', [answer({ ...GREETING, finish: 'length' })]],
  }),
];

/** Joins the text of all lines into the last line. */
function oneLineOf(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const end = lines.at(-1);
  end.message.content = lines.map(({ message }) => message.content).join('');
  return `${JSON.stringify(end)}\n`;
}

/** Returns a first line without text, for an answer that begins with one. */
function beginningOf(text: string): string {
  const { model, created_at } = JSON.parse(text);
  return JSON.stringify({ model, created_at, message: { role: 'assistant', content: '' }, done: false });
}
