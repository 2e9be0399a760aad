/** Seeded faults and legal variants of arguments: the inputs of calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { argumentsOfBlocks } from '../../../proof/streamed-blocks.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { refuse } from './edits.ts';
import { fragment, STOP } from './places.ts';

const { bodyInput: INPUT } = BLOCK_WORDS;
const SAID = 'output.message.content[0].text';

export const args: Table = [
  ...argumentsOfBlocks(BLOCK_WORDS),
  variants('arguments/json', 'call/streaming', {
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
  faults('arguments/schema', 'call/buffered', {
    'arguments/wrong-type-though-strict': [
      'the tool is strict, and an argument is of another type',
      [ask('toolConfig.tools[0].toolSpec.strict', true), setBody(INPUT, { location: 7 })],
      { level: 'MUST' },
    ],
  }),
  variants('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/one-key': ['the input has one key', [fragment(0, ['{"location":"Oslo"}'])]],
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
