/** Seeded faults and legal variants of framing: bytes and events. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { header } from '../../../proof/edits/exchange.ts';
import { drop, first, halve, insertAfter, insertBefore, setText } from '../../../proof/edits/stream.ts';
import { replaceBytes } from '../../../proof/edits/wire.ts';
import { onBedrock, onVertex } from './edits.ts';
import { BLOCK_STOPS, MESSAGE_DELTA, SIGNATURES, STOP, TEXT, THOUGHTS } from './places.ts';

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
    'framing/word-without-a-type': [
      'an event with a word of the text has no type',
      [drop(first(TEXT), 'type')],
    ],
    'framing/no-type': ['the data of an event has no type', [insertBefore(first(TEXT), { index: 0 })]],
  }),
  faults('framing/data-is-json', 'parallel/streaming', {
    'framing/half-of-a-block-stop': [
      'the JSON of the event that stops the first of two calls is cut off',
      [halve(first(BLOCK_STOPS))],
    ],
  }),
  faults('framing/data-is-json', 'reasoning/streaming', {
    'framing/half-a-thought': [
      'the JSON of an event with a piece of a thought is cut off',
      [halve(first(THOUGHTS))],
    ],
    'framing/half-a-signature': [
      'the JSON of the event that signs a thought is cut off',
      [halve(SIGNATURES)],
    ],
    'framing/half-of-the-final-count': [
      'the JSON of the event that counts the tokens is cut off',
      [halve(MESSAGE_DELTA)],
    ],
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
