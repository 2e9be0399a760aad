/** Seeded faults and legal variants of arguments: what the model put into its calls. */
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, UNPARSED } from '../../../proof/inconclusive.ts';
import { CALL_STARTS, fragment, MESSAGE_DELTA, TEXT } from './places.ts';

const STREAMED = 'call/streaming';
const BUFFERED = 'call/buffered';
const INPUT = 'content[0].input';
const TEXTED = 'text/buffered';
const SAID = 'content[0].text';

export const faults: readonly SeededFault[] = [
  fault(
    'arguments/broken',
    'the fragments together are no JSON',
    STREAMED,
    [fragment(0, ['{"location":', 'Oslo}'])],
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/brace-missing',
    'the closing brace never comes',
    STREAMED,
    [fragment(0, ['{"location":"Oslo"'])],
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault('arguments/list', 'the input is a list', STREAMED, [fragment(0, ['["Oslo"]'])], 'arguments/object'),
  fault(
    'arguments/empty-quotes',
    'the input is an empty JSON string',
    STREAMED,
    [fragment(0, ['""'])],
    'arguments/object',
  ),
  fault(
    'arguments/list-in-a-body',
    'the input of a body is a list',
    BUFFERED,
    [setBody(INPUT, ['Oslo'])],
    'arguments/object',
    { alsoFails: { 'shape/tool-calls': 'input is an object by its type' } },
  ),
  fault(
    'arguments/required-missing',
    'a required argument is missing',
    BUFFERED,
    [setBody(INPUT, { unit: 'celsius' })],
    'arguments/schema',
  ),
  fault(
    'arguments/nothing-where-something-is-required',
    'the input is "", and the tool requires something',
    STREAMED,
    [fragment(0, [''])],
    'arguments/schema',
  ),
  fault(
    'arguments/strict-violated',
    'the tool is strict, and an argument is of another type',
    BUFFERED,
    [ask('tools[0].strict', true), setBody(INPUT, { location: 7 })],
    'arguments/schema',
    { level: 'MUST' },
  ),
  fault(
    'arguments/unknown-tool',
    'the call is of a tool that was not offered',
    BUFFERED,
    [setBody('content[0].name', 'climate')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/tool-of-another-case',
    'the name is written in another case',
    STREAMED,
    [set(CALL_STARTS, 'content_block.name', 'Weather')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/key-twice',
    'the input has a key twice',
    STREAMED,
    [fragment(0, ['{"location":"Oslo",', '"location":"Bergen"}'])],
    'arguments/no-duplicate-keys',
  ),
  fault(
    'arguments/function-calls-as-text',
    'a call is written into the text, in the words of an older template',
    'choice-none/buffered',
    [setBody(SAID, '<function_calls> <invoke name="weather">')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/markup-in-the-input',
    'the input holds template markup',
    BUFFERED,
    [setBody(`${INPUT}.location`, 'Oslo</invoke>')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/markup-in-pieces',
    'the markup comes in two deltas',
    'text/streaming',
    [set(nth(TEXT, 1), 'delta.text', '<invoke na'), set(nth(TEXT, 2), 'delta.text', 'me="weather">')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/call-as-text',
    'the text is a call as JSON',
    TEXTED,
    [setBody(SAID, '{"name":"weather","input":{"location":"Oslo"}}')],
    'arguments/no-text-call',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'arguments/nothing',
    'the input is "" for a tool that requires nothing',
    STREAMED,
    [set(CALL_STARTS, 'content_block.name', 'local_time'), fragment(0, [''])],
    'arguments/json',
  ),
  variant(
    'arguments/fine-grained',
    'the tool streams finely, and its input is cut',
    STREAMED,
    [ask('tools[0].eager_input_streaming', true), fragment(0, ['{"location":"Osl'])],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: [...UNPARSED, 'arguments/json'] },
  ),
  variant(
    'arguments/fine-grained-beta',
    'the request has the beta of fine-grained streaming in its body',
    STREAMED,
    [ask('anthropic_beta', ['fine-grained-tool-streaming-2025-05-14']), fragment(0, ['{"location":"Osl'])],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: [...UNPARSED, 'arguments/json'] },
  ),
  variant(
    'arguments/cut-off',
    'the token limit cuts the input',
    STREAMED,
    [fragment(0, ['{"location":"Osl']), set(MESSAGE_DELTA, 'delta.stop_reason', 'max_tokens')],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: CUT_OFF },
  ),
  variant(
    'arguments/empty-object',
    'the input is {}',
    STREAMED,
    [set(CALL_STARTS, 'content_block.name', 'local_time'), fragment(0, ['{}'])],
    'arguments/object',
  ),
  variant(
    'arguments/no-schema',
    'the tool is one of those that Anthropic defines',
    BUFFERED,
    [ask('tools[0]', { type: 'bash_20250124', name: 'weather' })],
    'arguments/schema',
    { outcome: 'not-applicable' },
  ),
  variant(
    'arguments/optional-left-out',
    'an optional argument is left out',
    BUFFERED,
    [setBody(INPUT, { location: 'Oslo' })],
    'arguments/schema',
  ),
  variant(
    'arguments/of-a-toolset',
    'the tool is one of a set that the request does not list',
    BUFFERED,
    [
      ask('mcp_servers', [{ type: 'url', url: 'https://mcp.example', name: 'cities' }]),
      setBody('content[0].name', 'climate'),
    ],
    'arguments/known-tool',
    { outcome: 'inconclusive', turnsInconclusive: ['arguments/known-tool'] },
  ),
  variant(
    'arguments/custom-type',
    'the tool has the type custom',
    BUFFERED,
    [ask('tools[0].type', 'custom')],
    'arguments/known-tool',
  ),
  variant(
    'arguments/same-key-in-two-objects',
    'two objects of the input have the same key',
    STREAMED,
    [fragment(0, ['{"location":"Oslo"}'])],
    'arguments/no-duplicate-keys',
  ),
  variant(
    'arguments/markup-asked-for',
    'the request itself holds the markup',
    TEXTED,
    [
      ask('messages[0].content', 'What does <invoke name="x"> mean?'),
      setBody(SAID, '<invoke name="x"> opens a call.'),
    ],
    'arguments/no-markup',
  ),
  variant(
    'arguments/json-as-text',
    'the text is JSON, and no call',
    TEXTED,
    [setBody(SAID, '{"name":"Oslo","population":700000}')],
    'arguments/no-text-call',
  ),
  variant(
    'arguments/no-tools',
    'no tool was offered',
    TEXTED,
    [askNot('tools'), askNot('tool_choice'), setBody(SAID, '{"name":"weather","input":{}}')],
    'arguments/no-text-call',
    { outcome: 'not-applicable' },
  ),
];
