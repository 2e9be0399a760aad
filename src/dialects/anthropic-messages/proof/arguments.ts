/** Seeded faults and legal variants of arguments: what the model put into its calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { CALL_STARTS, fragment, MESSAGE_DELTA, TEXT } from './places.ts';

const INPUT = 'content[0].input';
const SAID = 'content[0].text';

export const args: Table = [
  faults('arguments/json', 'call/streaming', {
    'arguments/broken': ['the fragments together are no JSON', [fragment(0, ['{"location":', 'Oslo}'])]],
    'arguments/cut-off-in-a-stream': ['the closing brace never comes', [fragment(0, ['{"location":"Oslo"'])]],
  }),
  variants('arguments/json', 'call/streaming', {
    'arguments/nothing': [
      'the input is "" for a tool that requires nothing',
      [set(CALL_STARTS, 'content_block.name', 'local_time'), fragment(0, [''])],
    ],
    'arguments/fine-grained': [
      'the tool streams finely, and its input is cut',
      [ask('tools[0].eager_input_streaming', true), fragment(0, ['{"location":"Osl'])],
      { outcome: 'inconclusive' },
    ],
    'arguments/fine-grained-beta': [
      'the request has the beta of fine-grained streaming in its body',
      [ask('anthropic_beta', ['fine-grained-tool-streaming-2025-05-14']), fragment(0, ['{"location":"Osl'])],
      { outcome: 'inconclusive' },
    ],
    'arguments/cut-off-by-length': [
      'the token limit cuts the input',
      [fragment(0, ['{"location":"Osl']), set(MESSAGE_DELTA, 'delta.stop_reason', 'max_tokens')],
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
      [set(CALL_STARTS, 'content_block.name', 'local_time'), fragment(0, ['{}'])],
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
      [ask('tools[0].strict', true), setBody(INPUT, { location: 7 })],
      { level: 'MUST' },
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/no-schema': [
      'the tool is one of those that Anthropic defines',
      [ask('tools[0]', { type: 'bash_20250124', name: 'weather' })],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/key-repeated': [
      'the input has a key twice',
      [fragment(0, ['{"location":"Oslo",', '"location":"Bergen"}'])],
    ],
  }),
  variants('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/same-key-in-two-objects': [
      'two objects of the input have the same key',
      [fragment(0, ['{"location":"Oslo"}'])],
    ],
  }),
  faults('arguments/no-markup', 'choice-none/buffered', {
    'arguments/function-calls-as-text': [
      'a call is written into the text, in the words of an older template',
      [setBody(SAID, '<function_calls> <invoke name="weather">')],
    ],
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
        ask('messages[0].content', 'What does <invoke name="x"> mean?'),
        setBody(SAID, '<invoke name="x"> opens a call.'),
      ],
    ],
  }),
  variants('arguments/known-tool', 'call/buffered', {
    'arguments/of-a-toolset': [
      'the tool is one of a set that the request does not list',
      [
        ask('mcp_servers', [{ type: 'url', url: 'https://mcp.example', name: 'cities' }]),
        setBody('content[0].name', 'climate'),
      ],
      { outcome: 'inconclusive' },
    ],
    'arguments/custom-type': ['the tool has the type custom', [ask('tools[0].type', 'custom')]],
  }),
  variants('arguments/no-text-call', 'text/buffered', {
    'arguments/no-tools': [
      'no tool was offered',
      [askNot('tools'), askNot('tool_choice'), setBody(SAID, '{"name":"weather","input":{}}')],
      { outcome: 'not-applicable' },
    ],
  }),
];
