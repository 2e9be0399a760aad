/** Seeded faults and legal variants of items: the pieces of an item add up to its contents. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { drop, nth, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { calls, callsTime, refusal } from './edits.ts';
import {
  ADDED,
  ARGUMENTS,
  ARGUMENTS_DONE,
  CLOSED,
  INPUT,
  INPUT_DONE,
  insertCopy,
  ofItem,
  PART_DONE,
  renumbered,
  SUMMARY,
  SUMMARY_ADDED,
  SUMMARY_DONE,
  setItem,
  TERMINAL,
  TEXT,
  TEXT_DONE,
} from './places.ts';

const OUTPUT = 'response.output';

export const itemContents: Table = [
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
    'items/arguments-emptied-when-done': [
      'the call is done without the arguments that its deltas brought, and so is that of the terminal event',
      [set(CLOSED, 'item.arguments', ''), set(TERMINAL, `${OUTPUT}[0].arguments`, '')],
    ],
  }),
  variants('items/arguments-sum', 'call/streaming', {
    'items/arguments-escaped': [
      'the arguments hold escapes and characters beyond the first plane',
      [calls('{"location":"Os\\u006co \\"🌦\\""}')],
    ],
  }),
  faults('items/input-sum', 'custom/streaming', {
    'items/input-lost': [
      'a piece of the input of a custom tool never comes',
      [renumbered(remove(nth(INPUT, 1)))],
    ],
    'items/other-input-done': [
      'input.done says something else than the deltas',
      [set(INPUT_DONE, 'input', '07:40')],
    ],
    'items/no-input-at-the-end': [
      'the call of the terminal event has no input',
      [set(TERMINAL, `${OUTPUT}[0].input`, '')],
    ],
  }),
  variants('items/input-sum', 'custom/streaming', {
    'items/input-at-once': [
      'the input of a custom tool comes in its done event alone',
      [renumbered(remove(INPUT))],
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
  faults('items/arguments-streamed', 'call/streaming', {
    'items/arguments-as-custom-input': [
      'the arguments of a function stream as the input of a custom tool',
      [recodeText((text) => text.replaceAll('function_call_arguments', 'custom_tool_call_input'))],
      { alsoFails: { 'items/arguments-done': 'their end is said as that of an input' } },
    ],
  }),
  faults('items/arguments-streamed', 'call/streaming', {
    'items/arguments-in-the-announcement': [
      'the call is announced with its arguments, and no deltas follow',
      [renumbered(remove(ARGUMENTS)), set(ADDED, 'item.arguments', WEATHER_CALL.arguments)],
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
      [set(TEXT_DONE, 'text', 'Something else.')],
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
      [set(TERMINAL, `${OUTPUT}[0].content[0].text`, 'Something else.')],
    ],
  }),
  faults('items/text-sum', 'text/streaming', {
    'items/other-refusal-done': [
      'content_part.done says another refusal than the deltas',
      [set(PART_DONE, 'part.text', 'No.'), refusal],
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
      turn(2, setBody('output[0].summary', 'The tool said 21.')),
    ],
    'items/thought-as-text': [
      'the content of a reasoning item is text',
      turn(2, setBody('output[0].content', 'The tool said 21.')),
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
  faults('items/reasoning-sum', 'reasoning/streaming', {
    'items/other-thought-when-done': [
      'the item is done with other thoughts than its deltas brought',
      turn(
        2,
        renumbered(
          insertCopy(SUMMARY_ADDED, 'response.content_part.added', ofItem(0, CLOSED), (copy) => {
            delete copy['summary_index'];
            Object.assign(copy, { content_index: 0, part: { type: 'reasoning_text', text: '' } });
          }),
          insertCopy(SUMMARY, 'response.reasoning_text.delta', ofItem(0, CLOSED), (copy) => {
            delete copy['summary_index'];
            Object.assign(copy, { content_index: 0, delta: 'Hm. 21.' });
          }),
        ),
        set(ofItem(0, CLOSED), 'item.content', [{ type: 'reasoning_text', text: 'Hm.' }]),
        set(TERMINAL, `${OUTPUT}[0].content`, [{ type: 'reasoning_text', text: 'Hm.' }]),
      ),
    ],
  }),
  variants('items/reasoning-sum', 'reasoning/streaming', {
    'items/thought-beside-the-summary': [
      'the item is done with its thoughts beside their summary',
      turn(2, setItem(0, 'content', [{ type: 'reasoning_text', text: 'Hm. 21.' }])),
    ],
  }),
];
