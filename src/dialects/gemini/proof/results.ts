/** Seeded faults and legal variants of results: what a client repeats of calls that have no ids. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';

const ARGS = 'contents[1].parts[0].functionCall.args';

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
  variants('results/call-kept', 'no-ids/buffered', {
    'results/args-in-another-order': [
      'the client repeats the args with their keys in another order',
      turn(2, ask(ARGS, { unit: 'celsius', location: 'Oslo' })),
    ],
  }),
];
