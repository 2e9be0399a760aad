/** Seeded faults and legal variants of shape: the envelope of an answer. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { drop, first, insertAfter, set } from '../../../proof/edits/stream.ts';
import { BLOCK_STARTS, DELTAS, delta, METADATA, START, STOP, TEXT } from './places.ts';

const CONTENT = 'output.message.content';

export const shape: Table = [
  faults('shape/chunk', 'text/streaming', {
    'shape/delta-missing': [
      'an event has no delta',
      [drop(first(TEXT), 'delta'), insertAfter(START, delta(0, { text: 'Hm. ' }))],
    ],
  }),
  faults('shape/chunk', 'call/streaming', {
    'shape/start-missing': [
      'contentBlockStart has no start',
      [drop(BLOCK_STARTS, 'start')],
      {
        alsoFails: {
          'finish/no-phantom': 'nobody knows that it is a call',
        },
      },
    ],
  }),
  variants('shape/chunk', 'text/streaming', {
    'shape/stop-fields-of-the-model': [
      'messageStop has fields of the model',
      [set(STOP, 'additionalModelResponseFields', { stop_sequence: null })],
    ],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/message-missing': ['the body has no message', [setBody('output', {})]],
    'shape/content-missing': ['the message has no content', [dropBody(CONTENT)]],
    'shape/message-at-the-top': [
      'the message stands at the top of the body',
      [dropBody('output'), setBody('content', [{ text: 'Good morning!' }])],
    ],
    'shape/answer-of-messages': [
      'the body is as another dialect writes it',
      [
        dropBody('output'),
        dropBody('metrics'),
        dropBody('stopReason'),
        setBody('content', [{ type: 'text', text: 'Good morning!' }]),
        setBody('usage', { input_tokens: 9, output_tokens: 3 }),
      ],
    ],
  }),
  variants('shape/completion', 'text/buffered', {
    'shape/with-a-trace': ['the body has the trace of a guardrail', [setBody('trace', { guardrail: {} })]],
  }),
  faults('shape/required-keys', 'text/buffered', {
    'shape/metrics-missing': ['the body has no metrics', [dropBody('metrics')]],
  }),
  faults('shape/required-keys', 'text/streaming', {
    'shape/latency-missing': ['the metrics do not say the latency', [drop(METADATA, 'metrics.latencyMs')]],
    'shape/latency-as-text': ['the latency is a text', [set(METADATA, 'metrics.latencyMs', '412 ms')]],
  }),
  variants('shape/required-keys', 'text/buffered', {
    'shape/no-time-at-all': ['the latency is 0', [setBody('metrics.latencyMs', 0)]],
  }),
  faults('shape/role', 'text/streaming', {
    'shape/role-missing': ['messageStart has no role', [drop(START, 'role')]],
  }),
  faults('shape/role', 'text/buffered', {
    'shape/role-of-the-user': ['the message is by the user', [setBody('output.message.role', 'user')]],
  }),
  variants('shape/role', 'call/streaming', {
    'shape/start-padded': ['messageStart is padded', [set(START, 'p', 'abc')]],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/content-as-text': ['the content is a text', [setBody(CONTENT, 'Good morning!')]],
    'shape/block-as-text': ['a block is a text', [setBody(`${CONTENT}[1]`, 'Good morning!')]],
  }),
  variants('shape/content', 'text/buffered', {
    'shape/two-texts': ['the content has two texts', [setBody(`${CONTENT}[1]`, { text: 'And you?' })]],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/call-without-a-name': ['the call has no name', [dropBody(`${CONTENT}[0].toolUse.name`)]],
    'shape/input-as-text': [
      'the input is JSON in a text',
      [setBody(`${CONTENT}[0].toolUse.input`, '{"location":"Oslo"}')],
    ],
  }),
  variants('shape/tool-calls', 'call/buffered', {
    'shape/call-with-a-type': [
      'the call has the type tool_use',
      [setBody(`${CONTENT}[0].toolUse.type`, 'tool_use')],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'call/buffered', {
    'shape/calls-of-chat': [
      'the message has the calls of another dialect as well',
      [setBody('output.message.tool_calls', [{ id: 'call_1', type: 'function' }])],
    ],
    'shape/block-of-messages': [
      'a block is as another dialect writes it',
      [setBody(`${CONTENT}[1]`, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} })],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'text/streaming', {
    'shape/choices-in-a-delta': [
      'an event has choices',
      [set(first(TEXT), 'choices', [{ index: 0, delta: {} }])],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'text/streaming', {
    'shape/calls-of-chat-in-a-delta': [
      'a delta has the calls of another dialect as well',
      [set(first(TEXT), 'delta.tool_calls', [{ id: 'call_1', type: 'function' }])],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'text/streaming', {
    'shape/null-choices': ['an event has choices null', [set(first(TEXT), 'choices', null)]],
  }),
  faults('shape/unknown-fields', 'text/streaming', {
    'shape/field-of-an-event': [
      'an event has a field of the provider',
      [set(first(DELTAS), 'acme_region', 'north')],
    ],
  }),
  variants('shape/unknown-fields', 'text/streaming', {
    'shape/fields-of-the-reference': [
      'the metadata have a trace and the tier of the service',
      [set(METADATA, 'trace', { guardrail: {} }), set(METADATA, 'serviceTier', { type: 'default' })],
    ],
  }),
];
