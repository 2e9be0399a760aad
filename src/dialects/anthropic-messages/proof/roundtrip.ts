/** Seeded faults and legal variants of roundtrip: the conversation, and how broken histories are met. */

import { CALLING, GREETING, REPORT, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { type Edit, turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/roundtrip.ts';
import { callBlock } from '../codec/encode.ts';
import { accept, answer, idOf, refuse } from './edits.ts';

const SAID = 'content[0].text';
const NOTHING_SAID = { 'roundtrip/result-used': 'the fact is not said' };
const BROKE = 'the server broke';
const CALL = callBlock({ ...WEATHER_CALL, id: idOf(WEATHER_CALL.id) });

/** Said after the results. */
const says = (text: string): Edit => turn(2, setBody(SAID, text));

export const faults: readonly SeededFault[] = [
  fault(
    'roundtrip/silence',
    'nothing follows the result',
    'weather/streaming',
    turn(2, answer({ finish: 'stop', usage: REPORT.usage })),
    'roundtrip/continues',
    { alsoFails: { 'finish/not-empty': 'end_turn comes with nothing', ...NOTHING_SAID } },
  ),
  fault(
    'roundtrip/white-space',
    'a line end follows the result',
    'weather/buffered',
    says('\n'),
    'roundtrip/continues',
    { alsoFails: { 'finish/not-empty': 'end_turn comes with nothing', ...NOTHING_SAID } },
  ),
  shared.resultIgnored(says),
  fault(
    'roundtrip/one-fact-of-two',
    'the answer says one of two facts',
    'parallel/streaming',
    turn(2, answer({ ...REPORT, usage: { ...REPORT.usage, prompt: 168 } })),
    'roundtrip/result-used',
  ),
  shared.resultsSwapped(says),
  shared.PROBED.orphanAccepted([accept(GREETING)]),
  fault(
    'roundtrip/nameless-accepted',
    'a result that names no call is accepted',
    'probe-nameless/streaming',
    [accept(REPORT)],
    'roundtrip/orphan-rejected',
  ),
  fault(
    'roundtrip/orphan-breaks-the-server',
    'a result for a call that was never issued breaks the server',
    'probe-orphan/streaming',
    [refuse(500, 'api_error', BROKE)],
    'roundtrip/orphan-rejected',
  ),
  fault(
    'roundtrip/unanswered-accepted',
    'a call that is left without a result is accepted',
    'probe-unanswered/buffered',
    [accept(GREETING)],
    'roundtrip/unanswered-rejected',
  ),
  fault(
    'roundtrip/unanswered-without-an-error',
    'a call that is left without a result is refused without an error',
    'probe-unanswered/streaming',
    [respond(400, 'Bad Request')],
    'roundtrip/unanswered-rejected',
    {
      alsoFails: { 'errors/shape': 'a text is no error' },
      turnsInconclusive: ['errors/type'],
      observes: ['errors/request-id'],
    },
  ),
  fault(
    'roundtrip/foreign-id-breaks-the-server',
    "another provider's id breaks the server",
    'foreign-id/buffered',
    [refuse(500, 'api_error', BROKE)],
    'roundtrip/foreign-id',
  ),
  fault(
    'roundtrip/foreign-id-unnamed',
    "another provider's id is refused, and not named",
    'foreign-id/streaming',
    [refuse(400, 'invalid_request_error', 'Invalid request')],
    'roundtrip/foreign-id',
  ),
  fault(
    'roundtrip/thoughts-not-missed',
    'the history comes back without the thoughts, and is accepted',
    'forgotten-thoughts/buffered',
    turn(2, accept(REPORT)),
    'roundtrip/dropped-signature',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'roundtrip/calls-on',
    'a further call follows the result',
    'weather/buffered',
    turn(
      2,
      answer({ ...CALLING, usage: REPORT.usage, calls: [{ ...WEATHER_CALL, id: 'toolu_nV4mB8xK2zQ7' }] }),
    ),
    'roundtrip/continues',
    { turnsInconclusive: ['roundtrip/result-used'] },
  ),
  variant(
    'roundtrip/cut-off',
    'the token limit stops the answer to the result',
    'weather/streaming',
    turn(2, answer({ ...REPORT, finish: 'length' })),
    'roundtrip/continues',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [...CUT_OFF, 'roundtrip/continues', 'roundtrip/result-used'],
    },
  ),
  variant(
    'roundtrip/said-otherwise',
    'the fact is said in another sentence',
    'weather/buffered',
    says('Clear skies, 21 degrees.'),
    'roundtrip/result-used',
  ),
  variant(
    'roundtrip/numbers-first',
    'each result stands before its city',
    'other-order/buffered',
    says('21 °C in Oslo and 12 °C in Bergen.'),
    'roundtrip/results-paired',
  ),
  variant(
    'roundtrip/orphan-unprocessable',
    'the orphan is refused with 422',
    'probe-orphan/buffered',
    [refuse(422, 'invalid_request_error')],
    'roundtrip/orphan-rejected',
  ),
  variant(
    'roundtrip/orphan-met-by-529',
    'the server is overloaded, whatever the request says',
    'probe-orphan/streaming',
    [refuse(529, 'overloaded_error')],
    'roundtrip/orphan-rejected',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/orphan-rejected'] },
  ),
  variant(
    'roundtrip/prefilled',
    'a call at the very end of the history needs no result yet',
    'probe-unanswered/buffered',
    [
      ask('messages', [
        { role: 'user', content: 'What is the weather?' },
        { role: 'assistant', content: [CALL] },
      ]),
    ],
    'roundtrip/unanswered-rejected',
    { outcome: 'not-applicable' },
  ),
  variant(
    'roundtrip/unanswered-elsewhere-told',
    'the refusal names the call',
    'probe-unanswered/streaming',
    [refuse(400, 'invalid_request_error', `tool_use ids without tool_result: ${idOf(WEATHER_CALL.id)}`)],
    'roundtrip/unanswered-rejected',
  ),
  variant(
    'roundtrip/foreign-id-accepted',
    "another provider's id is accepted",
    'foreign-id/buffered',
    [accept(REPORT)],
    'roundtrip/foreign-id',
  ),
  variant(
    'roundtrip/thoughts-missed-with-422',
    'the history comes back without the thoughts, and is refused with 422',
    'forgotten-thoughts/streaming',
    turn(2, refuse(422, 'invalid_request_error', 'Expected thinking')),
    'roundtrip/dropped-signature',
  ),
];
