/** Seeded faults and legal variants of ids: call_id, across turns and as returned by the client. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING_TIME, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, header, sentBefore } from '../../../proof/edits/exchange.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, refuse, reissue, rewrite } from './edits.ts';
import { itemId, nameItem, splice } from './places.ts';

const ID = WEATHER_CALL.id;

const UNPAIRED = {
  'roundtrip/orphan-rejected': 'no call has that id',
  'roundtrip/unanswered-rejected': 'the call is left without a result',
};

const TIME_TOOL = { type: 'function', name: TIME_CALL.name, parameters: { type: 'object' }, strict: false };
const TIME_ITEM = { ...wholeCall(TIME_CALL), id: 'fc_7Kq4Tz1Wd2', status: 'completed' };

/** The client answers with the item id of the call instead of its call_id. */
const answeredByItemId: Edit = (script) => {
  const [first] = script.exchanges;
  if (first === undefined) throw new Error('the conversation is empty');
  turn(2, ask('input[2].call_id', itemId(first, 0)))(script);
};

export const ids: Table = [
  faults('ids/length', 'weather/streaming', {
    'ids/sixty-five-characters': [
      'the call_id has 65 characters',
      reissue(ID, 'call_'.padEnd(65, 'aB3dE6gH9j')),
      { alsoFails: { 'ids/portable': 'other providers take even less' } },
    ],
  }),
  faults('ids/portable', 'weather/streaming', {
    'ids/sixty-four-characters': [
      'the call_id has 64 characters, as many as this dialect takes',
      reissue(ID, 'call_'.padEnd(64, 'aB3dE6gH9j')),
    ],
  }),
  variants('ids/length', 'weather/streaming', {
    'ids/forty-characters': [
      'the call_id has 40 characters, as many as can move elsewhere',
      reissue(ID, 'call_'.padEnd(40, 'aB3dE6gH9j')),
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/item-id-for-call-id': [
      'the client answers under the item id of the call',
      answeredByItemId,
      { alsoFails: UNPAIRED },
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/changed-in-the-call-alone': [
      'the client repeats the call under its item id and another call_id, and answers the right one',
      turn(2, ask('input[1].call_id', 'call_mine')),
      { alsoFails: UNPAIRED },
    ],
  }),
  faults('ids/echoed', 'three-turns/buffered', {
    'ids/changed-behind-a-retry': [
      'the first request is sent again, and the client changes the id of the second call',
      all(
        sentBefore(1, refuse(429), header('Retry-After', '1')),
        turn(4, rewrite(TIME_CALL.id, 'call_mine')),
      ),
    ],
    'ids/changed-behind-a-refusal': [
      'a request without tools is refused in between, and the client changes the id of the second call',
      all(sentBefore(2, askNot('tools'), refuse(400)), turn(4, rewrite(TIME_CALL.id, 'call_mine'))),
    ],
  }),
  variants('ids/echoed', 'weather/buffered', {
    'ids/echoed-behind-a-retry': [
      'the first request is throttled and sent again, and the client repeats what came then',
      sentBefore(1, refuse(429), header('Retry-After', '1')),
    ],
  }),
  variants('ids/echoed', 'stored/buffered', {
    'ids/gone-back-to-an-earlier-response': [
      'the client goes on from the first response once more, with another question besides',
      all(
        sentBefore(2, answer(CALLING_TIME), setBody('id', 'resp_second1')),
        turn(3, ask('input[1]', { role: 'user', content: 'In short, please.' })),
      ),
    ],
  }),
  faults('ids/echoed', 'custom/buffered', {
    'ids/custom-call-answered-as-a-function': [
      'the client answers the call of a custom tool as one of a function, and is refused',
      turn(
        2,
        ask('input[2].type', 'function_call_output'),
        refuse(400, 'No tool call found for function call output with this call_id.'),
      ),
    ],
    'ids/custom-call-repeated-as-a-function': [
      'the client repeats the call of a custom tool as one of a function',
      turn(2, ask('input[1].type', 'function_call')),
    ],
  }),
  variants('ids/echoed', 'custom/buffered', {
    'ids/custom-call-beside-a-function': [
      'a custom tool and a function are called, and the client returns each as what it is',
      all(
        everyTurn(ask('tools[1]', TIME_TOOL), setBody('tools[1]', TIME_TOOL)),
        turn(1, setBody('output[1]', TIME_ITEM)),
        turn(
          2,
          splice(2, 0, TIME_ITEM),
          ask('input[4]', { type: 'function_call_output', call_id: TIME_CALL.id, output: '09:30' }),
        ),
      ),
    ],
  }),
  faults('ids/echoed', 'reasoning/buffered', {
    'ids/changed-beside-a-reference': [
      'the client names the thought as an item, and repeats the call behind it under another call_id',
      all(nameItem(1, 0), turn(2, rewrite(ID, 'call_mine'))),
    ],
  }),
  faults('ids/echoed', 'stored/buffered', {
    'ids/not-answered-though-stored': [
      'the client names the response, and answers a call that it had not',
      turn(2, rewrite(ID, 'call_mine')),
    ],
  }),
  variants('ids/unique-in-conversation', 'stored/buffered', {
    'ids/another-call-of-a-stored-history': [
      'the server keeps the history, and a second call follows the first',
      turn(2, answer(CALLING_TIME)),
    ],
  }),
  variants('ids/echoed', 'weather/streaming', {
    'ids/named-by-reference': [
      'the client names the call as an item instead of repeating it',
      nameItem(1, 0),
    ],
  }),
  faults('ids/echo-accepted', 'weather/streaming', {
    'ids/item-id-refused': [
      'the provider refuses the item id that it issued',
      turn(2, refuse(422, 'Invalid id of the function call: no output matches it.')),
    ],
  }),
  variants('ids/echo-accepted', 'parallel/streaming', {
    'ids/calls-repeated-without-item-ids': [
      'the client repeats the calls without their item ids',
      turn(2, ask('input[1]', wholeCall(WEATHER_CALL)), ask('input[2]', wholeCall(TIME_CALL))),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/stored-response-refused-unasked': [
      'the refusal names the stored responses, though the request names none',
      turn(2, refuse(400, 'Unknown parameter: previous_response_id')),
      { outcome: 'inconclusive' },
    ],
    'ids/another-refusal': [
      'the second request is refused for its file type, which no id is about',
      turn(2, refuse(400, 'Unsupported file type in output.')),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('ids/unique-in-conversation', 'three-turns/buffered', {
    'ids/same-call-anew': [
      'the second turn repeats the call of the first under a call_id of its own',
      all(
        turn(2, setBody('output[0].name', 'weather'), setBody('output[0].arguments', WEATHER_CALL.arguments)),
        turn(3, ask('input[3].name', 'weather'), ask('input[3].arguments', WEATHER_CALL.arguments)),
      ),
    ],
  }),
];
