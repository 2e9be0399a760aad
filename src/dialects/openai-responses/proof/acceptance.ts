/**
 * Seeded faults and legal variants of refusals about the history. The provider is not blamed for the client's own
 * changes.
 */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING_TIME, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, sentBefore } from '../../../proof/edits/exchange.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, refuse } from './edits.ts';
import { appendItem, itemId, nameItem, REMARK, splice, THOUGHT, WEB_SEARCH } from './places.ts';

const CALL_REFUSED = 'No function call matches the call_id of its output.';
const SHELL = {
  id: 'lsh_6Rb3Nf9Ym5',
  type: 'local_shell_call',
  status: 'completed',
  call_id: 'call_sH3lLq7Wz1Pd',
  action: { type: 'exec', command: ['date'], env: {} },
};
const PROGRAM = { type: 'program', caller_id: 'prog_5Tz8' };

/** Refuses the request as invalid, with the member of the request that is blamed. */
function refuseFor(param: string | null, message = CALL_REFUSED): ExchangeEdit {
  return refuse(400, message, { type: 'invalid_request_error', param, code: null });
}

const INCONCLUSIVE = { outcome: 'inconclusive' } as const;

export const acceptance: Table = [
  faults('ids/echo-accepted', 'custom/buffered', {
    'ids/custom-call-refused': [
      'the call of a custom tool comes back with its output, and is refused',
      turn(2, refuseFor(null, 'No tool output found for custom tool call call_wS8bN2hQd5LrYc1Vx7Kt4MgE.')),
    ],
  }),
  faults('ids/echo-accepted', 'parallel/buffered', {
    'ids/two-calls-refused': [
      'two calls come back with their results, and are refused',
      turn(2, refuseFor(null)),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/refused-for-an-older-call-without-its-output': [
      'the client sends an older call without its output before the call, and is refused for that',
      turn(
        2,
        splice(1, 0, wholeCall(TIME_CALL)),
        refuseFor(null, `No tool output found for function call ${TIME_CALL.id}.`),
      ),
      INCONCLUSIVE,
    ],
  }),
  variants('ids/echo-accepted', 'parallel/buffered', {
    'ids/calls-reordered-without-item-ids': [
      'the client repeats two calls in another order and without their item ids, and is refused',
      turn(
        2,
        ask('input[1]', wholeCall(TIME_CALL)),
        ask('input[2]', wholeCall(WEATHER_CALL)),
        refuseFor(null),
      ),
      INCONCLUSIVE,
    ],
  }),
  faults('ids/echo-accepted', 'weather/buffered', {
    'ids/call-refused-without-the-remark': [
      'the client leaves a message out that came behind the call, and the refusal is about the call',
      all(turn(1, setBody('output[1]', REMARK)), turn(2, refuseFor(null))),
    ],
    'ids/call-refused-before-a-thought': [
      'a thought stands behind the call, both come back, and the call is refused',
      all(turn(1, setBody('output[1]', THOUGHT)), turn(2, splice(2, 0, THOUGHT), refuseFor(null))),
    ],
    'ids/call-refused-before-a-thought-and-remarks': [
      'a thought and two messages stand behind the call, all come back, and the call is refused',
      all(
        turn(
          1,
          setBody('output[1]', THOUGHT),
          setBody('output[2]', REMARK),
          setBody('output[3]', { ...REMARK, id: 'msg_9Pw5Rc3Xn6' }),
        ),
        turn(2, splice(2, 0, THOUGHT, REMARK, { ...REMARK, id: 'msg_9Pw5Rc3Xn6' }), refuseFor(null)),
      ),
    ],
    'ids/call-refused-without-what-came-behind': [
      'the client leaves out the thought and the message behind the call, and the call is refused',
      all(turn(1, setBody('output[1]', THOUGHT), setBody('output[2]', REMARK)), turn(2, refuseFor(null))),
    ],
    'ids/call-refused-by-its-place': [
      'the refusal of the call names its place in the input',
      turn(2, refuseFor('input[2].call_id')),
    ],
    'ids/call-refused-for-a-member-unsent': [
      'the refusal of the call names a member that the request does not have',
      turn(2, refuseFor('prompt')),
    ],
    'ids/call-refused-beside-a-search': [
      'the answer has a search too, and the refusal is about the call',
      all(
        turn(1, ask('tools[2]', { type: 'web_search' }), appendItem(WEB_SEARCH)),
        turn(2, splice(2, 0, WEB_SEARCH), refuseFor(null)),
      ),
    ],
    'ids/call-refused-by-reference': [
      'the client names the call as an item, and is refused',
      all(nameItem(1, 0), turn(2, refuseFor(null))),
    ],
    'ids/call-of-a-program-refused': [
      'the call and its result say that a program called, and are refused',
      all(
        turn(1, setBody('output[0].caller', PROGRAM)),
        turn(2, ask('input[1].caller', PROGRAM), ask('input[2].caller', PROGRAM), refuseFor(null)),
      ),
      { unserved: 'it takes a client that repeats who called' },
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/output-refused-in-words': [
      'the refusal is about what the tool returned, and names the call',
      turn(
        2,
        refuseFor(null, "Invalid 'input[2].output': the function call output of a call_id must be text."),
      ),
      INCONCLUSIVE,
    ],
    'ids/output-refused-by-its-place': [
      'the refusal of the call is about what the tool returned, by its place',
      turn(2, refuseFor('input[2].output')),
      INCONCLUSIVE,
    ],
    'ids/refused-for-its-tools': [
      'the refusal speaks of a call, and is about the tools',
      turn(2, refuseFor('tools[0].name')),
      INCONCLUSIVE,
    ],
    'ids/search-refused': [
      'the answer has a search too, and the refusal names it',
      all(
        turn(1, ask('tools[2]', { type: 'web_search' }), appendItem(WEB_SEARCH)),
        turn(
          2,
          splice(2, 0, WEB_SEARCH),
          refuseFor(null, 'No tool output found for function call ws_4Hq8Lw3Xv9.'),
        ),
      ),
      INCONCLUSIVE,
    ],
    'ids/shell-call-refused': [
      'the answer has a call of the shell too, and the refusal names it',
      all(
        turn(1, ask('tools[2]', { type: 'local_shell' }), appendItem(SHELL)),
        turn(
          2,
          splice(2, 0, SHELL),
          refuseFor(null, 'No tool output found for local shell call call_sH3lLq7Wz1Pd.'),
        ),
      ),
      INCONCLUSIVE,
    ],
    'ids/reference-to-what-is-not-stored': [
      'the client names a call as an item that it had asked not to store, and is refused',
      all(turn(1, ask('store', false)), nameItem(1, 0), turn(2, refuseFor(null))),
      INCONCLUSIVE,
    ],
    'ids/remark-left-out': [
      'the client leaves a message out that came with the call, and the refusal names it',
      all(
        turn(1, setBody('output[1]', REMARK)),
        turn(2, refuseFor(null, 'The function call needs the item msg_7Lx4Kd9Vb2, which is missing.')),
      ),
      INCONCLUSIVE,
    ],
    'ids/remark-twice': [
      'the client repeats a message twice that came with the call, and is refused',
      all(turn(1, setBody('output[1]', REMARK)), turn(2, splice(2, 0, REMARK, REMARK), refuseFor(null))),
      INCONCLUSIVE,
    ],
    'ids/remark-before-its-call': [
      'the client puts a message before the call that it came behind, and is refused',
      all(turn(1, setBody('output[1]', REMARK)), turn(2, splice(1, 0, REMARK), refuseFor(null))),
      INCONCLUSIVE,
    ],
    'ids/refused-for-a-message-made-up': [
      'the client puts a message that the model never wrote between the call and its result, and is refused',
      turn(
        2,
        splice(2, 0, {
          type: 'message',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'All is well.', annotations: [] }],
        }),
        refuseFor(null),
      ),
      INCONCLUSIVE,
    ],
    'ids/refused-for-a-picture-between': [
      'the client puts a picture between the call and its result, and is refused',
      turn(
        2,
        splice(2, 0, {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_image', image_url: 'https://example.com/oslo.png' }],
        }),
        refuseFor(null),
      ),
      INCONCLUSIVE,
    ],
    'ids/item-renamed-and-refused': [
      'the client repeats the call under another item id, and is refused',
      turn(2, ask('input[1].id', 'fc_mine'), refuseFor(null)),
      INCONCLUSIVE,
    ],
    'ids/result-without-its-caller': [
      'a program called, the result of the call does not say so, and is refused',
      all(
        turn(1, setBody('output[0].caller', PROGRAM)),
        turn(2, ask('input[1].caller', PROGRAM), refuseFor(null)),
      ),
      INCONCLUSIVE,
    ],
    'ids/call-without-its-namespace': [
      'the tool of the call belongs to a namespace, the client leaves that out, and is refused',
      all(turn(1, setBody('output[0].namespace', 'sky')), turn(2, refuseFor(null))),
      INCONCLUSIVE,
    ],
  }),
  faults('ids/echo-accepted', 'three-turns/buffered', {
    'ids/call-refused-behind-a-remark-of-an-earlier-answer': [
      'a message stands behind the first of two calls, all come back, and the calls are refused',
      all(
        turn(1, setBody('output[1]', REMARK)),
        turn(2, splice(2, 0, REMARK)),
        turn(3, splice(2, 0, REMARK), refuseFor(null)),
      ),
    ],
  }),
  faults('ids/echo-accepted', 'stored/buffered', {
    'ids/stored-call-refused': [
      'the client names the response, and the result of its call is refused',
      turn(2, refuseFor('input[0].call_id')),
    ],
    'ids/stored-call-refused-behind-one-that-was-not': [
      'an answer before was not to be stored, the client names the one after it, and its call is refused',
      all(
        sentBefore(1, ask('store', false), answer(GREETING), setBody('id', 'resp_notStored1')),
        turn(3, refuseFor('input[0].call_id')),
      ),
    ],
  }),
  faults('ids/echo-accepted', 'stored/buffered', {
    'ids/stored-call-refused-behind-another-sample': [
      'the first request is answered twice, the client names the second answer, and its call is refused',
      all(
        sentBefore(1, answer(CALLING_TIME), setBody('id', 'resp_anotherSample1')),
        turn(3, refuseFor('input[0].call_id')),
      ),
    ],
  }),
  variants('ids/echo-accepted', 'stored/buffered', {
    'ids/stored-call-sent-again': [
      'the client names the response, repeats its call all the same, and is refused',
      (script) => {
        const [first] = script.exchanges;
        if (first === undefined) throw new Error('the conversation is empty');
        turn(2, splice(0, 0, { type: 'item_reference', id: itemId(first, 0) }), refuseFor(null))(script);
      },
      INCONCLUSIVE,
    ],
    'ids/response-not-found-by-its-id': [
      'the refusal names the id of the response, and nothing else of it',
      turn(2, (exchange) => {
        const id = String(exchange.request['previous_response_id']);
        refuse(404, `Response with id '${id}' not found.`)(exchange);
      }),
      { outcome: 'unsupported' },
    ],
    'ids/response-not-stored': [
      'the client names a response that it had asked not to store, and is refused for the call',
      all(turn(1, ask('store', false)), turn(2, refuseFor(null))),
      INCONCLUSIVE,
    ],
  }),
];
