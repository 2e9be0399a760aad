/** Seeded faults and legal variants of refusals that are about the history: what the client did to it itself is not held against the provider. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { refuse } from './edits.ts';
import { appendItem, itemId, nameItem, WEB_SEARCH } from './places.ts';

const CALL_REFUSED = 'No function call matches the call_id of its output.';
const THOUGHT_REFUSED = 'The reasoning item was provided without its required following item.';
const REMARK = {
  id: 'msg_7Lx4Kd9Vb2',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'One moment, please.', annotations: [] }],
};
const PROGRAM = { type: 'program', caller_id: 'prog_5Tz8' };

/** Refused as invalid, with the member of the request that it is said to be about. */
function refuseFor(param: string | null, message = CALL_REFUSED): ExchangeEdit {
  return refuse(400, message, { type: 'invalid_request_error', param, code: null });
}

/** Puts an item into the input that the client sends, or takes some out. */
function splice(at: number, removed: number, ...items: readonly unknown[]): ExchangeEdit {
  return ({ request }) => {
    const { input } = request;
    if (!Array.isArray(input)) throw new Error('the request has no list of items');
    request['input'] = input.toSpliced(at, removed, ...structuredClone(items));
  };
}

/** The client sends one item of its input twice. */
function double(at: number): ExchangeEdit {
  return ({ request }) => {
    const { input } = request;
    if (!Array.isArray(input)) throw new Error('the request has no list of items');
    request['input'] = input.toSpliced(at, 0, structuredClone(input[at]));
  };
}

const INCONCLUSIVE = { outcome: 'inconclusive' } as const;

export const acceptance: Table = [
  faults('ids/echo-accepted', 'weather/buffered', {
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
        turn(2, splice(2, 0, WEB_SEARCH), refuseFor(null, 'The function call ws_4Hq8Lw3Xv9 has no result.')),
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
  faults('ids/echo-accepted', 'stored/buffered', {
    'ids/stored-call-refused': [
      'the client names the response, and the result of its call is refused',
      turn(2, refuseFor('input[0].call_id')),
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
    'ids/response-not-stored': [
      'the client names a response that it had asked not to store, and is refused for the call',
      all(turn(1, ask('store', false)), turn(2, refuseFor(null))),
      INCONCLUSIVE,
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/refused-by-its-place': [
      'the refusal of the thought names its place in the input',
      turn(2, refuseFor('input[1].id', THOUGHT_REFUSED)),
    ],
  }),
  variants('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/thought-in-other-words': [
      'the client repeats the thought with a summary of its own, and is refused',
      turn(
        2,
        ask('input[1].summary', [{ type: 'summary_text', text: 'The weather was wanted.' }]),
        refuseFor(null, THOUGHT_REFUSED),
      ),
      INCONCLUSIVE,
    ],
    'reasoning/thought-twice': [
      'the client repeats the thought twice, and is refused',
      turn(2, double(1), refuseFor(null, THOUGHT_REFUSED)),
      INCONCLUSIVE,
    ],
    'reasoning/refused-for-its-settings': [
      'the refusal speaks of a reasoning item, and is about a setting',
      turn(2, refuseFor('tools', THOUGHT_REFUSED)),
      INCONCLUSIVE,
    ],
    'reasoning/remark-behind-it-left-out': [
      'a message stands between the thought and the call, the client leaves it out, and is refused',
      all(
        turn(
          1,
          setBody('output', (items: readonly unknown[]) => items.toSpliced(1, 0, REMARK)),
        ),
        turn(2, refuseFor(null, THOUGHT_REFUSED)),
      ),
      INCONCLUSIVE,
    ],
  }),
];
