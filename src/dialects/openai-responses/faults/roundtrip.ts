/** Seeded faults and legal variants of roundtrip: the conversation, and how broken histories are met. */
import { tokens } from '../../../faults/answer.ts';
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { turn } from '../../../faults/edits/edit.ts';
import { ask, respond } from '../../../faults/edits/exchange.ts';
import { set } from '../../../faults/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { FOREIGN_ID, GREETING } from '../../../faults/stories.ts';
import { accept, answer, refuse, reports } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { appendItem, RESPONSES, WEB_SEARCH } from './places.ts';

const ORDER = 'other-order/buffered';
const PREVIOUS = 'previous_response_id';
const CUT_SHORT = { turnsInconclusive: [...CUT, 'roundtrip/continues', 'roundtrip/result-used'] };

export const roundtripFaults: readonly SeededFault[] = [
  fault(
    'roundtrip/silence',
    'nothing follows the result',
    'weather/streaming',
    turn(2, answer({ finish: 'stop', usage: tokens(118, 1) })),
    'roundtrip/continues',
    {
      alsoFails: {
        'finish/not-empty': 'a completed answer holds nothing',
        'roundtrip/result-used': 'the fact is not said',
      },
    },
  ),
  fault(
    'roundtrip/result-ignored',
    'the answer has no access to the weather',
    'weather/buffered',
    reports('I have no access to the weather.'),
    'roundtrip/result-used',
  ),
  fault(
    'roundtrip/another-number',
    'the answer says a longer number that the fact is a part of',
    'weather/streaming',
    reports('It is 210 °C in Oslo.'),
    'roundtrip/result-used',
  ),
  fault(
    'roundtrip/results-swapped',
    'each result is said of the other city',
    ORDER,
    reports('In Oslo it is 12 °C, in Bergen 21 °C.'),
    'roundtrip/results-paired',
  ),
  fault(
    'roundtrip/orphan-accepted',
    'a result for a call that was never issued is accepted',
    'probe-orphan/buffered',
    [accept(GREETING)],
    'roundtrip/orphan-rejected',
  ),
  fault(
    'roundtrip/orphan-breaks-the-server',
    'a result for a call that was never issued is met by 500',
    'probe-orphan/streaming',
    [refuse(500)],
    'roundtrip/orphan-rejected',
  ),
  fault(
    'roundtrip/nameless-result-accepted',
    'a result without call_id is accepted',
    'probe-nameless/streaming',
    [accept(GREETING)],
    'roundtrip/orphan-rejected',
  ),
  fault(
    'roundtrip/unanswered-accepted',
    'a call without a result is accepted',
    'probe-unanswered/buffered',
    [accept(GREETING)],
    'roundtrip/unanswered-rejected',
  ),
  fault(
    'roundtrip/unanswered-refused-in-text',
    'a call without a result is refused in plain text',
    'probe-unanswered/streaming',
    [respond(400, 'Bad Request')],
    'roundtrip/unanswered-rejected',
    { alsoFails: { 'errors/shape': 'text is no error object' }, turnsInconclusive: ['errors/code'] },
  ),
  fault(
    'roundtrip/foreign-id-refused-without-a-word',
    'the id of another provider is refused, and the refusal does not say so',
    'foreign-id/buffered',
    [refuse(400, 'Bad request')],
    'roundtrip/foreign-id',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'roundtrip/foreign-id-breaks-the-server',
    'the id of another provider is met by 500',
    'foreign-id/streaming',
    [refuse(500, `KeyError: ${FOREIGN_ID}`)],
    'roundtrip/foreign-id',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'roundtrip/named-response-ignored',
    'the answer names no response that it continues',
    'stored/buffered',
    turn(2, setBody(PREVIOUS, null)),
    'roundtrip/previous-response',
  ),
  fault(
    'roundtrip/another-response-continued',
    'the answer names another response than the request',
    'stored/streaming',
    turn(2, set(RESPONSES, `response.${PREVIOUS}`, 'resp_of_somebody_else')),
    'roundtrip/previous-response',
  ),
];

export const roundtripVariants: readonly LegalVariant[] = [
  variant(
    'roundtrip/search-after-the-result',
    "an item of the provider's own tools follows the result, beside text",
    'weather/streaming',
    turn(2, appendItem(WEB_SEARCH)),
    'roundtrip/continues',
  ),
  variant(
    'roundtrip/cut-off-at-once',
    'the token limit ends the answer before its first word',
    'weather/buffered',
    reports('', { finish: 'length' }),
    'roundtrip/continues',
    {
      outcome: 'inconclusive',
      ...CUT_SHORT,
    },
  ),
  variant(
    'roundtrip/fact-among-signs',
    'signs and letters touch the fact',
    'weather/buffered',
    reports('Oslo: ~21°C.'),
    'roundtrip/result-used',
  ),
  variant(
    'roundtrip/results-in-a-table',
    'a table lists the cities, the last one first',
    ORDER,
    reports('| City | °C |\n| Bergen | 12 |\n| Oslo | 21 |'),
    'roundtrip/results-paired',
  ),
  variant(
    'roundtrip/results-respectively',
    'the text lists the cities, then the results',
    ORDER,
    reports('Oslo and Bergen have 21 and 12 °C respectively.'),
    'roundtrip/results-paired',
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['roundtrip/results-paired'],
    },
  ),
  variant(
    'roundtrip/orphan-unprocessable',
    'a result for a call that was never issued is refused with 422',
    'probe-orphan/buffered',
    [refuse(422)],
    'roundtrip/orphan-rejected',
  ),
  variant(
    'roundtrip/call-kept-by-the-server',
    'a result answers a call that the server keeps',
    'probe-orphan/buffered',
    [ask(PREVIOUS, 'resp_kept'), accept(GREETING)],
    'roundtrip/orphan-rejected',
    { outcome: 'not-applicable' },
  ),
  variant(
    'roundtrip/unanswered-not-found',
    'a call without a result is refused with 404',
    'probe-unanswered/streaming',
    [refuse(404)],
    'roundtrip/unanswered-rejected',
  ),
  variant(
    'roundtrip/foreign-id-refused-by-name',
    'the id of another provider is refused with a 400 that quotes it',
    'foreign-id/buffered',
    [refuse(400, `Invalid id: ${FOREIGN_ID}`)],
    'roundtrip/foreign-id',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'roundtrip/stored-elsewhere',
    'a request brings its whole history, and its answer says nothing of another response',
    'weather/buffered',
    turn(2, dropBody(PREVIOUS)),
    'roundtrip/previous-response',
    { outcome: 'not-applicable' },
  ),
  variant(
    'roundtrip/named-response-not-kept',
    'a server that keeps nothing refuses the response id',
    'stored/buffered',
    turn(2, refuse(404, 'There is no stored response.')),
    'roundtrip/previous-response',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];
