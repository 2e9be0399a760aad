/** Faults and variants of roundtrip: answers after the results, and reactions to broken histories. */

import { type Answer, tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, FOREIGN_ID, GREETING, REPORT, WEATHER_CALL } from '../dialogue-parts.ts';
import { all, type Edit, everyTurn, together, turn } from '../edits/edit.ts';
import { about, header, lose, respond } from '../edits/exchange.ts';

/** A page that is declared as JSON, so that its content type is not at fault. */
const PAGE = together(respond(200, '<html></html>'), header('Content-Type', 'application/json'));
const NO_ANSWER = { alsoFails: { 'shape/completion': 'a page is no answer' } };

export const roundtrip: SharedTable = ({ accept, answer, refuse }) => {
  /** Replaces the answer after the results. */
  const says = (text: string, rest: Partial<Answer> = {}): Edit =>
    turn(2, answer({ ...REPORT, text, usage: tokens(168, 20), ...rest }));
  return [
    faults('roundtrip/continues', 'weather/streaming', {
      'roundtrip/silence': [
        'nothing follows the result but the end',
        turn(2, answer({ finish: 'stop', usage: REPORT.usage })),
        {
          alsoFails: {
            'finish/not-empty': 'a whole answer has nothing in it',
          },
        },
      ],
    }),
    variants('roundtrip/continues', 'weather/buffered', {
      'roundtrip/cut-off-at-once': [
        'the token limit ends the answer before its first word',
        turn(2, answer({ finish: 'length', usage: REPORT.usage })),
        { outcome: 'inconclusive' },
      ],
      'roundtrip/calls-on': [
        'a further call follows the result',
        turn(
          2,
          answer({ ...CALLING, calls: [{ ...WEATHER_CALL, id: 'call_Zq8Lw3Xv9T' }], usage: REPORT.usage }),
        ),
      ],
    }),
    faults('roundtrip/result-used', 'weather/streaming', {
      'roundtrip/another-number': [
        'the answer says a longer number that the fact is a part of',
        says('It is 210 °C in Oslo.'),
      ],
    }),
    faults('roundtrip/result-used', 'weather/buffered', {
      'roundtrip/result-ignored': [
        'the answer says that it has no access to the weather',
        says('I have no access to the weather.'),
      ],
    }),
    faults('roundtrip/result-used', 'parallel/buffered', {
      'roundtrip/one-fact-of-two': [
        'the answer says one of two facts',
        says('It is 21 °C in Oslo.'),
        { says: 'does not say' },
      ],
    }),
    faults('roundtrip/result-used', 'other-order/buffered', {
      'roundtrip/one-result-unsaid': [
        'the answer says one of two results, so they cannot be told apart',
        says('In Oslo it is 21 °C, and Bergen is another matter.'),
      ],
    }),
    variants('roundtrip/result-used', 'weather/streaming', {
      'roundtrip/nothing-to-say': [
        'the scenario has no fact that the answer must say',
        all(about({ scenario: { facts: [] } }), says('I have no access to the weather.')),
        { outcome: 'not-applicable' },
      ],
    }),
    variants('roundtrip/result-used', 'weather/buffered', {
      'roundtrip/fact-among-signs': ['signs and letters touch the fact', says('Oslo: ~21°C.')],
      'roundtrip/fact-in-words': [
        'the answer spells the fact in the second way that counts',
        all(about({ scenario: { facts: [['21', 'twenty-one']] } }), says('Twenty-one degrees, and clear.')),
      ],
      'roundtrip/ends-with-a-call': [
        'the recording ends with another call',
        turn(
          2,
          answer({ ...CALLING, calls: [{ ...WEATHER_CALL, id: 'call_Zq8Lw3Xv9T' }], usage: REPORT.usage }),
        ),
        { outcome: 'inconclusive' },
      ],
    }),
    faults('roundtrip/results-paired', 'other-order/buffered', {
      'roundtrip/results-swapped': [
        'each result is said of the other city',
        says('In Oslo it is 12 °C, in Bergen 21 °C.'),
      ],
      'roundtrip/two-results-of-three-swapped': [
        'of three results two are said of the other city',
        all(
          about({
            scenario: {
              facts: [['21'], ['12']],
              pairings: [
                { subject: 'Oslo', fact: '21' },
                { subject: 'Bergen', fact: '12' },
                { subject: 'Tromsø', fact: 'snow' },
              ],
            },
          }),
          says('In Tromsø there is snow, in Oslo it is 12 °C, in Bergen 21 °C.'),
        ),
        { unserved: 'it takes three results' },
      ],
    }),
    faults('roundtrip/results-paired', 'other-order/streaming', {
      'roundtrip/results-swapped-numbers-first': [
        'each result is said of the other city, the result first',
        says('21 °C in Bergen and 12 °C in Oslo.'),
      ],
    }),
    variants('roundtrip/results-paired', 'other-order/buffered', {
      'roundtrip/results-in-a-table': [
        'a table lists the cities, the last one first',
        says('| City | °C |\n| Bergen | 12 |\n| Oslo | 21 |'),
      ],
      'roundtrip/results-respectively': [
        'the text lists the cities, then the results',
        says('Oslo and Bergen have 21 and 12 °C respectively.'),
        { outcome: 'inconclusive' },
      ],
      'roundtrip/results-of-mixed-order': [
        'one result comes before its city, the other after',
        says('It is 21 °C in Oslo and Bergen has 12 °C.'),
        { outcome: 'inconclusive' },
      ],
      'roundtrip/cities-listed-first': [
        'the cities are listed, then each result comes before its city',
        says('Weather for Oslo and Bergen: 21 °C (Oslo), 12 °C (Bergen).'),
      ],
      'roundtrip/result-inside-a-number': [
        'the digits of a result also stand in another number',
        says('Oslo: 121 % of normal, 21 °C. Bergen: 12 °C.'),
      ],
      'roundtrip/cities-not-named': [
        'the answer says the results, and of one city only that it is there',
        says('Oslo has 21 °C, the other city 12 °C.'),
        { outcome: 'inconclusive' },
      ],
    }),
    variants('roundtrip/result-used', 'weather/buffered', {
      'roundtrip/no-facts-and-a-broken-server': [
        'the scenario expects no fact, and the server answers 500',
        all(about({ scenario: { facts: [] } }), turn(2, refuse(500))),
        { outcome: 'not-applicable' },
      ],
    }),
    variants('roundtrip/results-paired', 'other-order/streaming', {
      'roundtrip/numbers-first': [
        'each result comes before its city',
        says('21 °C in Oslo, 12 °C in Bergen.'),
      ],
      'roundtrip/results-cut-off': [
        'the token limit ends an answer that began with the wrong city',
        says('Bergen 21, Oslo 12', { finish: 'length' }),
        { outcome: 'inconclusive' },
      ],
    }),
    faults('roundtrip/orphan-rejected', 'probe-orphan/buffered', {
      'roundtrip/orphan-accepted': [
        'a result for a call that was never issued is accepted',
        [accept(GREETING)],
      ],
      'roundtrip/orphan-accepted-with-a-page': [
        'a result for a call that was never issued is met by 200 and a page',
        [PAGE],
        NO_ANSWER,
      ],
    }),
    faults('roundtrip/orphan-rejected', 'probe-orphan/streaming', {
      'roundtrip/orphan-breaks-the-server': [
        'a result for a call that was never issued is met by 500',
        [refuse(500)],
      ],
    }),
    faults('roundtrip/orphan-rejected', 'probe-nameless/streaming', {
      'roundtrip/nameless-result-accepted': ['a result that names no call is accepted', [accept(GREETING)]],
    }),
    faults('errors/shape', 'probe-nameless/buffered', {
      'errors/nameless-result-refused-in-text': [
        'the refusal of a result that names no call has no error object',
        [respond(400, 'Bad Request')],
      ],
    }),
    variants('roundtrip/orphan-rejected', 'probe-orphan/buffered', {
      'roundtrip/orphan-unprocessable': [
        'a result for a call that was never issued is refused with 422',
        [refuse(422)],
      ],
      'roundtrip/orphan-met-by-502': [
        'the gateway in front of the probe answers 502',
        [refuse(502)],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('roundtrip/unanswered-rejected', 'probe-unanswered/buffered', {
      'roundtrip/unanswered-accepted': ['a call without a result is accepted', [accept(GREETING)]],
      'roundtrip/unanswered-accepted-with-a-page': [
        'a call without a result is met by 200 and a page',
        [PAGE],
        NO_ANSWER,
      ],
    }),
    faults('roundtrip/unanswered-rejected', 'probe-unanswered/streaming', {
      'roundtrip/unanswered-breaks-the-server': ['a call without a result is met by 500', [refuse(500)]],
    }),
    faults('errors/shape', 'probe-unanswered/streaming', {
      'errors/unanswered-refused-in-text': [
        'a call without a result is refused in plain text',
        [respond(400, 'Bad Request')],
      ],
    }),
    variants('roundtrip/unanswered-rejected', 'probe-unanswered/streaming', {
      'roundtrip/unanswered-not-found': ['a call without a result is refused with 404', [refuse(404)]],
    }),
    variants('roundtrip/unanswered-rejected', 'probe-unanswered/buffered', {
      'roundtrip/unanswered-throttled': [
        'the probe is throttled',
        [refuse(429)],
        { outcome: 'inconclusive' },
      ],
      'roundtrip/unanswered-lost': [
        'the connection of the probe is lost',
        [lose('connection reset')],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('roundtrip/foreign-id', 'foreign-id/buffered', {
      'roundtrip/foreign-id-refused-without-a-word': [
        'the id of another provider is refused, and the refusal does not say so',
        [refuse(400, 'Bad request')],
      ],
    }),
    faults('shape/completion', 'foreign-id/buffered', {
      'shape/page-for-a-foreign-id': ['the id of another provider is met by 200 and a page', everyTurn(PAGE)],
    }),
    faults('shape/completion', 'weather/buffered', {
      'shape/page-for-an-answer': ['the results are met by 200 and a page', turn(2, PAGE)],
    }),
    faults('roundtrip/foreign-id', 'foreign-id/streaming', {
      'roundtrip/foreign-id-and-other-words': [
        'the id of another provider is refused, and the refusal is about a tool that uses ids',
        [refuse(400, 'The tool box called twice has no identity')],
      ],
      'roundtrip/foreign-id-breaks-the-server': [
        'the id of another provider is met by 500',
        [refuse(500, `KeyError: ${FOREIGN_ID}`)],
      ],
    }),
    variants('roundtrip/foreign-id', 'foreign-id/buffered', {
      'roundtrip/foreign-id-refused-by-name': [
        'two ids of another provider are refused with a 400 that quotes one',
        all(
          about({ scenario: { facts: [['21']], foreignIds: ['toolu_01A09q90qw90lq917835lq9', FOREIGN_ID] } }),
          turn(1, refuse(400, `Invalid id: ${FOREIGN_ID}`)),
        ),
      ],
    }),
    variants('roundtrip/foreign-id', 'foreign-id/streaming', {
      'roundtrip/foreign-id-refused-by-its-field': [
        'the id of another provider is refused with a 400 that names the field',
        [refuse(400, 'messages.2.tool_call_id: it has a colon')],
      ],
      'roundtrip/foreign-id-refused-by-its-path': [
        'the id of another provider is refused with a 400 that names its place',
        [refuse(400, 'messages.1.content.0.tool_use.id: it has a colon')],
      ],
      'roundtrip/foreign-id-refused-in-one-word': [
        'the id of another provider is refused with a 400 that names toolUseId',
        [refuse(400, 'Invalid toolUseId')],
      ],
      'roundtrip/foreign-id-met-by-503': [
        'the history with the id of another provider is met by 503',
        [refuse(503)],
        { outcome: 'inconclusive' },
      ],
    }),
  ];
};
