/** Seeded faults and legal variants of refused requests that repeat a thought. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, type ExchangeEdit, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { refuse } from './edits.ts';
import { nameItem, REMARK, splice, THOUGHT } from './places.ts';

const THOUGHT_REFUSED = 'The reasoning item was provided without its required following item.';

/** Refuses the request as invalid, with the member of the request that is blamed. */
function refuseFor(param: string | null): ExchangeEdit {
  return refuse(400, THOUGHT_REFUSED, { type: 'invalid_request_error', param, code: null });
}

/** The client sends one item of its input twice. */
function double(at: number): ExchangeEdit {
  return ({ request }) => {
    const { input } = request;
    if (!Array.isArray(input)) throw new Error('the request has no list of items');
    request['input'] = input.toSpliced(at, 0, structuredClone(input[at]));
  };
}

const LATER_THOUGHT = { ...THOUGHT, id: 'rs_5c17d0e2' };

function thoughtFirst(thought: unknown): ExchangeEdit {
  return setBody('output', (items: readonly unknown[]) => [thought, ...items]);
}

/** Each of two answers has a thought before its call, all goes back, and the third request is refused. */
function refusedInThird(...edits: readonly ExchangeEdit[]): Edit {
  return all(
    turn(1, thoughtFirst(THOUGHT)),
    turn(2, splice(1, 0, THOUGHT), thoughtFirst(LATER_THOUGHT)),
    turn(3, splice(1, 0, THOUGHT), splice(4, 0, LATER_THOUGHT), ...edits, refuseFor(null)),
  );
}

/** The client moves one item of its input. */
function move(from: number, to: number): ExchangeEdit {
  return ({ request }) => {
    const { input } = request;
    if (!Array.isArray(input)) throw new Error('the request has no list of items');
    const [item] = input.splice(from, 1);
    input.splice(to, 0, item);
  };
}

const INCONCLUSIVE = { outcome: 'inconclusive' } as const;

export const refusedThoughts: Table = [
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/refused-by-its-place': [
      'the refusal of the thought names its place in the input',
      turn(2, refuseFor('input[1].id')),
    ],
    'reasoning/named-and-refused': [
      'the client names the thought as an item, and is refused',
      all(turn(1, ask('store', true)), nameItem(1, 0), turn(2, refuseFor(null))),
    ],
    'reasoning/refused-behind-an-earlier-thought': [
      'the history begins with a thought of an earlier answer, and the one of this answer is refused',
      all(everyTurn(splice(0, 0, THOUGHT, REMARK)), turn(2, refuseFor(null))),
    ],
    'reasoning/call-behind-it-without-its-item-id': [
      'the client repeats the thought, and the call behind it without its item id, and is refused',
      turn(2, askNot('input[2].id'), refuseFor(null)),
    ],
  }),
  faults('reasoning/echo-accepted', 'three-turns/buffered', {
    'reasoning/second-thought-refused': [
      'two answers think before they call, the client repeats it all, and is refused',
      refusedInThird(),
    ],
  }),
  variants('reasoning/echo-accepted', 'three-turns/buffered', {
    'reasoning/earlier-call-left-out-behind-its-thought': [
      'the client keeps the thought of the first answer without its call and the output, and is refused',
      refusedInThird(splice(2, 2)),
      INCONCLUSIVE,
    ],
    'reasoning/earlier-call-without-its-output': [
      'the client leaves out the output of the first call, and is refused',
      refusedInThird(splice(3, 1)),
      INCONCLUSIVE,
    ],
    'reasoning/earlier-output-behind-the-next-call': [
      'the client makes one turn of two, and is refused',
      refusedInThird(move(3, 5)),
      INCONCLUSIVE,
    ],
    'reasoning/earlier-thought-behind-its-call': [
      'the client puts the thought of the first answer behind its call, and is refused',
      refusedInThird(move(1, 2)),
      INCONCLUSIVE,
    ],
    'reasoning/earlier-call-with-other-arguments': [
      'the client repeats the first call with other arguments, and is refused',
      refusedInThird(ask('input[2].arguments', '{}')),
      INCONCLUSIVE,
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/sent-twice-by-the-client': ['the client repeats the thought twice', turn(2, double(1))],
    'reasoning/thought-twice': [
      'the client repeats the thought twice, and is refused',
      turn(2, double(1), refuseFor(null)),
    ],
  }),
  variants('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/thought-in-other-words': [
      'the client repeats the thought with a summary of its own, and is refused',
      turn(
        2,
        ask('input[1].summary', [{ type: 'summary_text', text: 'The weather was wanted.' }]),
        refuseFor(null),
      ),
      INCONCLUSIVE,
    ],
    'reasoning/not-stored-and-without-its-secret': [
      'the client repeats a thought that it had asked not to store, and that came without its secret',
      all(
        everyTurn(askNot('include'), ask('store', false)),
        turn(1, dropBody('output[0].encrypted_content')),
        turn(2, askNot('input[1].encrypted_content'), refuseFor(null)),
      ),
      INCONCLUSIVE,
    ],
    'reasoning/refused-for-its-settings': [
      'the refusal speaks of a reasoning item, and is about a setting',
      turn(2, refuseFor('tools')),
      INCONCLUSIVE,
    ],
    'reasoning/remark-behind-it-left-out': [
      'a message stands between the thought and the call, the client leaves it out, and is refused',
      all(
        turn(
          1,
          setBody('output', (items: readonly unknown[]) => items.toSpliced(1, 0, REMARK)),
        ),
        turn(2, refuseFor(null)),
      ),
      INCONCLUSIVE,
    ],
  }),
];
