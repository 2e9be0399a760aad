/** Seeded faults and legal variants of framing: what stands between bytes and events. */
import { everyTurn, turn } from '../../../faults/edits/edit.ts';
import { dropHeader, header, respond } from '../../../faults/edits/exchange.ts';
import { first, insertAfter, insertBefore, nth, setData, withData } from '../../../faults/edits/stream.ts';
import { BOM, COMMENTS, CRLF, LONE_CR, recodeText, replaceBytes } from '../../../faults/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { CALLING } from '../../../faults/stories.ts';
import { inOneBody, reports } from './edits.ts';
import { CREATED, TERMINAL, TEXT } from './places.ts';

const STREAMED = 'weather/streaming';
const DEGREE = '°';
const END = withData('[DONE]');

export const framingFaults: readonly SeededFault[] = [
  fault(
    'framing/declared-as-json',
    'the stream is declared as application/json',
    STREAMED,
    [header('Content-Type', 'application/json')],
    'framing/content-type',
  ),
  fault(
    'framing/json-instead-of-a-stream',
    'asked to stream, the provider answers with one JSON body',
    'call/streaming',
    [inOneBody(CALLING)],
    'framing/content-type',
  ),
  fault(
    'framing/half-a-body-instead-of-a-stream',
    'asked to stream, the provider answers with half a JSON body',
    'call/streaming',
    [respond(200, '{"id":"resp_1","object":"response",')],
    'framing/content-type',
    {
      alsoFails: { 'shape/completion': 'half an object is none' },
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  fault(
    'framing/latin-1',
    'text is sent in Latin-1',
    STREAMED,
    turn(2, replaceBytes(DEGREE, Buffer.from([0xb0]))),
    'framing/utf-8',
  ),
  fault(
    'framing/text-as-keepalive',
    'the connection is kept alive by data that is no JSON',
    STREAMED,
    [insertBefore(TERMINAL, 'ping')],
    'framing/data-is-json',
  ),
  fault(
    'framing/event-in-an-array',
    'an event is wrapped in an array',
    STREAMED,
    [insertBefore(TERMINAL, '[{"type":"keepalive"}]')],
    'framing/data-is-json',
  ),
  fault(
    'framing/done-twice',
    '[DONE] is sent twice',
    'midstream-error/streaming',
    [insertAfter(END, '[DONE]')],
    'framing/nothing-after-done',
    {
      observes: ['framing/done-marker'],
      alsoFails: { 'errors/none-midstream': 'there is an error in the stream, as there was before the edit' },
    },
  ),
  fault(
    'framing/end-unterminated',
    'no blank line follows the terminal event',
    STREAMED,
    [recodeText((text) => text.slice(0, -1))],
    'framing/final-event-terminated',
  ),
  fault(
    'framing/processing-comments',
    'a comment stands before every event',
    STREAMED,
    everyTurn(COMMENTS),
    'framing/comments',
  ),
  fault(
    'framing/done-after-the-end',
    '[DONE] follows the terminal event',
    STREAMED,
    [insertAfter(TERMINAL, '[DONE]')],
    'framing/done-marker',
  ),
];

export const framingVariants: readonly LegalVariant[] = [
  variant(
    'framing/media-type-in-capitals',
    'the media type is written Text/Event-Stream ;charset=UTF-8',
    STREAMED,
    everyTurn(header('Content-Type', 'Text/Event-Stream ;charset=UTF-8')),
    'framing/content-type',
  ),
  variant(
    'framing/no-type-recorded',
    'the recording kept no media type',
    STREAMED,
    everyTurn(dropHeader('Content-Type')),
    'framing/content-type',
    { outcome: 'inconclusive', turnsInconclusive: ['framing/content-type'] },
  ),
  variant(
    'framing/replacement-character-sent',
    'U+FFFD is sent as such, beside characters beyond the first plane',
    STREAMED,
    reports('It is 21 °C \uFFFD 🌦 in Oslo.'),
    'framing/utf-8',
  ),
  variant(
    'framing/json-over-several-lines',
    'an event is pretty-printed over several data lines',
    STREAMED,
    [setData(first(CREATED), (chunk) => JSON.stringify(chunk, null, 2))],
    'framing/data-is-json',
  ),
  variant('framing/crlf', 'lines end with CR LF', STREAMED, everyTurn(CRLF, BOM), 'framing/data-is-json'),
  variant(
    'framing/comment-after-done',
    'a comment follows the [DONE] of a relay',
    STREAMED,
    [insertAfter(TERMINAL, '[DONE]'), recodeText((text) => `${text}: bye\n\n`)],
    'framing/nothing-after-done',
    { observes: ['framing/comments', 'framing/done-marker'] },
  ),
  variant(
    'framing/lone-cr',
    'lines end with CR',
    STREAMED,
    everyTurn(LONE_CR),
    'framing/final-event-terminated',
  ),
  variant(
    'framing/colon-in-text',
    'text begins with a colon, and holds line ends',
    STREAMED,
    reports('\n: no comment 21\n\ndata: none\n'),
    'framing/comments',
  ),
  variant(
    'framing/done-spoken-of',
    'the text is [DONE]',
    'text/streaming',
    [setData(nth(TEXT, 0), (chunk) => ` ${JSON.stringify(chunk)}`), recodeText((text) => `${text}\n`)],
    'framing/done-marker',
  ),
];
