/** Seeded faults and legal variants of results: how a client repeats calls without ids. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { listOf } from '../../../reading/presence.ts';
import { refuse } from './edits.ts';
import { withoutIds } from './places.ts';

const OSLO = { location: 'Oslo', unit: 'celsius' };
const ARGS = 'contents[1].parts[0].functionCall.args';

/** The second answer calls the tool of the first, and the third request holds that call and its result alone. */
function calledAgain(args: Draft): Edit {
  const call = { id: 'hB5nT2xR', name: 'weather', args };
  return all(
    turn(2, setBody('candidates[0].content.parts[0].functionCall', call)),
    turn(
      3,
      ask('contents[3].parts[0].functionCall', call),
      ask('contents[4].parts[0].functionResponse', { id: call.id, name: call.name, response: {} }),
      ({ request }) => {
        request['contents'] = listOf(request['contents']).toSpliced(1, 2);
      },
    ),
  );
}

export const results: Table = [
  faults('results/call-kept', 'no-ids/buffered', {
    'results/args-changed': [
      'the client repeats a call without an id with other args than were issued',
      turn(2, ask(ARGS, { location: 'Bergen', unit: 'celsius' })),
    ],
    'results/args-as-text': [
      'the client repeats a call with its args as a text of JSON',
      turn(2, ask(ARGS, '{"location":"Oslo","unit":"celsius"}')),
    ],
  }),
  faults('results/call-kept', 'weather/buffered', {
    'results/args-changed-behind-another-question': [
      'the client repeats the call by its id, with other args and behind other words than it had asked with',
      turn(2, ask('contents[0].parts[0].text', 'Weather?'), ask(ARGS, { location: 'Bergen' })),
    ],
    'results/args-changed-and-signature-refused': [
      'the client repeats the call with its signature and other args, and its signature is refused',
      turn(
        2,
        ask(ARGS, { location: 'Bergen' }),
        refuse(400, { code: 400, message: 'Corrupted thought signature.', status: 'INVALID_ARGUMENT' }),
      ),
    ],
  }),
  faults('results/call-kept', 'other-order/buffered', {
    'results/args-of-two-calls-swapped': [
      'the client repeats two calls of one tool, each with the args of the other',
      turn(2, ask(ARGS, { location: 'Bergen' }), ask(ARGS.replace('[0].f', '[1].f'), OSLO)),
    ],
  }),
  variants('results/call-kept', 'other-order/buffered', {
    'results/calls-without-ids-in-another-order': [
      'the client repeats two calls of one tool, which have no ids, in another order',
      all(withoutIds, turn(2, ask(ARGS, { location: 'Bergen' }), ask(ARGS.replace('[0].f', '[1].f'), OSLO))),
    ],
  }),
  variants('results/call-kept', 'three-turns/buffered', {
    'results/older-call-of-the-tool-left-out': [
      'a tool is called twice in a row, and the client then leaves the first call and its result out',
      calledAgain({ location: 'Bergen', unit: 'celsius' }),
    ],
    'results/older-call-without-an-id-left-out': [
      'the same, of calls without ids',
      all(calledAgain({ location: 'Bergen', unit: 'celsius' }), withoutIds),
    ],
    'results/older-call-alike-left-out': ['the same, of two calls with the same args', calledAgain(OSLO)],
  }),
  variants('results/call-kept', 'no-ids/buffered', {
    'results/args-in-another-order': [
      'the client repeats the args with their keys in another order',
      turn(2, ask(ARGS, { unit: 'celsius', location: 'Oslo' })),
    ],
  }),
];
