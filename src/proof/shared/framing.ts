/** Faults and variants of framing that several dialects tell with the same words, of a stream of server-sent events. */

import { CALLING } from '../dialogues.ts';
import type { AnswerEdits } from '../edits/answer.ts';
import { everyTurn, turn } from '../edits/edit.ts';
import { dropHeader, header, respond } from '../edits/exchange.ts';
import { insertBefore, type Where } from '../edits/stream.ts';
import { COMMENTS, LONE_CR, replaceBytes } from '../edits/wire.ts';
import { fault, variant } from '../fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../inconclusive.ts';
import { variantOf } from './words.ts';

const STREAMED = 'weather/streaming';
/** A character of the report that takes two bytes. */
export const DEGREE = '°';

export const DECLARED_AS_JSON = fault(
  'framing/declared-as-json',
  'the stream is declared as application/json',
  STREAMED,
  [header('Content-Type', 'application/json')],
  'framing/content-type',
);

export function jsonInsteadOfAStream({ inOneBody }: Pick<AnswerEdits, 'inOneBody'>) {
  return fault(
    'framing/json-instead-of-a-stream',
    'asked to stream, the provider answers with one JSON body',
    'call/streaming',
    [inOneBody(CALLING)],
    'framing/content-type',
  );
}

/** @param half the beginning of a body */
export function halfABodyInsteadOfAStream(half: string) {
  return fault(
    'framing/half-a-body-instead-of-a-stream',
    'asked to stream, the provider answers with half a JSON body',
    'call/streaming',
    [respond(200, half)],
    'framing/content-type',
    {
      alsoFails: { 'shape/completion': 'half an object is none' },
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  );
}

export const LATIN_1 = fault(
  'framing/latin-1',
  'text is sent in Latin-1',
  STREAMED,
  turn(2, replaceBytes(DEGREE, Buffer.from([0xb0]))),
  'framing/utf-8',
);

/** @param end the event that ends an answer */
export function textAsKeepalive(end: Where) {
  return fault(
    'framing/text-as-keepalive',
    'the connection is kept alive by data that is no JSON',
    STREAMED,
    [insertBefore(end, 'ping')],
    'framing/data-is-json',
  );
}

export const PROCESSING_COMMENTS = fault(
  'framing/processing-comments',
  'a comment stands before every event',
  STREAMED,
  everyTurn(COMMENTS),
  'framing/comments',
);

export const MEDIA_TYPE_IN_CAPITALS = variant(
  'framing/media-type-in-capitals',
  'the media type is written Text/Event-Stream ;charset=UTF-8',
  STREAMED,
  everyTurn(header('Content-Type', 'Text/Event-Stream ;charset=UTF-8')),
  'framing/content-type',
);

export const NO_TYPE_RECORDED = variant(
  'framing/no-type-recorded',
  'the recording kept no media type',
  STREAMED,
  everyTurn(dropHeader('Content-Type')),
  'framing/content-type',
  { outcome: 'inconclusive', turnsInconclusive: ['framing/content-type'] },
);

export const replacementCharacterSent = variantOf(
  'framing/replacement-character-sent',
  'U+FFFD is sent as such, beside characters beyond the first plane',
  STREAMED,
  'framing/utf-8',
);

export const ALL_LONE_CR = variant(
  'framing/lone-cr',
  'lines end with CR',
  STREAMED,
  everyTurn(LONE_CR),
  'framing/final-event-terminated',
);

export const colonInText = variantOf(
  'framing/colon-in-text',
  'text begins with a colon, and holds line ends',
  STREAMED,
  'framing/comments',
);
