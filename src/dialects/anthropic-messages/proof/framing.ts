/** Seeded faults and legal variants of framing: bytes, and events as such. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { header } from '../../../proof/edits/exchange.ts';
import { first, insertAfter, insertBefore, setText } from '../../../proof/edits/stream.ts';
import { replaceBytes } from '../../../proof/edits/wire.ts';
import { onBedrock, onVertex } from './edits.ts';
import { STOP, TEXT } from './places.ts';

export const framing: Table = [
  faults('framing/content-type', 'text/streaming', {
    'framing/frames-of-aws-declared': [
      'a stream of text is declared as one of AWS',
      [header('Content-Type', 'application/vnd.amazon.eventstream')],
    ],
  }),
  variants('framing/content-type', 'call/streaming', {
    'framing/bedrock': ["Bedrock's stream comes in frames of AWS, its events without names", [onBedrock]],
    'framing/vertex': ['Vertex AI streams as the first party does', [onVertex]],
  }),
  faults('framing/data-is-json', 'text/streaming', {
    'framing/no-json': [
      'the data of an event is no JSON',
      [setText(first(TEXT), '{"type":"content_block_delta"')],
    ],
    'framing/named-done': [
      'an event of the name data says [DONE], as one gateway ends its streams',
      [insertAfter(STOP, { lines: ['event: data'], data: '[DONE]' })],
    ],
    'framing/no-type': ['the data of an event has no type', [insertBefore(first(TEXT), { index: 0 })]],
  }),
  variants('framing/data-is-json', 'text/streaming', {
    'framing/padded-json': [
      'spaces stand before the closing brace, as the first party pads',
      [replaceBytes('"}\n', Buffer.from('"     }\n'))],
    ],
  }),
  variants('framing/utf-8', 'text/streaming', {
    'framing/bedrock-is-no-text': [
      'frames of AWS are no UTF-8, and need not be',
      [onBedrock],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('framing/final-event-terminated', 'text/streaming', {
    'framing/bedrock-has-no-lines': [
      'frames of AWS end without a blank line',
      [onBedrock],
      { outcome: 'not-applicable' },
    ],
  }),
];
