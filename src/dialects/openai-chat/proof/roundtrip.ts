/** Seeded faults and legal variants of roundtrip: the conversation, and how broken histories are met. */
import { tokens } from '../../../answers/answer.ts';
import { CALLING, FOREIGN_ID, GREETING, REPORT, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, turn } from '../../../proof/edits/edit.ts';
import { about, askNot, lose, respond } from '../../../proof/edits/exchange.ts';
import { nth, remove, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/roundtrip.ts';
import { accept, answer, refuse } from './edits.ts';
import { DELTA, FINISH, MESSAGE, TEXT } from './places.ts';

const TEXT_OF_TURN_2 = `${MESSAGE}.content`;

/** Said after the results. */
const says = (text: string): Edit => turn(2, setBody(TEXT_OF_TURN_2, text));

export const faults: readonly SeededFault[] = [
  fault(
    'roundtrip/silence',
    'nothing follows the result but a finish_reason',
    'weather/streaming',
    turn(2, remove(TEXT)),
    'roundtrip/continues',
    {
      alsoFails: {
        'finish/not-empty': 'stop comes with nothing',
        'roundtrip/result-used': 'the fact is not said',
      },
    },
  ),
  fault(
    'roundtrip/phantom-after-the-result',
    'after the result a body says tool_calls and calls nothing',
    'weather/buffered',
    turn(2, setBody(TEXT_OF_TURN_2, null), setBody('choices[0].finish_reason', 'tool_calls')),
    'roundtrip/continues',
    {
      alsoFails: {
        'finish/no-phantom': 'there is no call',
        'roundtrip/result-used': 'the fact is not said',
      },
    },
  ),
  shared.anotherNumber(turn(2, set(nth(TEXT, 2), `${DELTA}.content`, '210 '))),
  fault(
    'roundtrip/one-fact-of-two',
    'the answer says one of two facts',
    'parallel/buffered',
    says('It is 21 °C in Oslo.'),
    'roundtrip/result-used',
    { says: 'does not say' },
  ),
  fault(
    'roundtrip/one-result-unsaid',
    'the answer says one of two results, so they cannot be told apart',
    'other-order/buffered',
    says('In Oslo it is 21 °C, and Bergen is colder.'),
    'roundtrip/result-used',
    { turnsInconclusive: ['roundtrip/results-paired'] },
  ),
  shared.resultIgnored(says),
  shared.resultsSwapped(says),
  fault(
    'roundtrip/results-swapped-numbers-first',
    'each result is said of the other city, the result first',
    'other-order/streaming',
    turn(2, answer({ ...REPORT, text: '21 °C in Bergen and 12 °C in Oslo.', usage: tokens(168, 20) })),
    'roundtrip/results-paired',
  ),
  shared.PROBED.orphanAccepted([accept(GREETING)]),
  fault(
    'roundtrip/orphan-accepted-with-a-page',
    'a result for a call that was never issued is met by 200 and a page',
    'probe-orphan/buffered',
    [respond(200, '<html></html>')],
    'roundtrip/orphan-rejected',
    { alsoFails: { 'shape/completion': 'a page is no answer' } },
  ),
  shared.PROBED.orphanBreaksTheServer([refuse(500)]),
  shared.namelessResultAccepted('tool_call_id')([accept(GREETING)]),
  fault(
    'roundtrip/nameless-result-refused-in-text',
    'the refusal of a result without tool_call_id has no error object',
    'probe-nameless/buffered',
    [respond(400, 'Bad Request')],
    'roundtrip/orphan-rejected',
    { alsoFails: { 'errors/shape': 'text is no error object' }, turnsInconclusive: ['errors/code'] },
  ),
  shared.PROBED.unansweredAccepted([accept(GREETING)]),
  fault(
    'roundtrip/unanswered-accepted-with-a-page',
    'a call without a result is met by 200 and a page',
    'probe-unanswered/buffered',
    [respond(200, '<html></html>')],
    'roundtrip/unanswered-rejected',
    { alsoFails: { 'shape/completion': 'a page is no answer' } },
  ),
  fault(
    'roundtrip/unanswered-breaks-the-server',
    'a call without a result is met by 500',
    'probe-unanswered/streaming',
    [refuse(500)],
    'roundtrip/unanswered-rejected',
  ),
  shared.PROBED.foreignIdRefusedWithoutAWord([refuse(400, { message: 'Bad request', code: null })]),
  shared.PROBED.foreignIdBreaksTheServer([refuse(500, { message: `KeyError: ${FOREIGN_ID}`, code: null })]),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'roundtrip/call-and-no-text',
    'another call follows the result, beside empty text',
    'three-turns/streaming',
    turn(2, set(FINISH, `${DELTA}.content`, '')),
    'roundtrip/continues',
  ),
  variant(
    'roundtrip/answer-in-audio',
    'the answer that follows the result is spoken',
    'weather/buffered',
    all(
      about({ scenario: null }),
      turn(
        2,
        setBody(TEXT_OF_TURN_2, null),
        setBody('choices[0].message.audio', { id: 'audio_1', data: 'UklGRg==' }),
      ),
    ),
    'roundtrip/continues',
  ),
  shared.cutOffAtOnce(CUT_OFF)(
    turn(2, setBody(TEXT_OF_TURN_2, ''), setBody('choices[0].finish_reason', 'length')),
  ),
  shared.factAmongSigns(says),
  shared.factInWords(says),
  variant(
    'roundtrip/ends-with-a-call',
    'the recording ends with another call',
    'weather/buffered',
    turn(2, answer({ ...CALLING, calls: [{ ...WEATHER_CALL, id: 'call_Zq8Lw3Xv9T' }], usage: REPORT.usage })),
    'roundtrip/result-used',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/result-used'] },
  ),
  shared.resultsInATable(says),
  variant(
    'roundtrip/numbers-first',
    'each result comes before its city',
    'other-order/streaming',
    turn(2, answer({ ...REPORT, text: '21 °C in Oslo, 12 °C in Bergen.', usage: tokens(168, 20) })),
    'roundtrip/results-paired',
  ),
  variant(
    'roundtrip/results-of-mixed-order',
    'one result comes before its city, the other after',
    'other-order/buffered',
    says('It is 21 °C in Oslo and Bergen has 12 °C.'),
    'roundtrip/results-paired',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/results-paired'] },
  ),
  variant(
    'roundtrip/cities-listed-first',
    'the cities are listed, then each result comes before its city',
    'other-order/buffered',
    says('Weather for Oslo and Bergen: 21 °C (Oslo), 12 °C (Bergen).'),
    'roundtrip/results-paired',
  ),
  variant(
    'roundtrip/result-inside-a-number',
    'the digits of a result also stand in another number',
    'other-order/buffered',
    says('Oslo: 121 % of normal, 21 °C. Bergen: 12 °C.'),
    'roundtrip/results-paired',
  ),
  shared.resultsRespectively(says),
  variant(
    'roundtrip/cities-not-named',
    'the answer says the results, and of one city only that it is there',
    'other-order/buffered',
    says('Oslo has 21 °C, the other city 12 °C.'),
    'roundtrip/results-paired',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/results-paired'] },
  ),
  variant(
    'roundtrip/results-cut-off',
    'the token limit ends an answer that began with the wrong city',
    'other-order/streaming',
    turn(2, answer({ ...REPORT, text: 'Bergen 21, Oslo 12', finish: 'length', usage: tokens(168, 20) })),
    'roundtrip/results-paired',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [
        ...CUT_OFF,
        'roundtrip/continues',
        'roundtrip/result-used',
        'roundtrip/results-paired',
      ],
    },
  ),
  variant(
    'roundtrip/foreign-id-refused-by-name',
    'two ids of another provider are refused with a 400 that quotes one',
    'foreign-id/buffered',
    all(
      about({ scenario: { facts: [['21']], foreignIds: ['toolu_01A09q90qw90lq917835lq9', FOREIGN_ID] } }),
      turn(1, refuse(400, { message: `Invalid id: ${FOREIGN_ID}`, code: null })),
    ),
    'roundtrip/foreign-id',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'roundtrip/foreign-id-met-by-503',
    'the history with the id of another provider is met by 503',
    'foreign-id/streaming',
    [refuse(503)],
    'roundtrip/foreign-id',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  shared.PROBED.orphanUnprocessable([refuse(422)]),
  variant(
    'roundtrip/orphan-met-by-502',
    'the gateway in front of the probe answers 502',
    'probe-orphan/buffered',
    [refuse(502)],
    'roundtrip/orphan-rejected',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/orphan-rejected'] },
  ),
  variant(
    'roundtrip/result-without-id-for-a-call-without',
    'a result names no call, and belongs to one that was issued without an id',
    'probe-nameless/buffered',
    [askNot('messages[2].tool_calls[0].id'), askNot('messages[3].tool_call_id'), accept(GREETING)],
    'roundtrip/orphan-rejected',
    { outcome: 'not-applicable' },
  ),
  shared.PROBED.unansweredNotFound([refuse(404)]),
  variant(
    'roundtrip/unanswered-throttled',
    'the probe is throttled',
    'probe-unanswered/buffered',
    [refuse(429)],
    'roundtrip/unanswered-rejected',
    {
      outcome: 'inconclusive',
      observes: ['errors/retry-after'],
      turnsInconclusive: ['roundtrip/unanswered-rejected'],
    },
  ),
  variant(
    'roundtrip/unanswered-lost',
    'the connection of the probe is lost',
    'probe-unanswered/buffered',
    [lose('connection reset')],
    'roundtrip/unanswered-rejected',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [
        'roundtrip/unanswered-rejected',
        'errors/shape',
        'errors/code',
        'errors/no-secret',
        'errors/retry-after',
        'ids/echo-accepted',
      ],
    },
  ),
];
