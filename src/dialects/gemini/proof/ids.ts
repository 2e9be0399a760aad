/** Seeded faults and legal variants of ids: where there may be none, across turns, and on their way back. */

import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/ids.ts';
import { forget, refuse, reissue, rewrite } from './edits.ts';
import { CALL, FINISH_REASON, withoutIds } from './places.ts';

const BUFFERED = 'weather/buffered';
const STREAMED = 'weather/streaming';
const ID = WEATHER_CALL.id;
const CALL_BACK = 'contents[1].parts[0].functionCall';
const RESULT_BACK = 'contents[2].parts[0].functionResponse';
const told = shared.idsTold({ forget, reissue, rewrite }, { anId: 'an id', place: `${CALL}.id` });
const looks = shared.looksTold({ reissue }, {});
const UNSURE = [...NO_ECHO, 'signatures/echoed', 'signatures/echo-accepted'];

/** What a client says in the place of a call and of its result. */
const AGAIN = { role: 'user', parts: [{ text: 'Once more, in short.' }] };

export const faults: readonly SeededFault[] = [
  fault('ids/none', 'no call has an id', STREAMED, withoutIds, 'ids/present'),
  looks.shared({ turnsInconclusive: UNSURE }),
  told.reusedInTheNextTurn,
  fault(
    'ids/with-a-colon',
    'the id has a colon',
    BUFFERED,
    reissue(ID, 'functions.weather:abcDEFghi12'),
    'ids/portable',
  ),
  fault('ids/counter', 'the id is a counter', BUFFERED, reissue(ID, 'call_4711'), 'ids/entropy'),
  fault(
    'ids/changed-in-the-call',
    'the next request repeats the call with another id',
    BUFFERED,
    turn(2, ask(`${CALL_BACK}.id`, 'anotherOne12'), ask(`${RESULT_BACK}.id`, 'anotherOne12')),
    'ids/echoed',
    {
      turnsInconclusive: ['ids/echo-accepted'],
    },
  ),
  fault(
    'ids/changed-in-the-result',
    'the next request returns the result under another id',
    STREAMED,
    turn(2, ask(`${RESULT_BACK}.id`, 'anotherOne12')),
    'ids/echoed',
    {
      alsoFails: {
        'roundtrip/orphan-rejected': 'it answers no call, and is accepted',
        'roundtrip/unanswered-rejected': 'the call has no result',
      },
      turnsInconclusive: ['ids/echo-accepted'],
    },
  ),
  fault(
    'ids/result-of-another-name',
    'the result has another name than its call',
    BUFFERED,
    turn(2, ask(`${RESULT_BACK}.name`, 'local_time')),
    'ids/echoed',
    {
      turnsInconclusive: ['ids/echo-accepted'],
    },
  ),
  fault(
    'ids/own-refused',
    'the provider refuses the ids that it issued',
    BUFFERED,
    turn(
      2,
      refuse(400, {
        code: 400,
        message: 'functionResponse.id does not match functionCall.id',
        status: 'INVALID_ARGUMENT',
      }),
    ),
    'ids/echo-accepted',
    {
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  fault(
    'ids/one-of-two',
    'one of two calls has no id',
    'parallel/buffered',
    forget(TIME_CALL.id),
    'ids/all-or-none',
    {
      observes: ['ids/present'],
    },
  ),
  fault('ids/emptied', 'the id is the empty string', BUFFERED, reissue(ID, ''), 'ids/non-empty', {
    turnsInconclusive: UNSURE,
  }),
  fault('ids/number', 'the id is a number', BUFFERED, reissue(ID, 7_254_118_903), 'ids/non-empty', {
    turnsInconclusive: UNSURE,
  }),
  fault(
    'ids/not-kept',
    'the next request leaves the ids out',
    BUFFERED,
    turn(2, askNot(`${CALL_BACK}.id`), askNot(`${RESULT_BACK}.id`)),
    'ids/kept',
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.droppedWhenCut(
    all(
      turn(1, setBody(FINISH_REASON, 'MAX_TOKENS')),
      turn(2, ask('contents[1]', AGAIN), ask('contents[2]', AGAIN)),
    ),
    { turnsInconclusive: [...NO_ECHO, ...CUT_OFF, 'signatures/last-part', 'roundtrip/result-used'] },
  ),
  variant('ids/short', 'ids are eight letters and digits', BUFFERED, reissue(ID, 'spt7zdfl'), 'ids/present'),
  variant(
    'ids/alike',
    'ids differ in one letter',
    'parallel/buffered',
    reissue(TIME_CALL.id, `${ID.slice(0, -1)}X`),
    'ids/unique-in-response',
  ),
  variant(
    'ids/alike-in-turns',
    'ids of two turns differ in one letter',
    'three-turns/buffered',
    reissue(TIME_CALL.id, `${ID.slice(0, -1)}X`),
    'ids/unique-in-conversation',
  ),
  variant(
    'ids/longest',
    'the id has 40 characters',
    BUFFERED,
    reissue(ID, 'aB3dE6gH9j'.repeat(4)),
    'ids/portable',
  ),
  variant(
    'ids/seven-letters',
    'the id is seven letters and digits',
    BUFFERED,
    reissue(ID, 'q7x2k9w'),
    'ids/entropy',
  ),
  variant(
    'ids/own-of-the-client',
    'the client makes ids where none were issued',
    'parallel/buffered',
    all(withoutIds, turn(2, ask(`${CALL_BACK}.id`, 'mine1'), ask(`${RESULT_BACK}.id`, 'mine1'))),
    'ids/echoed',
    {
      observes: ['ids/present'],
    },
  ),
  variant(
    'ids/own-of-the-client-refused',
    'the ids that the client made are refused',
    'parallel/buffered',
    all(
      withoutIds,
      turn(
        2,
        ask(`${CALL_BACK}.id`, 'mine1'),
        ask(`${RESULT_BACK}.id`, 'mine1'),
        refuse(400, {
          code: 400,
          message: 'Unknown name "id" at function_call: cannot find field.',
          status: 'INVALID_ARGUMENT',
        }),
      ),
    ),
    'ids/echo-accepted',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
      observes: ['ids/present'],
    },
  ),
  variant(
    'ids/unreachable-file',
    'the request is refused for a file',
    BUFFERED,
    turn(
      2,
      refuse(400, {
        code: 400,
        message: 'Cannot fetch content from the provided URL in this turn',
        status: 'INVALID_ARGUMENT',
      }),
    ),
    'ids/echo-accepted',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant(
    'ids/refused-for-its-format',
    'the request is refused since it asks for JSON beside functions',
    BUFFERED,
    turn(
      2,
      refuse(400, {
        code: 400,
        message: 'Function calling does not go together with this response mime type',
        status: 'INVALID_ARGUMENT',
      }),
    ),
    'ids/echo-accepted',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant('ids/on-no-call', 'no call has an id', 'parallel/streaming', withoutIds, 'ids/all-or-none', {
    observes: ['ids/present'],
  }),
  variant(
    'ids/null',
    'the id is null, which is none',
    'call/buffered',
    [setBody(`${CALL}.id`, null)],
    'ids/non-empty',
    { observes: ['ids/present'] },
  ),
  variant(
    'ids/kept-in-snake-case',
    'the next request writes names in snake_case',
    BUFFERED,
    turn(2, (exchange) => {
      const contents = JSON.parse(
        JSON.stringify(exchange.request['contents'])
          .replaceAll('"functionCall"', '"function_call"')
          .replaceAll('"functionResponse"', '"function_response"')
          .replaceAll('"thoughtSignature"', '"thought_signature"'),
      );
      exchange.request['contents'] = contents;
    }),
    'ids/kept',
  ),
];
