/** Seeded faults and legal variants of framing: from bytes to events. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import {
  first,
  halve,
  insertAfter,
  insertBefore,
  nth,
  setData,
  withData,
} from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import {
  ARGUMENTS,
  ARGUMENTS_DONE,
  CLOSED,
  PART_ADDED,
  PART_DONE,
  SUMMARY,
  TERMINAL,
  TEXT,
} from './places.ts';

const END = withData('[DONE]');

export const framing: Table = [
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/chunk-in-an-array': [
      'an event is wrapped in an array',
      [insertBefore(TERMINAL, '[{"type":"keepalive"}]')],
    ],
  }),
  faults('framing/data-is-json', 'call/streaming', {
    'framing/half-a-fragment': [
      'the JSON of an event with a fragment of arguments is cut off',
      [halve(first(ARGUMENTS))],
    ],
    'framing/half-of-the-arguments-done': [
      'the JSON of the event that ends the arguments is cut off',
      [halve(ARGUMENTS_DONE)],
    ],
    'framing/half-of-an-item-done': ['the JSON of the event that ends the call is cut off', [halve(CLOSED)]],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/half-of-a-part-added': [
      'the JSON of the event that announces the text is cut off',
      [halve(PART_ADDED)],
    ],
    'framing/half-of-a-word': [
      'the JSON of an event with a word of the text is cut off',
      [halve(first(TEXT))],
    ],
    'framing/half-of-a-part-done': [
      'the JSON of the event that ends the part is cut off',
      [halve(PART_DONE)],
    ],
  }),
  faults('framing/data-is-json', 'reasoning/streaming', {
    'framing/half-a-thought': [
      'the JSON of an event with a piece of a thought is cut off',
      [halve(first(SUMMARY))],
    ],
  }),
  faults('framing/nothing-after-done', 'midstream-error/streaming', {
    'framing/done-twice': ['[DONE] is sent twice', [insertAfter(END, '[DONE]')]],
  }),
  faults('framing/nothing-after-done', 'weather/streaming', {
    'framing/relay-done-twice': [
      'the [DONE] of a relay is sent twice',
      [insertAfter(TERMINAL, '[DONE]'), insertAfter(END, '[DONE]')],
    ],
  }),
  variants('framing/nothing-after-done', 'weather/streaming', {
    'framing/comment-after-done': [
      'a comment follows the [DONE] of a relay',
      [insertAfter(TERMINAL, '[DONE]'), recodeText((text) => `${text}: bye\n\n`)],
    ],
  }),
  faults('framing/done-marker', 'weather/streaming', {
    'framing/done-after-the-end': ['[DONE] follows the terminal event', [insertAfter(TERMINAL, '[DONE]')]],
  }),
  variants('framing/done-marker', 'text/streaming', {
    'framing/done-spoken-of': [
      'the text is [DONE]',
      [setData(nth(TEXT, 0), (chunk) => ` ${JSON.stringify(chunk)}`), recodeText((text) => `${text}\n`)],
    ],
  }),
];
