/** Seeded faults and legal variants of roundtrip: the conversation, and how broken histories are met. */
import { tokens } from '../../../answers/answer.ts';
import { FOREIGN_ID, GREETING } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/roundtrip.ts';
import { accept, answer, refuse, reports } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { appendItem, RESPONSES, WEB_SEARCH } from './places.ts';

const PREVIOUS = 'previous_response_id';

export const faults: readonly SeededFault[] = [
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
  shared.anotherNumber(reports('It is 210 °C in Oslo.')),
  shared.resultsSwapped(reports),
  shared.PROBED.orphanAccepted([accept(GREETING)]),
  shared.PROBED.orphanBreaksTheServer([refuse(500)]),
  shared.namelessResultAccepted('call_id')([accept(GREETING)]),
  shared.PROBED.unansweredAccepted([accept(GREETING)]),
  fault(
    'roundtrip/unanswered-refused-in-text',
    'a call without a result is refused in plain text',
    'probe-unanswered/streaming',
    [respond(400, 'Bad Request')],
    'roundtrip/unanswered-rejected',
    { alsoFails: { 'errors/shape': 'text is no error object' }, turnsInconclusive: ['errors/code'] },
  ),
  shared.PROBED.foreignIdRefusedWithoutAWord([refuse(400, 'Bad request')]),
  shared.PROBED.foreignIdBreaksTheServer([refuse(500, `KeyError: ${FOREIGN_ID}`)]),
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

export const variants: readonly LegalVariant[] = [
  variant(
    'roundtrip/search-after-the-result',
    "an item of the provider's own tools follows the result, beside text",
    'weather/streaming',
    turn(2, appendItem(WEB_SEARCH)),
    'roundtrip/continues',
  ),
  shared.cutOffAtOnce(CUT)(reports('', { finish: 'length' })),
  shared.factAmongSigns(reports),
  shared.resultsInATable(reports),
  shared.resultsRespectively(reports),
  shared.PROBED.orphanUnprocessable([refuse(422)]),
  variant(
    'roundtrip/call-kept-by-the-server',
    'a result answers a call that the server keeps',
    'probe-orphan/buffered',
    [ask(PREVIOUS, 'resp_kept'), accept(GREETING)],
    'roundtrip/orphan-rejected',
    { outcome: 'not-applicable' },
  ),
  shared.PROBED.unansweredNotFound([refuse(404)]),
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
