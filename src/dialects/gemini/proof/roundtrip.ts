/** Seeded faults and legal variants of roundtrip: the conversation, and how the provider answers broken histories. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { REPORT } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { type Edit, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { listOf } from '../../../reading/presence.ts';
import { accept, refuse } from './edits.ts';
import { TEXT_OF, withoutIds, withQuery } from './places.ts';

const SIGNED = { signature: 'QUJDRA==' };
const RESULTS = 'contents[2].parts';
const INVALID = { code: 400, message: 'Bad request', status: 'INVALID_ARGUMENT' };

/** Sets the text of the answer after the results. */
const says = (text: string): Edit => turn(2, setBody(TEXT_OF, text));

function resultsOf(request: { readonly [key: string]: unknown }): unknown[] {
  const contents = request['contents'];
  const parts: unknown = Array.isArray(contents) ? contents[2]?.parts : undefined;
  if (!Array.isArray(parts)) throw new Error('the request returns no results');
  return parts;
}

const WRONG_COUNT = {
  ...INVALID,
  message: 'The number of function response parts should be equal to that of the function call parts.',
};

/** The client returns each of two results in a separate content. */
function returnApart(exchange: Parameters<ExchangeEdit>[0]): void {
  const [one, other] = resultsOf(exchange.request);
  const apart = [one, other].map((part) => ({ role: 'user', parts: [part] }));
  const { request } = exchange;
  request['contents'] = listOf(request['contents']).toSpliced(2, 1, ...structuredClone(apart));
}

export const roundtrip: Table = [
  faults('roundtrip/dropped-signature', 'dropped-signatures/buffered', {
    'roundtrip/dropped-signature-accepted': [
      'a call without its signature is accepted',
      turn(2, accept({ ...REPORT, ...SIGNED })),
    ],
  }),
  variants('roundtrip/dropped-signature', 'dropped-signatures/streaming', {
    'roundtrip/dropped-signature-refused-with-422': [
      'the refusal of a call without its signature has another status of 4xx',
      turn(2, refuse(422, { ...INVALID, code: 422 })),
    ],
  }),
  faults('roundtrip/response-count', 'parallel/buffered', {
    'roundtrip/one-result-of-two': [
      'the client returns one result of two',
      turn(2, (exchange) => ask(RESULTS, resultsOf(exchange.request).slice(0, 1))(exchange)),
      { alsoFails: { 'roundtrip/unanswered-rejected': 'the provider takes it' } },
    ],
    'roundtrip/one-result-of-two-refused': [
      'the client returns one result of two, and is refused',
      turn(
        2,
        (exchange) => ask(RESULTS, resultsOf(exchange.request).slice(0, 1))(exchange),
        refuse(400, INVALID),
      ),
    ],
  }),
  faults('roundtrip/response-count', 'parallel/buffered', {
    'roundtrip/results-in-two-contents-refused': [
      'the client returns each result in a content of its own, and is refused',
      turn(2, returnApart, refuse(400, WRONG_COUNT)),
    ],
    'roundtrip/one-result-of-two-and-signature-refused': [
      'the client returns one result of two, and the signature of a call is refused',
      turn(
        2,
        (exchange) => ask(RESULTS, resultsOf(exchange.request).slice(0, 1))(exchange),
        refuse(400, { code: 400, message: 'Corrupted thought signature.', status: 'INVALID_ARGUMENT' }),
      ),
    ],
  }),
  variants('roundtrip/response-count', 'parallel/buffered', {
    'roundtrip/results-in-two-contents': [
      'the client returns each result in a content of its own, and is answered',
      turn(2, returnApart),
    ],
    'roundtrip/words-behind-the-results': [
      'the client says something in a content behind the results',
      turn(2, ({ request }) => {
        request['contents'] = [...listOf(request['contents']), { role: 'user', parts: [{ text: 'Go on.' }] }];
      }),
    ],
  }),
  variants('ids/echo-accepted', 'parallel/buffered', {
    'ids/refused-for-words-beside-the-results': [
      'the client says something beside the results, and the number of parts is refused',
      turn(
        2,
        (exchange) => ask(RESULTS, [...resultsOf(exchange.request), { text: 'Go on.' }])(exchange),
        refuse(400, WRONG_COUNT),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('roundtrip/response-order', 'no-ids/buffered', {
    'roundtrip/results-shuffled': [
      'the client returns results without ids in another order',
      turn(2, (exchange) => ask(RESULTS, resultsOf(exchange.request).toReversed())(exchange)),
    ],
  }),
  variants('roundtrip/response-order', 'parallel/buffered', {
    'roundtrip/same-function': [
      'the results of one function without ids have the order of the calls',
      withoutIds,
    ],
  }),
  variants('roundtrip/continues', 'weather/buffered', {
    'roundtrip/a-word': ['a word follows the result', says('21')],
  }),
  variants('roundtrip/orphan-rejected', 'probe-orphan/streaming', {
    'roundtrip/orphan-refused-in-an-array': [
      'the refusal comes in an array of one',
      [withQuery('?prettyPrint=false'), respond(400, JSON.stringify([{ error: INVALID }]))],
    ],
  }),
];
