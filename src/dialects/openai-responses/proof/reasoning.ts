/** Seeded faults and legal variants of reasoning: thoughts, their cost, and how they are returned. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { about, ask, askNot } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { refuse } from './edits.ts';
import { ADDED, CLOSED, itemId, nameItem, ofItem, REMARK, splice, TERMINAL, THOUGHT } from './places.ts';

const COUNT = 'usage.output_tokens_details.reasoning_tokens';
const SECRET = 'encrypted_content';

/** The client drops the thought. */
const forgetThought = splice(1, 1);

/** The answer begins with a thought. */
const thinkFirst = setBody('output', (items: readonly unknown[]) => [THOUGHT, ...items]);

/** A thought without an id and without encrypted content. */
const BARE_THOUGHT = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'And then the rest.' }] };

const thinkBarelyNext = setBody('output', ([first, ...others]: readonly unknown[]) => [
  first,
  BARE_THOUGHT,
  ...others,
]);

export const reasoning: Table = [
  variants('reasoning/counted', 'reasoning/buffered', {
    'reasoning/blank': [
      'the summary is a line end, and no reasoning is counted',
      turn(2, setBody('output[0].summary[0].text', '\n'), setBody(COUNT, 0)),
    ],
  }),
  faults('reasoning/encrypted', 'reasoning/buffered', {
    'reasoning/unreadable': [
      'a thought has no encrypted content, though it was asked for',
      turn(2, dropBody(`output[0].${SECRET}`)),
    ],
  }),
  faults('reasoning/encrypted', 'reasoning/streaming', {
    'reasoning/secret-empty': [
      'the encrypted content of a thought is empty when it is done',
      turn(2, set(ofItem(0, CLOSED), `item.${SECRET}`, '')),
    ],
  }),
  variants('reasoning/encrypted', 'reasoning/streaming', {
    'reasoning/secret-at-the-end': [
      'the secret comes when the thought is done, and a shorter one before',
      [set(ofItem(0, ADDED), `item.${SECRET}`, 'gAAAAA')],
    ],
    'reasoning/no-secret-when-announced': [
      'the thought is announced without its secret',
      [drop(ofItem(0, ADDED), `item.${SECRET}`)],
    ],
  }),
  faults('items/id', 'reasoning/buffered', {
    'items/thought-without-an-id-sent-back': [
      'a thought has neither an id nor a secret, and comes back as it came',
      all(
        turn(1, dropBody('output[0].id'), dropBody(`output[0].${SECRET}`)),
        turn(2, askNot('input[1].id'), askNot(`input[1].${SECRET}`)),
      ),
      { alsoFails: { 'reasoning/encrypted': 'the secret was asked for' } },
    ],
    'items/second-thought-without-an-id-sent-back': [
      'of two thoughts the second has neither an id nor a secret, and both come back as they came',
      all(turn(1, thinkBarelyNext), turn(2, splice(2, 0, BARE_THOUGHT))),
      { alsoFails: { 'reasoning/encrypted': 'the secret was asked for' } },
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/dropped-by-the-client': [
      'the client repeats the call without the thought before it',
      turn(2, forgetThought),
    ],
    'reasoning/renamed-by-the-client': [
      'the client repeats the thought under another id',
      turn(2, ask('input[1].id', 'rs_mine')),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/secret-changed-by-the-client': [
      'the client repeats the thought with another secret',
      turn(2, ask(`input[1].${SECRET}`, 'gAAAAAother')),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/secret-of-the-announcement': [
      'the client repeats the secret with which the thought was announced, and which was not yet whole',
      all(
        turn(1, set(ofItem(0, ADDED), `item.${SECRET}`, 'gAAAAA')),
        turn(2, ask(`input[1].${SECRET}`, 'gAAAAA')),
      ),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/dropped-behind-an-earlier-thought': [
      'the client repeats the call without the thought before it, and a thought of an earlier answer',
      all(turn(2, forgetThought), everyTurn(splice(0, 0, THOUGHT, REMARK))),
    ],
  }),
  faults('reasoning/echoed', 'parallel/buffered', {
    'reasoning/dropped-with-one-of-two-calls': [
      'the client repeats one call of two, without the thought before them',
      all(turn(1, thinkFirst), turn(2, splice(2, 1), splice(3, 1))),
      { alsoFails: { 'ids/echoed': 'the other call does not come back' } },
    ],
  }),
  variants('reasoning/echoed', 'stored/buffered', {
    'reasoning/kept-by-the-server': [
      'the server keeps the thought, and the client names the call behind it',
      (script) => {
        const [first] = script.exchanges;
        if (first === undefined) throw new Error('the conversation is empty');
        turn(2, splice(0, 0, { type: 'item_reference', id: itemId(first, 0) }))(script);
        turn(1, thinkFirst)(script);
      },
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/secret-of-the-end': [
      'the client repeats the secret of the terminal event',
      all(
        turn(1, set(TERMINAL, `response.output[0].${SECRET}`, 'gAAAAAlater')),
        turn(2, ask(`input[1].${SECRET}`, 'gAAAAAlater')),
      ),
    ],
  }),
  variants('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/named-by-reference': [
      'the client names the thought as an item instead of repeating it',
      nameItem(1, 0),
    ],
    'reasoning/left-out-on-purpose': [
      'the client was told to leave thoughts out',
      all(about({ scenario: { facts: [['21']], dropsSignatures: true } }), turn(2, forgetThought)),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/echo-refused': [
      'the provider refuses its own thought',
      turn(
        2,
        refuse(400, "Item 'rs_1' of type 'reasoning' was provided without its required following item."),
      ),
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/echo-refused-behind-a-word-of-the-user': [
      'a message of the user stands between a call and its result, and the provider refuses its own thought',
      turn(
        2,
        splice(3, 0, { role: 'user', content: 'In short, please.' }),
        refuse(400, 'The encrypted content of a reasoning item could not be verified.'),
      ),
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/streaming', {
    'reasoning/secret-refused': [
      'the provider cannot read its own secret',
      turn(2, refuse(400, 'The encrypted content of a reasoning item could not be verified.')),
    ],
  }),
  faults('reasoning/echo-accepted', 'weather/buffered', {
    'reasoning/missed-and-never-issued': [
      'the call came without a thought, and the provider misses one when it comes back',
      turn(
        2,
        refuse(
          400,
          "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item.",
        ),
      ),
    ],
  }),
  variants('reasoning/echo-accepted', 'weather/buffered', {
    'reasoning/missed-where-one-stands-behind-the-call': [
      'the only thought stands behind the call, and the provider misses one before it',
      all(
        turn(1, setBody('output[1]', THOUGHT)),
        turn(
          2,
          refuse(
            400,
            "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item.",
          ),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/echo-accepted', 'three-turns/buffered', {
    'reasoning/missed-behind-a-turn-without-effort': [
      'the first request asks for no effort, and the provider misses a thought in the third',
      all(
        turn(1, ask('reasoning', { effort: 'none' })),
        turn(
          3,
          refuse(
            400,
            "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item.",
          ),
        ),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/another-refusal': [
      'the second request is refused for something else',
      turn(2, refuse(400, 'Unsupported value for temperature.')),
      { outcome: 'inconclusive' },
    ],
  }),
];
