/** Seeded faults and legal variants of arguments, which are an object in this dialect. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { ARGUMENTS, CALL, CALLS } from './places.ts';

const TWICE = recodeText((text) => text.replace(/"arguments":\{("[^"]+":)/u, '"arguments":{$1"",$1'));

/** A list of calls outside the message, whose arguments may repeat a key. */
const ELSEWHERE = [{ function: { name: 'weather', arguments: { once: 1 } } }];

export const args: Table = [
  faults('arguments/object', 'call/buffered', {
    'arguments/json-text': ['arguments is JSON text', [setBody(ARGUMENTS, WEATHER_CALL.arguments)]],
  }),
  faults('arguments/object', 'no-ids/buffered', {
    'arguments/json-text-without-an-id': [
      'the arguments of a call without an id are JSON text, and the client repeats them as an object',
      turn(1, setBody(ARGUMENTS, WEATHER_CALL.arguments)),
    ],
  }),
  faults('arguments/object', 'call/streaming', {
    'arguments/array': ['arguments is a list', [set(CALLS, ARGUMENTS, ['Oslo'])]],
  }),
  variants('arguments/object', 'call/buffered', {
    'arguments/empty-object': [
      'arguments is an empty object',
      [setBody(`${CALL}.function.name`, TIME_CALL.name), setBody(ARGUMENTS, {})],
    ],
    'arguments/null-for-none': [
      'a call without arguments has null for them',
      [setBody(`${CALL}.function.name`, TIME_CALL.name), setBody(ARGUMENTS, null)],
    ],
  }),
  faults('arguments/schema', 'call/buffered', {
    'arguments/left-out-though-required': [
      'arguments are left out, and something is required',
      [dropBody(ARGUMENTS)],
    ],
  }),
  faults('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-repeated': ['arguments repeat a key', [TWICE]],
  }),
  faults('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/key-repeated-in-a-stream': ['arguments of a stream repeat a key', [TWICE]],
  }),
  variants('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-repeated-elsewhere': [
      'objects beside the arguments repeat a key, in places that are called as theirs is',
      [
        setBody('upstream', { tool_calls: ELSEWHERE }),
        setBody('message.draft', ELSEWHERE),
        setBody(`${CALL}.function.origin`, { once: 1 }),
        recodeText((text) => text.replaceAll('"once":1', '"once":1,"once":2')),
      ],
    ],
    'arguments/key-in-two-objects': [
      'two objects have the same key',
      [setBody(ARGUMENTS, { location: 'Oslo' }), setBody(`${CALL}.location`, 'x')],
    ],
  }),
];
