/** Seeded faults and legal variants of framing: what stands between bytes and events. */
import { everyTurn } from '../../../proof/edits/edit.ts';
import { first, insertAfter, insertBefore, nth, setData, withData } from '../../../proof/edits/stream.ts';
import { BOM, CRLF, recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/framing.ts';
import { inOneBody, reports } from './edits.ts';
import { CREATED, TERMINAL, TEXT } from './places.ts';

const STREAMED = 'weather/streaming';
const END = withData('[DONE]');

export const faults: readonly SeededFault[] = [
  shared.DECLARED_AS_JSON,
  shared.jsonInsteadOfAStream({ inOneBody }),
  shared.halfABodyInsteadOfAStream('{"id":"resp_1","object":"response",'),
  shared.LATIN_1,
  shared.textAsKeepalive(TERMINAL),
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
  shared.PROCESSING_COMMENTS,
  fault(
    'framing/done-after-the-end',
    '[DONE] follows the terminal event',
    STREAMED,
    [insertAfter(TERMINAL, '[DONE]')],
    'framing/done-marker',
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.MEDIA_TYPE_IN_CAPITALS,
  shared.NO_TYPE_RECORDED,
  shared.replacementCharacterSent(reports('It is 21 °C \uFFFD 🌦 in Oslo.')),
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
  shared.ALL_LONE_CR,
  shared.colonInText(reports('\n: no comment 21\n\ndata: none\n')),
  variant(
    'framing/done-spoken-of',
    'the text is [DONE]',
    'text/streaming',
    [setData(nth(TEXT, 0), (chunk) => ` ${JSON.stringify(chunk)}`), recodeText((text) => `${text}\n`)],
    'framing/done-marker',
  ),
];
