/** Seeded faults and legal variants of items: every copy of an item says the same. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { drop, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, reissue } from './edits.ts';
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

export const items: Table = [
  faults('items/type', 'text/buffered', {
    'items/type-empty': ['the type of an item is empty', [setBody('output[0].type', '')]],
  }),
  faults('items/type', 'call/buffered', {
    'items/list-for-an-item': [
      'a list stands where an item should',
      [setBody('output[1]', ['function_call'])],
    ],
  }),
  faults('items/type', 'text/streaming', {
    'items/announced-without-type': ['an item is announced without its type', [drop(ADDED, 'item.type')]],
  }),
  faults('items/type', 'choice-required/buffered', {
    'items/required-call-in-a-list': [
      'the item of the required call is a list of one',
      [setBody('output[0]', (item: unknown) => [item])],
    ],
  }),
  faults('items/type', 'weather/buffered', {
    'items/answer-in-a-list': [
      'after the result, the item of the answer is a list of one',
      turn(
        2,
        setBody('output[0]', (item: unknown) => [item]),
      ),
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/new-item-despite-required': [
      'an item of a type that nobody knows comes though a call is required',
      [setBody('output', [{ id: 'cmp_1', type: 'compaction' }])],
    ],
  }),
  variants('items/type', 'text/buffered', {
    'items/type-of-a-later-day': [
      'an item of a type that clients skip follows the text',
      [appendItem({ id: 'cmp_1', type: 'compaction' })],
    ],
  }),
  faults('items/id', 'text/buffered', {
    'items/message-without-id': ['a message has no id', [dropBody('output[0].id')]],
  }),
  faults('items/id', 'call/streaming', {
    'items/streamed-call-without-id': [
      'a call has no item id in any of its places',
      [drop(ADDED, 'item.id'), drop(CLOSED, 'item.id'), drop(TERMINAL, `${OUTPUT}[0].id`)],
    ],
  }),
  faults('items/id', 'openrouter-reasoning/buffered', {
    'items/thought-with-an-empty-id': [
      'the id of a reasoning item is empty',
      turn(2, setBody('output[0].id', '')),
    ],
  }),
  variants('items/id', 'text/buffered', {
    'items/other-item-without-id': [
      'an item of another type has no id',
      [appendItem({ type: 'compaction' })],
    ],
  }),
  faults('items/call-item-id', 'call/buffered', {
    'items/buffered-call-without-id': ['the call of a body has no item id', [dropBody('output[0].id')]],
  }),
  variants('items/call-item-id', 'call/buffered', {
    'items/short-call-item-id': ['the item id of a call is short', [setBody('output[0].id', 'fc_1')]],
  }),
  faults('items/id-unique', 'parallel/buffered', {
    'items/id-shared': [
      'two calls of one body have the same item id',
      [setBody('output[0].id', 'fc_same'), setBody('output[1].id', 'fc_same')],
    ],
  }),
  variants('items/id-unique', 'three-turns/buffered', {
    'items/id-of-the-turn-before': [
      'the second response has the item id of the first',
      everyTurn(setBody('output[0].id', (id: string) => id.replace(/_.*$/u, '_1'))),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('items/id-unique', 'call/buffered', {
    'items/id-of-the-search': [
      'a search has an id of its own beside that of the call',
      [appendItem(WEB_SEARCH)],
    ],
  }),
  faults('items/id-prefix', 'text/buffered', {
    'items/id-prefix-missing': ['the ids of items are bare', [setBody('output[0].id', '0198c1c2-7a50')]],
  }),
  faults('items/id-prefix', 'call/streaming', {
    'items/id-of-another-type': ['a call has the id of a message', reissueItem(0, 'msg_1Tn8wZq4Lr')],
  }),
  variants('items/id-prefix', 'text/buffered', {
    'items/prefix-and-nothing-else': [
      'the id of a message is its prefix and a digit',
      [setBody('output[0].id', 'msg_0')],
    ],
  }),
  faults('items/id-is-call-id', 'weather/buffered', {
    'items/one-id-for-both': [
      'the item id of a call is its call_id',
      all(reissue(WEATHER_CALL.id, 'fc_kT3vQ9xLw2Rb'), reissueItem(0, 'fc_kT3vQ9xLw2Rb')),
    ],
  }),
  variants('items/id-is-call-id', 'call/buffered', {
    'items/ids-alike': [
      'item id and call_id differ in their prefix alone',
      [setBody('output[0].id', WEATHER_CALL.id.replace('call_', 'fc_'))],
    ],
  }),
  faults('items/status', 'text/buffered', {
    'items/status-of-another-api': ['the status of a message is stop', [setBody('output[0].status', 'stop')]],
    'items/message-without-status': ['a message has no status', [dropBody('output[0].status')]],
  }),
  variants('items/status', 'call/buffered', {
    'items/call-without-status': ['a call has no status', [dropBody('output[0].status')]],
  }),
  faults('items/status-final', 'call/buffered', {
    'items/never-completed': [
      'the item of a completed response is in_progress',
      [setBody('output[0].status', 'in_progress')],
    ],
  }),
  faults('items/status-final', 'text/streaming', {
    'items/done-as-incomplete': [
      'an item is done as incomplete, and the response is complete',
      [set(CLOSED, 'item.status', 'incomplete')],
    ],
  }),
  faults('items/status-final', 'call/buffered', {
    'items/direct-call-in-progress': [
      'a call that no program made is in_progress when the response is complete',
      [setBody('output[0].caller', { type: 'direct' }), setBody('output[0].status', 'in_progress')],
    ],
  }),
  variants('items/status-final', 'call/buffered', {
    'items/call-of-a-program-in-progress': [
      'a call that a program made is in_progress until the client has answered it',
      [
        setBody('output[0].caller', { type: 'program', caller_id: 'prog_5Tz8' }),
        setBody('output[0].status', 'in_progress'),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('items/status-final', 'text/buffered', {
    'items/incomplete-when-cut-off': [
      'the last item of an incomplete response is incomplete',
      [answer({ ...GREETING, finish: 'length' })],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('items/status-final', 'call/streaming', {
    'items/final-status-left-out': [
      'a call is done without a status',
      [drop(CLOSED, 'item.status'), drop(TERMINAL, `${OUTPUT}[0].status`)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('items/status-start', 'call/streaming', {
    'items/announced-as-completed': [
      'an item is announced as completed',
      [set(ADDED, 'item.status', 'completed')],
    ],
  }),
  variants('items/status-start', 'call/streaming', {
    'items/announced-without-status': [
      'a call is announced without a status',
      [drop(ADDED, 'item.status')],
      { outcome: 'not-applicable' },
    ],
  }),
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
