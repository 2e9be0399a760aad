/** Seeded faults and legal variants of arguments: what the model put into its calls. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { refuse } from './edits.ts';
import { BLOCK_STARTS, fragment, STOP, TEXT } from './places.ts';

const INPUT = 'output.message.content[0].toolUse.input';
const SAID = 'output.message.content[0].text';
const NAME = 'start.toolUse.name';

export const args: Table = [
  faults('arguments/json', 'call/streaming', {
    'arguments/broken': ['the fragments together are no JSON', [fragment(0, ['{"location":', 'Oslo}'])]],
    'arguments/cut-off-in-a-stream': ['the closing brace never comes', [fragment(0, ['{"location":"Oslo"'])]],
  }),
  variants('arguments/json', 'call/streaming', {
    'arguments/nothing': [
      'the input is "" for a tool that requires nothing',
      [set(BLOCK_STARTS, NAME, 'local_time'), fragment(0, [''])],
    ],
    'arguments/cut-off-by-length': [
      'the token limit cuts the input',
      [fragment(0, ['{"location":"Osl']), set(STOP, 'stopReason', 'max_tokens')],
      { outcome: 'inconclusive' },
    ],
    'arguments/malformed-and-said': [
      'the input is broken, and the answer says so',
      [fragment(0, ['{"location":"Osl']), set(STOP, 'stopReason', 'malformed_tool_use')],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('arguments/object', 'call/streaming', {
    'arguments/array': ['the input is a list', [fragment(0, ['["Oslo"]'])]],
    'arguments/empty-quotes': ['the input is an empty JSON string', [fragment(0, ['""'])]],
  }),
  faults('arguments/object', 'call/buffered', {
    'arguments/array-in-a-body': [
      'the input of a body is a list',
      [setBody(INPUT, ['Oslo'])],
      { alsoFails: { 'shape/tool-calls': 'input is an object by its type' } },
    ],
  }),
  variants('arguments/object', 'call/streaming', {
    'arguments/empty-object': [
      'the input is {}',
      [set(BLOCK_STARTS, NAME, 'local_time'), fragment(0, ['{}'])],
    ],
  }),
  faults('arguments/schema', 'call/streaming', {
    'arguments/nothing-where-something-is-required': [
      'the input is "", and the tool requires something',
      [fragment(0, [''])],
    ],
  }),
  faults('arguments/schema', 'call/buffered', {
    'arguments/wrong-type-though-strict': [
      'the tool is strict, and an argument is of another type',
      [ask('toolConfig.tools[0].toolSpec.strict', true), setBody(INPUT, { location: 7 })],
      { level: 'MUST' },
    ],
  }),
  faults('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/key-repeated': [
      'the input has a key twice',
      [fragment(0, ['{"location":"Oslo",', '"location":"Bergen"}'])],
    ],
  }),
  variants('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/one-key': ['the input has one key', [fragment(0, ['{"location":"Oslo"}'])]],
  }),
  faults('arguments/no-markup', 'text/streaming', {
    'arguments/marker-in-pieces': [
      'the markup comes in two deltas',
      [set(nth(TEXT, 1), 'delta.text', '<invoke na'), set(nth(TEXT, 2), 'delta.text', 'me="weather">')],
    ],
  }),
  variants('arguments/no-markup', 'text/buffered', {
    'arguments/marker-asked-for': [
      'the request itself holds the markup',
      [
        ask('messages[0].content[0].text', 'What does <invoke name="x"> mean?'),
        setBody(SAID, '<invoke name="x"> opens a call.'),
      ],
    ],
  }),
  variants('arguments/no-text-call', 'text/buffered', {
    'arguments/no-tools': [
      'no tool was offered',
      [askNot('toolConfig'), setBody(SAID, '{"name":"weather","input":{}}')],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('arguments/known-tool', 'text/streaming', {
    'arguments/no-tools-and-a-broken-server': [
      'no tool was offered, and the server answers 500',
      [askNot('toolConfig'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('arguments/known-tool', 'text/buffered', {
    'arguments/no-tools-and-a-broken-body': [
      'no tool was offered, and the server answers a request for a body with 500',
      [askNot('toolConfig'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
];
