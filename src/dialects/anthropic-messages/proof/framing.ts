/** Seeded faults and legal variants of framing: bytes, and events as such. */

import { GREETING } from '../../../proof/dialogues.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { dropHeader, header } from '../../../proof/edits/exchange.ts';
import {
  addLines,
  first,
  insertAfter,
  insertBefore,
  nth,
  set,
  setText,
} from '../../../proof/edits/stream.ts';
import { BOM, CRLF, recode, replaceBytes } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { inOneBody, onBedrock, onVertex } from './edits.ts';
import { STOP, TEXT } from './places.ts';

const STREAMED = 'text/streaming';
const CALLED = 'call/streaming';

export const faults: readonly SeededFault[] = [
  fault(
    'framing/plain-text',
    'the stream is declared as text/plain',
    STREAMED,
    [header('Content-Type', 'text/plain')],
    'framing/content-type',
  ),
  fault(
    'framing/frames-of-aws-declared',
    'a stream of text is declared as one of AWS',
    STREAMED,
    [header('Content-Type', 'application/vnd.amazon.eventstream')],
    'framing/content-type',
  ),
  fault(
    'framing/one-body',
    'asked to stream, the answer is one body',
    STREAMED,
    [inOneBody(GREETING)],
    'framing/content-type',
  ),
  fault(
    'framing/latin-1',
    'a word of the text is sent in Latin-1',
    'weather/streaming',
    turn(2, replaceBytes('°', Buffer.from([0xb0]))),
    'framing/utf-8',
  ),
  fault(
    'framing/no-json',
    'the data of an event is no JSON',
    STREAMED,
    [setText(first(TEXT), '{"type":"content_block_delta"')],
    'framing/data-is-json',
  ),
  fault(
    'framing/named-done',
    'an event of the name data says [DONE], as one gateway ends its streams',
    STREAMED,
    [insertAfter(STOP, { lines: ['event: data'], data: '[DONE]' })],
    'framing/data-is-json',
  ),
  fault(
    'framing/no-type',
    'the data of an event has no type',
    STREAMED,
    [insertBefore(first(TEXT), { index: 0 })],
    'framing/data-is-json',
  ),
  fault(
    'framing/last-line-open',
    'the body ends before the blank line of message_stop',
    STREAMED,
    [recode((body) => body.subarray(0, -1))],
    'framing/final-event-terminated',
  ),
  fault(
    'framing/processing',
    'comments keep the connection open',
    STREAMED,
    [addLines(nth(TEXT, 1), ': keep-alive')],
    'framing/comments',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'framing/parameters',
    'the media type has parameters',
    STREAMED,
    [header('Content-Type', 'Text/Event-Stream; charset=UTF-8')],
    'framing/content-type',
  ),
  variant(
    'framing/no-header-recorded',
    'the recording kept no Content-Type',
    STREAMED,
    [dropHeader('Content-Type')],
    'framing/content-type',
    { outcome: 'inconclusive', turnsInconclusive: ['framing/content-type'] },
  ),
  variant(
    'framing/bedrock',
    "Bedrock's stream comes in frames of AWS, its events without names",
    CALLED,
    [onBedrock],
    'framing/content-type',
  ),
  variant(
    'framing/vertex',
    'Vertex AI streams as the first party does',
    CALLED,
    [onVertex],
    'framing/content-type',
  ),
  variant('framing/bom', 'a byte order mark opens the stream', STREAMED, [BOM], 'framing/utf-8'),
  variant(
    'framing/bedrock-is-no-text',
    'frames of AWS are no UTF-8, and need not be',
    STREAMED,
    [onBedrock],
    'framing/utf-8',
    { outcome: 'not-applicable' },
  ),
  variant(
    'framing/padded-json',
    'spaces stand before the closing brace, as the first party pads',
    STREAMED,
    [replaceBytes('"}\n', Buffer.from('"     }\n'))],
    'framing/data-is-json',
  ),
  variant('framing/crlf', 'lines end in CR LF', STREAMED, [CRLF], 'framing/final-event-terminated'),
  variant(
    'framing/bedrock-has-no-lines',
    'frames of AWS end without a blank line',
    STREAMED,
    [onBedrock],
    'framing/final-event-terminated',
    { outcome: 'not-applicable' },
  ),
  variant(
    'framing/colon-in-the-text',
    'the text holds a colon at the start of a line',
    STREAMED,
    [set(first(TEXT), 'delta.text', ': keep-alive ')],
    'framing/comments',
  ),
];
