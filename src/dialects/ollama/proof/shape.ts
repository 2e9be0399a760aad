/** Seeded faults and legal variants of shape: the envelope of a line, and of a body. */
import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { drop, first, nth, set } from '../../../proof/edits/stream.ts';
import { CALL, CALLS, END, TEXT } from './places.ts';

export const shape: Table = [
  faults('shape/chunk', 'text/streaming', {
    'shape/line-without-a-message': ['a line has no message', [drop(first(TEXT), 'message')]],
    'shape/line-without-a-role': ['the message of a line has no role', [drop(first(TEXT), 'message.role')]],
    'shape/line-without-a-time': ['a line has no created_at', [drop(END, 'created_at')]],
    'shape/line-with-seconds': [
      'the time of a line is a number',
      [set(nth(TEXT, 1), 'created_at', 1_760_000_000)],
    ],
    'shape/line-with-a-word-for-a-time': [
      'the time of a line is a word',
      [set(nth(TEXT, 1), 'created_at', 'yesterday')],
    ],
    'shape/line-without-a-model': ['a line has no model', [drop(nth(TEXT, 1), 'model')]],
    'shape/line-of-text': [
      'the message of a line is a text',
      [set(nth(TEXT, 1), 'message', ({ content }: Draft) => content)],
    ],
  }),
  variants('shape/chunk', 'text/streaming', {
    'shape/time-of-a-zone': [
      'the time of a line is that of another zone than UTC',
      [set(nth(TEXT, 1), 'created_at', '2025-10-09T10:13:20.451239+02:00')],
    ],
    'shape/end-without-a-message': ['the last line has no message', [drop(END, 'message')]],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/message-missing': ['a body has no message', [dropBody('message')]],
    'shape/role-missing': ['the message of a body has no role', [dropBody('message.role')]],
    'shape/time-missing': ['a body has no created_at', [dropBody('created_at')]],
    'shape/model-null': ['the model of a body is null', [setBody('model', null)]],
    'shape/not-done': ['a body says done: false', [setBody('done', false)]],
    'shape/of-chat': [
      'a body has the shape of Chat Completions',
      [
        setBody('choices', [{ index: 0, message: { role: 'assistant', content: 'Hi' } }]),
        dropBody('message'),
      ],
    ],
  }),
  faults('shape/one-model', 'text/streaming', {
    'shape/model-changes': [
      'a line in the middle names another model',
      [set(nth(TEXT, 1), 'model', 'substitute-2')],
    ],
  }),
  variants('shape/one-model', 'text/streaming', {
    'shape/model-of-the-cloud': [
      'every line names where the model runs',
      [set(TEXT, 'remote_model', 'conforming-1')],
    ],
  }),
  faults('shape/role', 'text/buffered', {
    'shape/role-of-the-user': ['the answer is by the user', [setBody('message.role', 'user')]],
  }),
  faults('shape/role', 'text/streaming', {
    'shape/role-in-a-line': ['a line is by the model', [set(nth(TEXT, 1), 'message.role', 'model')]],
  }),
  variants('shape/role', 'call/streaming', {
    'shape/role-of-the-assistant': [
      'the line with the call says its role',
      [set(CALLS, 'message.role', 'assistant')],
    ],
  }),
  faults('shape/content', 'call/buffered', {
    'shape/null-beside-a-call': ['content beside a call is null', [setBody('message.content', null)]],
  }),
  faults('shape/content', 'text/streaming', {
    'shape/content-in-parts': [
      'content is a list of parts',
      [set(nth(TEXT, 1), 'message.content', (text: unknown) => [{ type: 'text', text }])],
    ],
    'shape/thinking-as-an-object': [
      'thinking is an object',
      [set(nth(TEXT, 1), 'message.thinking', { text: 'Hm.' })],
    ],
  }),
  variants('shape/content', 'call/buffered', {
    'shape/content-absent': ['content beside a call is left out', [dropBody('message.content')]],
    'shape/thinking-null': ['there is no thought, and thinking is null', [setBody('message.thinking', null)]],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/calls-as-an-object': [
      'tool_calls is an object',
      [setBody('message.tool_calls', { name: 'weather' })],
    ],
    'shape/call-without-a-function': [
      'name and arguments stand beside function',
      [setBody(CALL, { name: 'weather', arguments: { location: 'Oslo' } })],
    ],
    'shape/call-without-a-name': ['a call has no name', [dropBody(`${CALL}.function.name`)]],
  }),
  faults('shape/tool-calls', 'call/streaming', {
    'shape/name-empty': ['the name of a call is empty', [set(CALLS, `${CALL}.function.name`, '')]],
  }),
  variants('shape/tool-calls', 'call/buffered', {
    'shape/call-with-a-type': [
      'a call has a type, and no index',
      [setBody(`${CALL}.type`, 'function'), dropBody(`${CALL}.function.index`)],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/calls-beside-the-message': [
      'calls stand beside the message',
      [setBody('tool_calls', [{ function: { name: 'weather', arguments: { location: 'Oslo' } } }])],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/no-calls-beside-the-message': [
      'tool_calls beside the message is null',
      [setBody('tool_calls', null)],
    ],
  }),
  variants('shape/unknown-fields', 'text/buffered', {
    'shape/all-fields': [
      'a body has fields of the reference that few have',
      [setBody('logprobs', [{ token: 'Good', logprob: -0.1, bytes: [71] }]), setBody('message.images', [])],
    ],
  }),
];
