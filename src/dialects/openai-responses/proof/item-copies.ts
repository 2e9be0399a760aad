/** Seeded faults and legal variants of items: all copies of an item agree. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { drop, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { wholeCall } from '../serve/render.ts';
import { rewrite } from './edits.ts';
import {
  ADDED,
  ARGUMENTS_DONE,
  appendItem,
  CLOSED,
  ofItem,
  reissueItem,
  renumbered,
  setItem,
  TERMINAL,
  WEB_SEARCH,
} from './places.ts';

const OUTPUT = 'response.output';

export const itemCopies: Table = [
  faults('items/done', 'call/streaming', {
    'items/call-never-done': ['a call is never done', [renumbered(remove(CLOSED))]],
  }),
  faults('items/done', 'parallel/streaming', {
    'items/second-call-never-done': [
      'one of two calls is never done',
      [renumbered(remove(ofItem(1, CLOSED)))],
    ],
  }),
  faults('items/done', 'text/streaming', {
    'items/message-done-twice': ['a message is done twice', [renumbered(repeat(CLOSED))]],
  }),
  variants('items/done', 'text/streaming', {
    'items/search-never-done': [
      "an item of the provider's own tools is never done",
      [appendItem(WEB_SEARCH), renumbered(remove(ofItem(1, CLOSED)))],
    ],
  }),
  faults('items/identity', 'call/streaming', {
    'items/call-id-changes': [
      'the terminal event gives the call another call_id',
      [set(TERMINAL, `${OUTPUT}[0].call_id`, 'call_pM6gA1uFo4WiXe0KtVq3')],
    ],
    'items/name-changes': [
      'arguments.done names another function',
      [set(ARGUMENTS_DONE, 'name', 'local_time')],
    ],
    'items/name-of-another-at-the-end': [
      'the terminal event gives the call another name',
      [set(TERMINAL, `${OUTPUT}[0].name`, 'local_time')],
    ],
    'items/name-of-none-when-done': [
      'output_item.done gives the call a name that no tool has',
      [set(CLOSED, 'item.name', 'forecast')],
    ],
  }),
  faults('items/identity', 'weather/streaming', {
    'items/call-id-changes-and-is-repeated': [
      'the terminal event gives the call another call_id, under which the client repeats and answers it',
      all(
        turn(1, set(TERMINAL, `${OUTPUT}[0].call_id`, TIME_CALL.id)),
        turn(2, rewrite(WEATHER_CALL.id, TIME_CALL.id)),
      ),
      { unserved: 'it takes a client that goes by the second id' },
    ],
  }),
  faults('items/identity', 'call/streaming', {
    'items/name-lost-when-done': [
      'the call is announced by its name, and done without one',
      [set(CLOSED, 'item.name', '')],
    ],
    'items/name-lost-at-the-end': [
      'the call of the terminal event has no name',
      [drop(TERMINAL, `${OUTPUT}[0].name`)],
    ],
    'items/call-id-lost-when-done': [
      'the call is announced with a call_id, and done without one',
      [drop(CLOSED, 'item.call_id')],
    ],
    'items/name-becomes-a-number': [
      'the call is done under a number for its name',
      [set(CLOSED, 'item.name', 7), set(TERMINAL, `${OUTPUT}[0].name`, 7)],
    ],
    'items/id-grows': [
      'the item is done under a longer id than it was announced with',
      [
        set(CLOSED, 'item.id', (id: string) => `${id}0`),
        set(TERMINAL, `${OUTPUT}[0].id`, (id: string) => `${id}0`),
      ],
    ],
    'items/name-grows-at-the-end': [
      'the terminal event gives the call a longer name',
      [set(TERMINAL, `${OUTPUT}[0].name`, (name: string) => `${name}_now`)],
    ],
    'items/id-changes-and-is-left-out': [
      'the call is done under another id, and the terminal event leaves it out',
      [set(CLOSED, 'item.id', 'fc_other'), set(TERMINAL, OUTPUT, [])],
      { alsoFails: { 'items/final-output': 'the output is empty' } },
    ],
  }),
  faults('items/identity', 'parallel/streaming', {
    'items/id-of-one-call-changes': [
      'the terminal event gives one of two calls another item id',
      [set(TERMINAL, `${OUTPUT}[1].id`, 'fc_other')],
    ],
  }),
  faults('deltas/name-first', 'call/streaming', {
    'deltas/name-in-arguments-done-alone': [
      'the name of the call stands in arguments.done alone',
      [setItem(0, 'name', ''), set(ARGUMENTS_DONE, 'name', WEATHER_CALL.name)],
    ],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/second-item-first': [
      'the item at the place 1 is announced and done before the one at the place 0',
      [
        set(ofItem(0), 'output_index', 9),
        set(ofItem(1), 'output_index', 0),
        set(ofItem(9), 'output_index', 1),
        set(TERMINAL, OUTPUT, (output: unknown[]) => output.toReversed()),
      ],
    ],
  }),
  faults('items/identity', 'text/streaming', {
    'items/id-changes': [
      'the item has another id when it is done, and in the terminal event',
      [set(CLOSED, 'item.id', 'msg_b'), set(TERMINAL, `${OUTPUT}[0].id`, 'msg_c')],
    ],
  }),
  faults('items/identity', 'text/streaming', {
    'items/announced-as-a-thought': [
      'the item is announced as a thought, and done as a message',
      [
        set(ADDED, 'item.type', 'reasoning'),
        set(ADDED, 'item.summary', []),
        drop(ADDED, 'item.role'),
        drop(ADDED, 'item.content'),
      ],
    ],
  }),
  faults('shape/role', 'text/streaming', {
    'shape/announced-without-role-and-type': [
      'a message is announced without its role and without its type',
      [drop(ADDED, 'item.role'), drop(ADDED, 'item.type')],
      { alsoFails: { 'items/type': 'the type is missing' } },
    ],
  }),
  variants('items/identity', 'call/streaming', {
    'items/named-in-arguments-done': [
      'arguments.done repeats the name, as the reference asks',
      [set(ARGUMENTS_DONE, 'name', WEATHER_CALL.name)],
    ],
    'items/null-name-in-arguments-done': [
      'arguments.done has null for the name',
      [set(ARGUMENTS_DONE, 'name', null)],
    ],
    'items/short-item-id': ['the item has a short id, the same in all its places', reissueItem(0, 'fc_9')],
  }),
  faults('items/final-output', 'call/streaming', {
    'items/output-empty': ['the output of the terminal event is empty', [set(TERMINAL, OUTPUT, [])]],
    'items/message-in-the-place-of-a-call': [
      'the output of the terminal event has an empty message in the place of the call',
      [
        set(TERMINAL, OUTPUT, [
          { id: 'msg_more', type: 'message', status: 'completed', role: 'assistant', content: [] },
        ]),
      ],
    ],
    'items/one-message-more': [
      'the output of the terminal event has a message that was never streamed',
      [
        set(TERMINAL, OUTPUT, (output: unknown[]) => [
          ...output,
          {
            id: 'msg_more',
            type: 'message',
            status: 'completed',
            role: 'assistant',
            content: [{ type: 'output_text', text: 'Done.', annotations: [] }],
          },
        ]),
      ],
    ],
  }),
  faults('items/final-output', 'call/streaming', {
    'items/one-call-more': [
      'the output of the terminal event has a call that was never streamed',
      [
        set(TERMINAL, OUTPUT, (output: unknown[]) => [
          ...output,
          { ...wholeCall(TIME_CALL), id: 'fc_more', status: 'completed' },
        ]),
      ],
    ],
  }),
  faults('items/final-output', 'parallel/streaming', {
    'items/one-call-left-out': [
      'the output of the terminal event has one of two calls',
      [set(TERMINAL, OUTPUT, (output: unknown[]) => output.slice(0, 1))],
    ],
    'items/output-in-another-order': [
      'the output of the terminal event has the calls in another order',
      [set(TERMINAL, OUTPUT, (output: unknown[]) => output.toReversed())],
    ],
  }),
  variants('items/final-output', 'call/streaming', {
    'items/tool-list-at-the-end': [
      "the output of the terminal event has an item of the provider's own tools besides",
      [
        set(TERMINAL, OUTPUT, (output: unknown[]) => [
          ...output,
          { id: 'mcpl_1', type: 'mcp_list_tools', server_label: 'a', tools: [] },
        ]),
      ],
    ],
  }),
];
