/** Seeded faults and legal variants of ids: calls with and without ids, across turns, and as returned by the client. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, together, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { optionalIds } from '../../../proof/optional-ids.ts';
import { listOf } from '../../../reading/presence.ts';
import { isObject } from '../../../text/json.ts';
import { edits, refuse, reissue } from './edits.ts';
import { CALL, FINISH_REASON, withoutIds } from './places.ts';

const ID = WEATHER_CALL.id;
const CALL_BACK = 'contents[1].parts[0].functionCall';
const RESULT_BACK = 'contents[2].parts[0].functionResponse';
const CALL_PART = { functionCall: { id: ID, name: 'weather', args: { location: 'Oslo', unit: 'celsius' } } };
/** The same call with another id. */
const SIGNED_PART = {
  functionCall: { ...CALL_PART.functionCall, id: 'hB5nT2xR' },
  thoughtSignature: 'QUJDRA==',
};
const RESULT_PART = { functionResponse: { id: ID, name: 'weather', response: { result: '21 °C, clear' } } };

const UNPAIRED = {
  'roundtrip/orphan-rejected': 'it answers no call, and is accepted',
  'roundtrip/unanswered-rejected': 'the call has no result',
};

/** The request asks for two candidates. The first has this content, and the second has the original one. */
function second(first: Draft): ExchangeEdit {
  return together(
    ask('generationConfig.candidateCount', 2),
    setBody('candidates', ([said]: readonly Draft[]) => {
      const other = { content: { role: 'model', ...first }, finishReason: 'STOP' };
      return [other, said].map((each, index) => ({ ...each, index }));
    }),
  );
}

/** Inserts contents into the client's history. */
function splice(at: number, ...contents: readonly Draft[]): ExchangeEdit {
  return ({ request }) => {
    request['contents'] = listOf(request['contents']).toSpliced(at, 0, ...structuredClone(contents));
  };
}

const SMALL_TALK: readonly Draft[] = [
  { role: 'model', parts: [{ text: 'One moment.' }] },
  { role: 'user', parts: [{ text: 'I wait.' }] },
];

/** The client makes up an id for a call without one, and is refused. */
const OWN_ID_REFUSED = all(
  withoutIds,
  turn(
    2,
    ask(`${CALL_BACK}.id`, 'mine1'),
    ask(`${RESULT_BACK}.id`, 'mine1'),
    refuse(400, {
      code: 400,
      message: 'Unknown function call id: mine1.',
      status: 'INVALID_ARGUMENT',
    }),
  ),
);

