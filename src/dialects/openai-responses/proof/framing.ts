/** Seeded faults and legal variants of framing: what stands between bytes and events. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { insertAfter, insertBefore, nth, setData, withData } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { TERMINAL, TEXT } from './places.ts';

const END = withData('[DONE]');

export const framing: Table = [
  faults('framing/data-is-json', 'weather/streaming', {
    'framing/chunk-in-an-array': [
      'an event is wrapped in an array',
      [insertBefore(TERMINAL, '[{"type":"keepalive"}]')],
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
