/** Seeded faults and legal variants of arguments: the inputs of calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { argumentsOfBlocks } from '../../../proof/streamed-blocks.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { fragment, MESSAGE_DELTA } from './places.ts';

const { bodyInput: INPUT } = BLOCK_WORDS;
const SAID = 'content[0].text';

export const args: Table = [
  ...argumentsOfBlocks(BLOCK_WORDS),
  variants('arguments/json', 'call/streaming', {
    'arguments/fine-grained': [
      'the tool streams finely, and its input is cut',
      [ask('tools[0].eager_input_streaming', true), fragment(0, ['{"location":"Osl'])],
      { outcome: 'inconclusive' },
    ],
    'arguments/fine-grained-and-whole': [
      'the request lets arguments come that are no JSON, and they are JSON',
      [ask('tools[0].eager_input_streaming', true)],
      { outcome: 'pass' },
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
