/** Seeded faults and legal variants of items: the members of each item. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { answer, reissue } from './edits.ts';
import { ADDED, appendItem, CLOSED, reissueItem, TERMINAL, WEB_SEARCH } from './places.ts';

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
  faults('items/id', 'call/streaming', {
    'items/id-lost-in-the-end': ['a call is done without its item id', [drop(CLOSED, 'item.id')]],
  }),
  faults('items/identity', 'call/streaming', {
    'items/name-lost-in-the-end': ['a call is done without its name', [drop(CLOSED, 'item.name')]],
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
];
