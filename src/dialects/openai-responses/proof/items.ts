/** Seeded faults and legal variants of items: every copy of an item says the same. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { drop, nth, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { answer, calls, callsTime, refusal, reissue } from './edits.ts';
import {
  ADDED,
  ARGUMENTS,
  ARGUMENTS_DONE,
  appendItem,
  CLOSED,
  ofItem,
  PART_DONE,
  reissueItem,
  renumbered,
  SUMMARY,
  SUMMARY_DONE,
  setItem,
  TERMINAL,
  TEXT,
  TEXT_DONE,
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
  faults('items/arguments-sum', 'call/streaming', {
    'items/fragment-lost': [
      'a fragment of the arguments never comes',
      [renumbered(remove(nth(ARGUMENTS, 1)))],
    ],
    'items/fragments-cumulative': [
      'the second fragment holds the first as well',
      [set(nth(ARGUMENTS, 1), 'delta', WEATHER_CALL.arguments)],
    ],
    'items/other-arguments-done': [
      'arguments.done says something else than the deltas',
      [set(ARGUMENTS_DONE, 'arguments', '{"location":"Bergen"}')],
    ],
    'items/no-arguments-at-the-end': [
      'the call of the terminal event has no arguments',
      [set(TERMINAL, `${OUTPUT}[0].arguments`, '')],
    ],
  }),
  variants('items/arguments-sum', 'call/streaming', {
    'items/arguments-escaped': [
      'the arguments hold escapes and characters beyond the first plane',
      [calls('{"location":"Os\\u006co \\"🌦\\""}')],
    ],
  }),
  faults('items/arguments-done', 'call/streaming', {
    'items/arguments-never-done': [
      'function_call_arguments.done never comes',
      [renumbered(remove(ARGUMENTS_DONE))],
    ],
  }),
  faults('items/arguments-done', 'parallel/streaming', {
    'items/arguments-done-twice': [
      'function_call_arguments.done comes twice',
      [renumbered(repeat(ARGUMENTS_DONE))],
    ],
  }),
  variants('items/arguments-done', 'call/streaming', {
    'items/no-arguments-needed': ['a call without arguments sends {} in one delta', [callsTime('{}')]],
  }),
  faults('items/arguments-streamed', 'call/streaming', {
    'items/arguments-at-once': [
      'the arguments come in their done event alone',
      [renumbered(remove(ARGUMENTS))],
    ],
  }),
  variants('items/arguments-streamed', 'call/streaming', {
    'items/arguments-in-one-delta': [
      'one delta brings all arguments',
      [
        renumbered(
          set(nth(ARGUMENTS, 0), 'delta', WEATHER_CALL.arguments),
          remove(nth(ARGUMENTS, 2)),
          remove(nth(ARGUMENTS, 1)),
        ),
      ],
    ],
  }),
  faults('items/arguments-start-empty', 'call/streaming', {
    'items/arguments-from-the-start': [
      'the call is announced with its arguments, and deltas follow',
      [set(ADDED, 'item.arguments', WEATHER_CALL.arguments)],
    ],
  }),
  variants('items/arguments-start-empty', 'call/streaming', {
    'items/first-delta-empty': [
      'the first delta is empty, and the last brings all arguments',
      [
        set(nth(ARGUMENTS, 0), 'delta', ''),
        set(nth(ARGUMENTS, 1), 'delta', ''),
        set(nth(ARGUMENTS, 2), 'delta', WEATHER_CALL.arguments),
      ],
    ],
  }),
  faults('items/text-sum', 'text/streaming', {
    'items/word-lost': ['a word of the text never comes', [renumbered(remove(nth(TEXT, 2)))]],
    'items/other-text-done': [
      'output_text.done says something else than the deltas',
      [set(TEXT_DONE, 'text', 'Good evening!')],
    ],
    'items/other-part-done': [
      'content_part.done says something else than the deltas',
      [set(PART_DONE, 'part.text', '')],
    ],
    'items/text-lost-in-the-item': [
      'the item is done with an empty text',
      [set(CLOSED, 'item.content[0].text', '')],
    ],
    'items/other-text-at-the-end': [
      'the terminal event says something else than the deltas',
      [set(TERMINAL, `${OUTPUT}[0].content[0].text`, 'Good evening!')],
    ],
  }),
  variants('items/text-sum', 'text/streaming', {
    'items/refusal-whole': ['a refusal is repeated as a text is', [refusal]],
  }),
  faults('items/parts-done', 'text/streaming', {
    'items/text-never-done': ['output_text.done never comes', [renumbered(remove(TEXT_DONE))]],
    'items/part-never-done': ['content_part.done never comes', [renumbered(remove(PART_DONE))]],
  }),
  variants('items/parts-done', 'text/streaming', {
    'items/refusal-done': ['a refusal is done as a text is', [refusal]],
  }),
  faults('items/reasoning', 'reasoning/buffered', {
    'items/summary-as-text': [
      'the summary of a reasoning item is text',
      turn(2, setBody('output[0].summary', 'The tool said 21 degrees.')),
    ],
    'items/thought-as-text': [
      'the content of a reasoning item is text',
      turn(2, setBody('output[0].content', 'The tool said 21 degrees.')),
    ],
  }),
  faults('items/reasoning', 'reasoning/streaming', {
    'items/summary-left-out': [
      'a reasoning item is announced without summary',
      turn(2, drop(ofItem(0, ADDED), 'item.summary')),
    ],
  }),
  variants('items/reasoning', 'reasoning/buffered', {
    'items/thought-null': [
      'the content of a reasoning item is null, and its summary empty',
      turn(2, setBody('output[0].content', null), setBody('output[0].summary', [])),
    ],
  }),
  faults('items/reasoning-sum', 'reasoning/streaming', {
    'items/other-summary-done': [
      'reasoning_summary_text.done says something else than the deltas',
      turn(2, set(SUMMARY_DONE, 'text', 'Hm.')),
    ],
    'items/word-of-the-summary-lost': [
      'a word of the summary never comes',
      turn(2, renumbered(remove(nth(SUMMARY, 1)))),
    ],
  }),
  variants('items/reasoning-sum', 'reasoning/streaming', {
    'items/thought-beside-the-summary': [
      'the item is done with its thoughts beside their summary',
      turn(2, setItem(0, 'content', [{ type: 'reasoning_text', text: 'Hm. 21 degrees.' }])),
    ],
  }),
];
