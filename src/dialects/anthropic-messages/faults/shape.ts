/** Seeded faults and legal variants of shape: the envelope of an answer. */
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { drop, first, set } from '../../../faults/edits/stream.ts';
import { recodeText } from '../../../faults/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { onBedrock } from './edits.ts';
import { BLOCK_STARTS, CALL_STARTS, MESSAGE_DELTA, START, STOP, TEXT } from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const CALL = 'call/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'shape/start-without-id',
    'the message of message_start has no id',
    STREAMED,
    [drop(START, 'message.id')],
    'shape/chunk',
  ),
  fault(
    'shape/start-of-another-type',
    'the message of message_start is a chat.completion',
    STREAMED,
    [set(START, 'message.type', 'chat.completion')],
    'shape/chunk',
  ),
  fault(
    'shape/start-without-content',
    'the message of message_start has no content',
    STREAMED,
    [drop(START, 'message.content')],
    'shape/chunk',
  ),
  fault(
    'shape/delta-without-type',
    'a delta has no type',
    STREAMED,
    [drop(first(TEXT), 'delta.type')],
    'shape/chunk',
  ),
  fault(
    'shape/block-without-type',
    'a block has no type',
    STREAMED,
    [drop(BLOCK_STARTS, 'content_block.type')],
    'shape/chunk',
  ),
  fault(
    'shape/body-without-model',
    'the body names no model',
    BUFFERED,
    [dropBody('model')],
    'shape/completion',
  ),
  fault(
    'shape/body-of-another-type',
    'the body is a completion',
    BUFFERED,
    [setBody('type', 'completion')],
    'shape/completion',
  ),
  fault(
    'shape/body-without-content',
    'the body has no content',
    BUFFERED,
    [dropBody('content')],
    'shape/completion',
    { alsoFails: { 'finish/not-empty': 'nothing came' } },
  ),
  fault(
    'shape/no-json',
    'the body is no JSON',
    BUFFERED,
    [recodeText(() => 'upstream connect error')],
    'shape/completion',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'shape/no-stop-sequence',
    'the body lacks the key stop_sequence',
    BUFFERED,
    [dropBody('stop_sequence')],
    'shape/finish-reason-key',
  ),
  fault(
    'shape/start-without-stop-keys',
    'message_start lacks the key stop_reason',
    STREAMED,
    [drop(START, 'message.stop_reason')],
    'shape/finish-reason-key',
  ),
  fault('shape/role-of-a-model', 'the role is model', BUFFERED, [setBody('role', 'model')], 'shape/role'),
  fault(
    'shape/role-missing',
    'message_start has no role',
    STREAMED,
    [drop(START, 'message.role')],
    'shape/role',
  ),
  fault(
    'shape/content-as-text',
    'the content is a string',
    BUFFERED,
    [setBody('content', 'Good morning!')],
    'shape/content',
  ),
  fault(
    'shape/content-untyped',
    'a block of the body has no type',
    BUFFERED,
    [dropBody('content[0].type')],
    'shape/content',
  ),
  fault(
    'shape/call-without-name',
    'the call of a body has no name',
    CALL,
    [dropBody('content[0].name')],
    'shape/tool-calls',
    { alsoFails: { 'arguments/known-tool': 'no name is the name of no tool' } },
  ),
  fault(
    'shape/call-without-input',
    'the call of a body has no input',
    CALL,
    [dropBody('content[0].input')],
    'shape/tool-calls',
    { turnsInconclusive: ['arguments/object', 'arguments/schema'] },
  ),
  fault(
    'shape/input-as-text',
    'the input of a body is JSON as text',
    CALL,
    [setBody('content[0].input', '{"location":"Oslo"}')],
    'shape/tool-calls',
    { alsoFails: { 'arguments/object': 'a text is no object' } },
  ),
  fault(
    'shape/calls-of-chat',
    'the body has tool_calls beside its content',
    CALL,
    [setBody('tool_calls', [{ id: 'call_1', type: 'function' }])],
    'shape/tool-calls-misplaced',
    { observes: ['shape/unknown-fields'] },
  ),
  fault(
    'shape/chunk-of-chat',
    'a delta has tool_calls',
    STREAMED,
    [set(first(TEXT), 'delta.tool_calls', [])],
    'shape/tool-calls-misplaced',
    { observes: ['shape/unknown-fields'] },
  ),
  fault(
    'shape/padded',
    'line ends stand before the body',
    BUFFERED,
    [recodeText((text) => `\n\n${text}`)],
    'shape/json-padding',
  ),
  fault(
    'shape/unknown-field',
    'the body has a field of no reference',
    BUFFERED,
    [setBody('mood', 'good')],
    'shape/unknown-fields',
  ),
  fault(
    'shape/unknown-field-of-a-block',
    'a block has a field of no reference',
    'call/streaming',
    [set(CALL_STARTS, 'content_block.position', 0)],
    'shape/unknown-fields',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'shape/metrics-of-bedrock',
    'message_stop carries the metrics of Bedrock',
    'call/streaming',
    [set(STOP, 'amazon-bedrock-invocationMetrics', { inputTokenCount: 80 })],
    'shape/chunk',
  ),
  variant(
    'shape/empty-model',
    'the body names the empty model',
    BUFFERED,
    [setBody('model', '')],
    'shape/completion',
  ),
  variant(
    'shape/container-null',
    'the container of the body is null',
    'call/buffered',
    [setBody('container', null)],
    'shape/completion',
  ),
  variant(
    'shape/stop-sequence-left-out-of-the-delta',
    'message_delta leaves stop_sequence out',
    STREAMED,
    [drop(MESSAGE_DELTA, 'delta.stop_sequence')],
    'shape/finish-reason-key',
  ),
  variant('shape/role-on-bedrock', 'Bedrock says the role too', BUFFERED, [onBedrock], 'shape/role'),
  variant(
    'shape/block-of-a-new-type',
    'a block of the body has a type that nobody knows',
    BUFFERED,
    [setBody('content[1]', { type: 'drawing' })],
    'shape/content',
  ),
  variant(
    'shape/call-with-a-caller',
    'the call of a body says that the model made it',
    CALL,
    [setBody('content[0].caller', { type: 'direct' })],
    'shape/tool-calls',
  ),
  variant(
    'shape/input-empty',
    'the input of a body is an empty object',
    'call/buffered',
    [setBody('content[0]', (call: object) => ({ ...call, name: 'local_time', input: {} }))],
    'shape/tool-calls',
  ),
  variant(
    'shape/null-of-chat',
    'a gateway sends tool_calls as null',
    BUFFERED,
    [setBody('tool_calls', null)],
    'shape/tool-calls-misplaced',
    { observes: ['shape/unknown-fields'] },
  ),
  variant(
    'shape/space-inside',
    'white space stands inside the body',
    BUFFERED,
    [recodeText((text) => text.replace('{', '{ '))],
    'shape/json-padding',
  ),
  variant(
    'shape/newer-usage',
    'usage has the fields of newer models',
    BUFFERED,
    [setBody('usage.service_tier', 'standard'), setBody('usage.inference_geo', 'global')],
    'shape/unknown-fields',
  ),
];
