/** Seeded faults and legal variants of ids: call_id, across turns and on its way back. */

import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/ids.ts';
import { wholeCall } from '../serve/render.ts';
import { forget, refuse, reissue, rewrite } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { itemId } from './places.ts';

const BUFFERED = 'weather/buffered';
const STREAMED = 'weather/streaming';
const ID = WEATHER_CALL.id;
const output = (id: string, text: string) => ({ type: 'function_call_output', call_id: id, output: text });
const told = shared.idsTold({ forget, reissue, rewrite }, { anId: 'a call_id', place: 'output[0].call_id' });
const NOT_RETURNED = { turnsInconclusive: ['ids/echo-accepted'] };

/** The client answers under the item id of the call, as who mixes the two up does. */
const answeredByItemId: Edit = (script) => {
  const [first] = script.exchanges;
  if (first === undefined) throw new Error('the conversation is empty');
  turn(2, ask('input[2].call_id', itemId(first, 0)))(script);
};

/** The client names the call by its item id instead of repeating it. */
const namedByReference: Edit = (script) => {
  const [first] = script.exchanges;
  if (first === undefined) throw new Error('the conversation is empty');
  turn(2, ask('input[1]', { type: 'item_reference', id: itemId(first, 0) }))(script);
};

/** What a client says in the place of a call and of its result. */
const AGAIN = { role: 'user', content: 'Once more, in short.' };

export const faults: readonly SeededFault[] = [
  told.dropped,
  fault(
    'ids/dropped-from-the-stream',
    'the call has no call_id in any of its places',
    STREAMED,
    forget(ID),
    'ids/present',
    { alsoFails: { 'deltas/id-first': 'it has none when it is announced' }, turnsInconclusive: NO_ECHO },
  ),
  told.isNumber,
  fault(
    'ids/shared',
    'two calls share a call_id',
    'parallel/buffered',
    reissue(TIME_CALL.id, ID),
    'ids/unique-in-response',
    { turnsInconclusive: NO_ECHO },
  ),
  told.reusedInTheNextTurn,
  fault(
    'ids/sixty-five-characters',
    'the call_id has 65 characters',
    STREAMED,
    reissue(ID, 'call_'.padEnd(65, 'aB3dE6gH9j')),
    'ids/length',
    { alsoFails: { 'ids/portable': 'other providers take even less' } },
  ),
  fault(
    'ids/with-a-counter',
    'the call_id holds a colon and a counter, as of old on Bedrock',
    BUFFERED,
    reissue(ID, 'resp_Zq8Lw3Xv9T:call_0'),
    'ids/portable',
  ),
  fault(
    'ids/too-long',
    'the call_id has 41 characters',
    STREAMED,
    reissue(ID, 'x7'.repeat(20).concat('y')),
    'ids/portable',
  ),
  fault('ids/counter', 'the call_id is call_0', BUFFERED, reissue(ID, 'call_0'), 'ids/entropy'),
  told.rewrittenByTheClient('call_mine'),
  fault(
    'ids/item-id-for-call-id',
    'the client answers under the item id of the call',
    BUFFERED,
    answeredByItemId,
    'ids/echoed',
    {
      ...NOT_RETURNED,
      alsoFails: {
        'roundtrip/orphan-rejected': 'no call has that id',
        'roundtrip/unanswered-rejected': 'the call is left without a result',
      },
    },
  ),
  shared.answeredTwice(turn(2, ask('input[3]', output(ID, '21 °C')))),
  fault(
    'ids/not-answered-though-stored',
    'the client names the response, and answers a call that it had not',
    'stored/buffered',
    turn(2, rewrite(ID, 'call_mine')),
    'ids/echoed',
    NOT_RETURNED,
  ),
  told.echoRefused(turn(2, refuse(400, `No tool call found for function call output with call_id ${ID}.`))),
  fault(
    'ids/item-id-refused',
    'the provider refuses the item id that it issued',
    STREAMED,
    turn(2, refuse(422, "Invalid 'input[1].id': expected an ID that begins with 'fc'.")),
    'ids/echo-accepted',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.droppedWhenCut(
    all(
      turn(
        1,
        setBody('status', 'incomplete'),
        setBody('incomplete_details', { reason: 'max_output_tokens' }),
      ),
      turn(2, ask('input[1]', AGAIN), ask('input[2]', AGAIN)),
    ),
    { turnsInconclusive: [...NO_ECHO, ...CUT, 'roundtrip/result-used'] },
  ),
  told.oneCharacter,
  variant(
    'ids/alike-but-for-case',
    'two call_ids differ in the case of one letter',
    'parallel/streaming',
    reissue(TIME_CALL.id, ID.replace(/e$/u, 'E')),
    'ids/unique-in-response',
  ),
  variant(
    'ids/same-call-anew',
    'the second turn repeats the call of the first under a call_id of its own',
    'three-turns/buffered',
    turn(2, setBody('output[0].name', 'weather'), setBody('output[0].arguments', WEATHER_CALL.arguments)),
    'ids/unique-in-conversation',
  ),
  variant(
    'ids/forty-characters',
    'the call_id has 40 characters, as many as can move elsewhere',
    STREAMED,
    reissue(ID, 'call_'.padEnd(40, 'aB3dE6gH9j')),
    'ids/length',
  ),
  told.underscoreAndHyphen('ids/portable'),
  variant(
    'ids/eight-hex-digits',
    'behind its prefix the call_id has 8 hex digits, 32 bits',
    STREAMED,
    reissue(ID, 'call_9f3a07bc'),
    'ids/entropy',
  ),
  variant(
    'ids/named-by-reference',
    'the client names the call as an item instead of repeating it',
    STREAMED,
    namedByReference,
    'ids/echoed',
  ),
  shared.resultsInAnotherOrder(
    turn(2, ask('input[3]', output(TIME_CALL.id, '09:30')), ask('input[4]', output(ID, '21 °C, clear'))),
  ),
  variant(
    'ids/calls-repeated-without-item-ids',
    'the client repeats the calls without their item ids',
    'parallel/streaming',
    turn(2, ask('input[1]', wholeCall(WEATHER_CALL)), ask('input[2]', wholeCall(TIME_CALL))),
    'ids/echo-accepted',
  ),
  variant(
    'ids/another-refusal',
    'the second request is refused for its file type, which no id is about',
    BUFFERED,
    turn(2, refuse(400, 'Unsupported file type in output.')),
    'ids/echo-accepted',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  shared.CONNECTION_LOST_THEN_ACCEPTED,
];
