/** Seeded faults and legal variants of shape: the envelope of an answer. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { drop, first, set } from '../../../proof/edits/stream.ts';
import { onBedrock } from './edits.ts';
import {
  BLOCK_STARTS,
  CALL_STARTS,
  FRAGMENTS,
  MESSAGE_DELTA,
  SIGNATURES,
  START,
  STOP,
  TEXT,
  THOUGHTS,
} from './places.ts';

export const shape: Table = [
  faults('shape/chunk', 'text/streaming', {
    'shape/start-without-id': ['the message of message_start has no id', [drop(START, 'message.id')]],
    'shape/start-of-another-type': [
      'the message of message_start is a chat.completion',
      [set(START, 'message.type', 'chat.completion')],
    ],
    'shape/start-without-content': [
      'the message of message_start has no content',
      [drop(START, 'message.content')],
    ],
    'shape/delta-without-type': ['a delta has no type', [drop(first(TEXT), 'delta.type')]],
    'shape/block-without-type': ['a block has no type', [drop(BLOCK_STARTS, 'content_block.type')]],
    'shape/deltas-of-text-without-type': ['no delta of a text has a type', [drop(TEXT, 'delta.type')]],
  }),
  faults('shape/chunk', 'reasoning/streaming', {
    'shape/deltas-of-thoughts-without-type': [
      'no delta of the thoughts and of their signature has a type',
      [drop(THOUGHTS, 'delta.type'), drop(SIGNATURES, 'delta.type')],
    ],
  }),
  faults('shape/chunk', 'call/streaming', {
    'shape/fragments-without-type': ['no fragment of a call has a type', [drop(FRAGMENTS, 'delta.type')]],
    'shape/fragments-of-the-empty-type': [
      'the type of each fragment of a call is an empty text',
      [set(FRAGMENTS, 'delta.type', '')],
    ],
    'shape/message-delta-without-a-delta': ['message_delta has no delta', [drop(MESSAGE_DELTA, 'delta')]],
  }),
  variants('shape/chunk', 'call/streaming', {
    'shape/metrics-of-bedrock': [
      'message_stop carries the metrics of Bedrock',
      [set(STOP, 'amazon-bedrock-invocationMetrics', { inputTokenCount: 80 })],
    ],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/body-without-model': ['the body names no model', [dropBody('model')]],
    'shape/body-of-another-type': ['the body is a completion', [setBody('type', 'completion')]],
    'shape/body-without-content': ['the body has no content', [dropBody('content')]],
    'shape/body-of-a-gateway': [
      'a 200 brings the words of a gateway, and no message',
      [respond(200, { message: 'Come back later' })],
    ],
  }),
  variants('shape/completion', 'text/buffered', {
    'shape/empty-model': ['the body names the empty model', [setBody('model', '')]],
  }),
  variants('shape/completion', 'call/buffered', {
    'shape/container-null': ['the container of the body is null', [setBody('container', null)]],
  }),
  faults('shape/finish-reason-key', 'text/buffered', {
    'shape/no-stop-sequence': ['the body lacks the key stop_sequence', [dropBody('stop_sequence')]],
  }),
  faults('shape/finish-reason-key', 'text/streaming', {
    'shape/start-without-stop-keys': [
      'message_start lacks the key stop_reason',
      [drop(START, 'message.stop_reason')],
    ],
    'shape/stop-sequence-left-out-of-the-delta': [
      'message_delta leaves stop_sequence out',
      [drop(MESSAGE_DELTA, 'delta.stop_sequence')],
    ],
  }),
  variants('shape/finish-reason-key', 'text/streaming', {
    'shape/stop-keys-in-another-order': [
      'message_delta has stop_sequence before stop_reason',
      [set(MESSAGE_DELTA, 'delta', { stop_sequence: null, stop_reason: 'end_turn' })],
    ],
  }),
  faults('shape/role', 'text/buffered', {
    'shape/role-of-a-model': ['the role is model', [setBody('role', 'model')]],
  }),
  faults('shape/role', 'text/streaming', {
    'shape/role-missing': [
      'message_start has no role',
      [drop(START, 'message.role')],
      { says: 'the role is missing' },
    ],
  }),
  variants('shape/role', 'text/buffered', {
    'shape/role-on-bedrock': ['Bedrock says the role too', [onBedrock]],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/content-as-text': ['the content is a string', [setBody('content', 'Good morning!')]],
    'shape/content-untyped': ['a block of the body has no type', [dropBody('content[0].type')]],
  }),
  faults('shape/content', 'choice-required/buffered', {
    'shape/required-call-in-an-object': [
      'the content is an object that holds the list, though a call is required',
      [setBody('content', (list: unknown[]) => ({ list }))],
    ],
  }),
  faults('shape/chunk', 'choice-named/streaming', {
    'shape/named-call-in-a-list': [
      'the block of the named call is a list of one',
      [set(BLOCK_STARTS, 'content_block', (block: unknown) => [block])],
    ],
  }),
  faults('shape/content', 'weather/buffered', {
    'shape/answer-as-text': [
      'after the result, the content is a string',
      turn(2, setBody('content', 'It is 21 °C in Oslo, and clear.')),
    ],
    'shape/answer-in-a-list': [
      'after the result, the block of a body is a list of one',
      turn(
        2,
        setBody('content[0]', (block: unknown) => [block]),
      ),
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/new-block-despite-required': [
      'a block of a type that nobody knows comes though a call is required',
      [setBody('content', [{ type: 'drawing' }]), setBody('stop_reason', 'end_turn')],
    ],
  }),
  variants('shape/content', 'text/buffered', {
    'shape/block-of-a-new-type': [
      'a block of the body has a type that nobody knows',
      [setBody('content[1]', { type: 'drawing' })],
    ],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/call-without-name': ['the call of a body has no name', [dropBody('content[0].name')]],
    'shape/call-without-input': ['the call of a body has no input', [dropBody('content[0].input')]],
    'shape/input-as-text': [
      'the input of a body is JSON as text',
      [setBody('content[0].input', '{"location":"Oslo"}')],
    ],
  }),
  variants('shape/tool-calls', 'call/buffered', {
    'shape/call-with-a-caller': [
      'the call of a body says that the model made it',
      [setBody('content[0].caller', { type: 'direct' })],
    ],
    'shape/input-empty': [
      'the input of a body is an empty object',
      [setBody('content[0]', (call: object) => ({ ...call, name: 'local_time', input: {} }))],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'call/buffered', {
    'shape/calls-of-chat': [
      'the body has tool_calls beside its content',
      [setBody('tool_calls', [{ id: 'call_1', type: 'function' }])],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'text/streaming', {
    'shape/chunk-of-chat': ['a delta has tool_calls', [set(first(TEXT), 'delta.tool_calls', [])]],
  }),
  variants('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/null-of-chat': ['a gateway sends tool_calls as null', [setBody('tool_calls', null)]],
  }),
  faults('shape/unknown-fields', 'call/streaming', {
    'shape/unknown-field-of-a-block': [
      'a block has a field of no reference',
      [set(CALL_STARTS, 'content_block.position', 0)],
    ],
  }),
  variants('shape/unknown-fields', 'text/buffered', {
    'shape/newer-usage': [
      'usage has the fields of newer models',
      [setBody('usage.service_tier', 'standard'), setBody('usage.inference_geo', 'global')],
    ],
  }),
  variants('shape/unknown-fields', 'text/streaming', {
    'shape/fields-of-betas': [
      'betas say more of the request, of thoughts that were dropped and of what was paid',
      [
        set(START, 'message.diagnostics', null),
        set(START, 'message.input_transformations', []),
        set(START, 'message.usage.speed', 'fast'),
        set(MESSAGE_DELTA, 'input_transformations', []),
        set(MESSAGE_DELTA, 'usage.fallback_credit', { status: { type: 'redeemed' } }),
      ],
    ],
  }),
];
