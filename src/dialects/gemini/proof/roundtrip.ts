/** Seeded faults and legal variants of roundtrip: the conversation, and how broken histories are met. */
import { tokens } from '../../../answers/answer.ts';
import { FOREIGN_ID, GREETING, REPORT } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { type Edit, turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { remove } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/roundtrip.ts';
import { accept, answer, refuse } from './edits.ts';
import { TEXT, TEXT_OF, withoutIds } from './places.ts';

const SIGNED = { signature: 'QUJDRA==' };
const RESULTS = 'contents[2].parts';
const INVALID = { code: 400, message: 'Bad request', status: 'INVALID_ARGUMENT' };

/** Said after the results. */
const says = (text: string): Edit => turn(2, setBody(TEXT_OF, text));

export const faults: readonly SeededFault[] = [
  fault(
    'roundtrip/silence',
    'nothing follows the result but a finishReason',
    'weather/streaming',
    turn(2, remove(TEXT)),
    'roundtrip/continues',
    {
      alsoFails: {
        'finish/not-empty': 'STOP comes with nothing',
        'roundtrip/result-used': 'the fact is not said',
      },
    },
  ),
  shared.resultIgnored(says),
  shared.resultsSwapped(says),
  shared.PROBED.orphanAccepted([accept({ ...GREETING, ...SIGNED })]),
  fault(
    'roundtrip/nameless-result-accepted',
    'one more result than there were calls is accepted',
    'probe-nameless/streaming',
    [accept({ ...GREETING, ...SIGNED })],
    'roundtrip/orphan-rejected',
  ),
  shared.PROBED.orphanBreaksTheServer([refuse(500, { code: 500, message: 'Internal', status: 'INTERNAL' })]),
  shared.PROBED.unansweredAccepted([accept({ ...GREETING, ...SIGNED })]),
  fault(
    'roundtrip/unanswered-refused-in-text',
    'the refusal of a call without a result has no error object',
    'probe-unanswered/streaming',
    [respond(400, 'Bad Request')],
    'roundtrip/unanswered-rejected',
    {
      alsoFails: { 'errors/shape': 'text is no error object' },
      turnsInconclusive: ['errors/code', 'errors/status'],
    },
  ),
  shared.PROBED.foreignIdRefusedWithoutAWord([refuse(400, INVALID)]),
  fault(
    'roundtrip/dropped-signature-accepted',
    'a call without its signature is accepted',
    'dropped-signatures/buffered',
    turn(2, accept({ ...REPORT, ...SIGNED })),
    'roundtrip/dropped-signature',
  ),
  fault(
    'roundtrip/one-result-of-two',
    'the client returns one result of two',
    'parallel/buffered',
    turn(2, (exchange) => ask(RESULTS, resultsOf(exchange.request).slice(0, 1))(exchange)),
    'roundtrip/response-count',
    {
      alsoFails: { 'roundtrip/unanswered-rejected': 'the provider takes it' },
      turnsInconclusive: ['ids/echoed', 'ids/echo-accepted'],
    },
  ),
  fault(
    'roundtrip/results-shuffled',
    'the client returns results without ids in another order',
    'no-ids/buffered',
    turn(2, (exchange) => ask(RESULTS, resultsOf(exchange.request).toReversed())(exchange)),
    'roundtrip/response-order',
    {
      observes: ['ids/present'],
    },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'roundtrip/a-word',
    'a word follows the result',
    'weather/buffered',
    says('21'),
    'roundtrip/continues',
  ),
  shared.factAmongSigns(says),
  shared.factInWords(says),
  variant(
    'roundtrip/numbers-first',
    'each result is said before its city',
    'other-order/streaming',
    turn(
      2,
      answer({ ...REPORT, ...SIGNED, text: '21 °C in Oslo and 12 °C in Bergen.', usage: tokens(168, 20) }),
    ),
    'roundtrip/results-paired',
  ),
  variant(
    'roundtrip/orphan-refused-in-an-array',
    'the refusal comes in an array of one',
    'probe-orphan/streaming',
    [respond(400, JSON.stringify([{ error: INVALID }]))],
    'roundtrip/orphan-rejected',
  ),
  variant(
    'roundtrip/unanswered-refused-with-404',
    'the refusal has another status of 4xx',
    'probe-unanswered/buffered',
    [refuse(404, { code: 404, message: 'No such call', status: 'NOT_FOUND' })],
    'roundtrip/unanswered-rejected',
  ),
  variant(
    'roundtrip/foreign-id-named',
    'the refusal names the foreign id',
    'foreign-id/buffered',
    [refuse(400, { ...INVALID, message: `${FOREIGN_ID} is no id of ours` })],
    'roundtrip/foreign-id',
    {
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant(
    'roundtrip/dropped-signature-refused-with-422',
    'the refusal of a call without its signature has another status of 4xx',
    'dropped-signatures/streaming',
    turn(2, refuse(422, { ...INVALID, code: 422 })),
    'roundtrip/dropped-signature',
  ),
  variant(
    'roundtrip/results-in-two-contents',
    'the client returns each result in a content of its own',
    'parallel/buffered',
    turn(2, (exchange) => {
      const contents = exchange.request['contents'];
      const [one, other] = resultsOf(exchange.request);
      if (!Array.isArray(contents)) throw new Error('the request has no contents');
      contents.splice(2, 1, { role: 'function', parts: [one] }, { role: 'user', parts: [other] });
    }),
    'roundtrip/response-count',
  ),
  variant(
    'roundtrip/same-function',
    'the results of one function without ids have the order of the calls',
    'parallel/buffered',
    withoutIds,
    'roundtrip/response-order',
    {
      observes: ['ids/present'],
    },
  ),
];

function resultsOf(request: { readonly [key: string]: unknown }): unknown[] {
  const contents = request['contents'];
  const parts: unknown = Array.isArray(contents) ? contents[2]?.parts : undefined;
  if (!Array.isArray(parts)) throw new Error('the request returns no results');
  return parts;
}