export const ids: Table = [
  variants('ids/echoed', 'weather/buffered', {
    'ids/small-talk-before-the-call': [
      'the client puts other words into the history before it repeats the call',
      turn(2, splice(1, ...SMALL_TALK)),
    ],
    'ids/cut-off-and-repeated-behind-another-question': [
      'the token limit cuts the answer off, and the client repeats its call behind other words than it had asked with',
      all(
        turn(1, setBody(FINISH_REASON, 'MAX_TOKENS')),
        turn(2, ask('contents[0].parts[0].text', 'Weather in Oslo?')),
      ),
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/changed-with-args-behind-another-question': [
      'the client repeats the call under an id of its own, with other args and behind other words than it had asked with',
      turn(
        2,
        ask('contents[0].parts[0].text', 'Weather?'),
        edits.rewrite(ID, 'mine1'),
        ask(`${CALL_BACK}.args`, { location: 'Bergen' }),
      ),
    ],
    'ids/repeated-by-the-user': [
      'the client repeats the call in a content of the user',
      turn(2, splice(1, ...SMALL_TALK.slice(0, 1)), ask('contents[2].role', 'user')),
      { alsoFails: { 'roundtrip/orphan-rejected': 'the result answers no call of the model' } },
    ],
    'ids/second-candidate-under-another-name': [
      'the second of two candidates has the call, and the client repeats it under another name',
      all(
        turn(1, second({ parts: [{ text: 'Good morning!' }] })),
        turn(2, ask(`${CALL_BACK}.name`, 'local_time'), ask(`${RESULT_BACK}.name`, 'local_time')),
      ),
    ],
  }),
  faults('results/call-kept', 'weather/buffered', {
    'results/args-of-the-first-candidate-changed': [
      'two candidates call two functions, and the client repeats the call of the second with other args',
      all(
        turn(
          1,
          second({
            parts: [
              {
                functionCall: { id: 'tM4kQ8wZ', name: 'local_time', args: {} },
                thoughtSignature: 'QUJDRA==',
              },
            ],
          }),
        ),
        turn(2, ask(`${CALL_BACK}.args`, { location: 'Bergen' })),
      ),
    ],
  }),
  faults('results/call-kept', 'parallel/buffered', {
    'results/args-changed-beside-a-shorter-candidate': [
      'of two candidates the first has one call of the two of the second, whose other call comes back with other args',
      all(
        turn(1, second({ parts: [SIGNED_PART] })),
        turn(2, ask('contents[1].parts[1].functionCall.args', { zone: 'UTC' })),
      ),
    ],
  }),
  variants('ids/echoed', 'other-order/buffered', {
    'ids/second-of-two-candidates-that-begin-alike': [
      'two candidates begin with the same call, and the client goes on with the second',
      turn(
        1,
        second({ parts: [SIGNED_PART, { functionCall: { id: 'tM4kQ8wZ', name: 'local_time', args: {} } }] }),
      ),
    ],
  }),
  variants('roundtrip/response-order', 'parallel/buffered', {
    'roundtrip/one-id-of-the-client': [
      'the client makes an id for one of two calls, and returns their results in another order',
      all(
        withoutIds,
        turn(
          2,
          ask(`${CALL_BACK}.id`, 'mine1'),
          ask('contents[2].parts', [
            { functionResponse: { name: 'local_time', response: { result: '09:30' } } },
            { functionResponse: { id: 'mine1', name: 'weather', response: { result: '21 °C, clear' } } },
          ]),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/only-id-of-the-client-refused': [
      'the one id that the client made is refused',
      OWN_ID_REFUSED,
      { outcome: 'inconclusive' },
    ],
  }),
  variants('results/call-kept', 'three-turns/buffered', {
    'results/args-changed-in-another-history': [
      'the client goes on with another history, in which a call without an id has other args',
      all(
        withoutIds,
        turn(
          3,
          ask('contents[0].parts[0].text', 'The weather and the time in Oslo?'),
          ask('contents[3].parts[0].functionCall.args', {}),
        ),
      ),
    ],
  }),
  faults('ids/echoed', 'weather/streaming', {
    'ids/changed-in-the-result': [
      'the next request returns the result under another id',
      turn(2, ask(`${RESULT_BACK}.id`, 'anotherOne12')),
      { alsoFails: UNPAIRED },
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/result-of-another-name': [
      'the result has another name than its call',
      turn(2, ask(`${RESULT_BACK}.name`, 'local_time')),
    ],
    'ids/result-of-another-name-without-ids': [
      'the result has another name than its call, and neither has an id',
      all(withoutIds, turn(2, ask(`${RESULT_BACK}.name`, 'local_time'))),
      { alsoFails: UNPAIRED },
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/one-call-forgotten-by-the-client': [
      'the client repeats and answers one call of two',
      turn(2, ask('contents[1].parts', [CALL_PART]), ask('contents[2].parts', [RESULT_PART])),
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/one-of-two-results-of-another-name': [
      'two calls have no ids, and the result of one has another name',
      all(withoutIds, turn(2, ask(`${RESULT_BACK}.name`, 'forecast'))),
      { alsoFails: UNPAIRED },
    ],
  }),
  faults('ids/echoed', 'other-order/buffered', {
    'ids/two-results-under-one-id': [
      'the client returns two results of one tool under the id of one of its two calls',
      turn(2, ask('contents[2].parts[1].functionResponse.id', ID), ask(`${RESULT_BACK}.id`, ID)),
      { alsoFails: UNPAIRED },
    ],
  }),
  variants('ids/echoed', 'other-order/buffered', {
    'ids/one-tool-without-ids': ['two calls of one tool have no ids, nor do their results', withoutIds],
  }),
  variants('ids/echoed', 'parallel/buffered', {
    'ids/own-of-the-client': [
      'the client makes ids where none were issued',
      all(withoutIds, turn(2, ask(`${CALL_BACK}.id`, 'mine1'), ask(`${RESULT_BACK}.id`, 'mine1'))),
    ],
  }),
  ...optionalIds(edits, withoutIds),
  variants('ids/non-empty', 'call/buffered', {
    'ids/null-for-none': ['the id is null, as if it were left out', [setBody(`${CALL}.id`, null)]],
  }),
  faults('ids/kept', 'weather/buffered', {
    'ids/not-kept': [
      'the next request leaves the ids out',
      turn(2, askNot(`${CALL_BACK}.id`), askNot(`${RESULT_BACK}.id`)),
    ],
    'ids/not-kept-and-refused': [
      'the next request leaves the ids out, and is refused for that',
      turn(
        2,
        askNot(`${CALL_BACK}.id`),
        askNot(`${RESULT_BACK}.id`),
        refuse(400, {
          code: 400,
          message: 'The id of the function response does not match that of the function call.',
          status: 'INVALID_ARGUMENT',
        }),
      ),
    ],
  }),
  variants('ids/kept', 'weather/buffered', {
    'ids/kept-in-snake-case': [
      'the next request writes names in snake_case',
      turn(2, (exchange) => {
        const contents = JSON.parse(
          JSON.stringify(exchange.request['contents'])
            .replaceAll('"functionCall"', '"function_call"')
            .replaceAll('"functionResponse"', '"function_response"')
            .replaceAll('"thoughtSignature"', '"thought_signature"'),
        );
        exchange.request['contents'] = contents;
      }),
    ],
  }),
  variants('ids/present', 'weather/buffered', {
    'ids/short': ['ids are eight letters and digits', reissue(ID, 'spt7zdfl')],
  }),
  variants('ids/unique-in-conversation', 'three-turns/buffered', {
    'ids/alike-in-turns': [
      'ids of two turns differ in one letter',
      reissue(TIME_CALL.id, `${ID.slice(0, -1)}X`),
    ],
  }),
  variants('ids/entropy', 'weather/buffered', {
    'ids/seven-letters': ['the id is seven letters and digits', reissue(ID, 'q7x2k9w')],
  }),
  variants('ids/echo-accepted', 'parallel/buffered', {
    'ids/refused-in-two-contents': [
      'the client repeats each call in a model content of its own, and is refused for that',
      turn(
        2,
        ({ request }) => {
          const [prompt, called, ...rest] = listOf(request['contents']);
          const parts = isObject(called) ? listOf(called['parts']) : [];
          const apart = parts.map((part) => ({ role: 'model', parts: [part] }));
          request['contents'] = [prompt, ...apart, ...rest];
        },
        refuse(400, {
          code: 400,
          message: 'The number of function response parts is not equal to that of the function call turn.',
          status: 'INVALID_ARGUMENT',
        }),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/own-of-the-client-refused': [
      'the ids that the client made are refused',
      OWN_ID_REFUSED,
      { outcome: 'inconclusive' },
    ],
  }),
  faults('ids/echo-accepted', 'weather/buffered', {
    'ids/count-refused-without-ids': [
      'a call without an id goes back as it came, and is refused',
      all(
        withoutIds,
        turn(
          2,
          refuse(400, {
            code: 400,
            message: 'The number of function response parts is not equal to that of the function call turn.',
            status: 'INVALID_ARGUMENT',
          }),
        ),
      ),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/refused-for-a-role-of-the-client': [
      'the client returns the result under a role that there is not, and is refused',
      turn(
        2,
        ask('contents[2].role', 'tool'),
        refuse(400, {
          code: 400,
          message: 'Please use a valid role: user, model.',
          status: 'INVALID_ARGUMENT',
        }),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/unreachable-file': [
      'the request is refused for a file',
      turn(
        2,
        refuse(400, {
          code: 400,
          message: 'Cannot fetch content from the provided URL in this turn',
          status: 'INVALID_ARGUMENT',
        }),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/refused-for-its-format': [
      'the request is refused since it asks for JSON beside functions',
      turn(
        2,
        refuse(400, {
          code: 400,
          message: 'Function calling does not go together with this response mime type',
          status: 'INVALID_ARGUMENT',
        }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
];
