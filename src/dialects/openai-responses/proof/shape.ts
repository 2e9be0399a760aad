/** Seeded faults and legal variants of shape: the response object, and the contents of its messages. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import type { Json } from '../../../text/json.ts';
import { refusal } from './edits.ts';
import {
  ADDED,
  appendItem,
  CREATED,
  IN_PROGRESS,
  RESPONSES,
  setItem,
  TERMINAL,
  WEB_SEARCH,
} from './places.ts';

const PART = 'output[0].content[0]';

export const shape: Table = [
  faults('shape/completion', 'text/buffered', {
    'shape/empty-object': ['the body is an empty object', [respond(200, {})]],
    'shape/body-of-chat': [
      'the body is a completion of another dialect, with its counts',
      [
        respond(200, {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1_760_000_000,
          model: 'parrot',
          choices: [
            { index: 0, message: { role: 'assistant', content: 'Good morning!' }, finish_reason: 'stop' },
          ],
          usage: { prompt_tokens: 70, completion_tokens: 8, total_tokens: 78 },
        }),
      ],
    ],
  }),
  faults('shape/chunk', 'call/streaming', {
    'shape/created-without-output': [
      'the response in response.created has no output',
      [drop(CREATED, 'response.output')],
    ],
    'shape/in-progress-without-a-response': [
      'response.in_progress carries no response',
      [drop(IN_PROGRESS, 'response')],
    ],
  }),
  faults('shape/chunk', 'text/streaming', {
    'shape/final-output-as-an-object': [
      'the output of the terminal event is an object that holds the list',
      [set(TERMINAL, 'response.output', inAnObject)],
    ],
    'shape/final-output-null': [
      'the output of the terminal event is null',
      [set(TERMINAL, 'response.output', null)],
    ],
    'shape/object-of-chat': [
      'the response in the terminal event is called chat.completion',
      [set(TERMINAL, 'response.object', 'chat.completion')],
    ],
  }),
  variants('shape/chunk', 'call/streaming', {
    'shape/created-with-a-fraction': [
      'created_at has a fraction, the same in all events',
      [set(RESPONSES, 'response.created_at', 1_760_000_000.25)],
    ],
  }),
  faults('shape/completion', 'call/buffered', {
    'shape/created-as-text': [
      'created_at of a body is text',
      [setBody('created_at', '2025-11-25T12:00:00Z')],
    ],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/body-without-model': ['a body names no model', [dropBody('model')]],
    'shape/body-without-id': ['a body has no id', [dropBody('id')]],
    'shape/status-as-a-number': [
      'the status of a body is a number',
      [setBody('status', 200)],
      { alsoFails: { 'finish/known': 'it says nothing of how the answer ended' } },
    ],
    'shape/output-as-text': [
      'the output of a body is the text',
      [setBody('output', 'Good morning! How can I help?')],
    ],
  }),
  faults('shape/completion', 'choice-required/buffered', {
    'shape/output-as-an-object': [
      'the output of a body is an object that holds the list with the call',
      [setBody('output', inAnObject)],
    ],
  }),
  faults('shape/completion', 'weather/buffered', {
    'shape/second-output-as-an-object': [
      'after the result, the output is an object that holds the list',
      turn(2, setBody('output', inAnObject)),
    ],
  }),
  variants('shape/completion', 'call/buffered', {
    'shape/output-with-an-item-of-a-new-type': [
      'the output is a list, and an item of it is of a type that nobody knows',
      [appendItem({ type: 'later_item', id: 'later_1' })],
    ],
  }),
  variants('shape/completion', 'text/buffered', {
    'shape/fraction-in-a-body': [
      'created_at of a body has a fraction',
      [setBody('created_at', 1_760_000_000.25)],
    ],
  }),
  faults('shape/required-keys', 'call/buffered', {
    'shape/tools-left-out': ['a body does not repeat the tools', [dropBody('tools')]],
  }),
  faults('shape/required-keys', 'text/streaming', {
    'shape/null-keys-left-out': [
      'keys without a value are left out of the terminal event',
      [drop(TERMINAL, 'response.error'), drop(TERMINAL, 'response.incomplete_details')],
    ],
  }),
  variants('shape/required-keys', 'text/buffered', {
    'shape/keys-null': [
      'metadata and instructions are null',
      [setBody('metadata', null), setBody('instructions', null)],
    ],
  }),
  faults('shape/settings-echoed', 'call/buffered', {
    'shape/tools-repeated-as-none': ['tools come back as an empty list', [setBody('tools', [])]],
  }),
  faults('shape/settings-echoed', 'call/streaming', {
    'shape/choice-repeated-otherwise': [
      'tool_choice comes back as another one',
      [set(TERMINAL, 'response.tool_choice', 'required')],
    ],
  }),
  faults('shape/settings-echoed', 'parallel-off/buffered', {
    'shape/parallel-repeated-otherwise': [
      'parallel_tool_calls false comes back as true',
      [setBody('parallel_tool_calls', true)],
    ],
  }),
  faults('shape/settings-echoed', 'choice-named/buffered', {
    'shape/named-choice-repeated-otherwise': [
      'a named function comes back as another one',
      [setBody('tool_choice.name', 'local_time')],
    ],
  }),
  faults('shape/settings-echoed', 'choice-named/buffered', {
    'shape/named-choice-repeated-without-its-name': [
      'a named function comes back without its name',
      [setBody('tool_choice', { type: 'function' })],
    ],
    'shape/hosted-choice-repeated-otherwise': [
      'a tool of the provider that was chosen comes back as another one',
      [ask('tool_choice', { type: 'web_search' }), setBody('tool_choice', { type: 'file_search' })],
    ],
  }),
  variants('shape/settings-echoed', 'call/buffered', {
    'shape/hosted-choice-repeated': [
      'a tool of the provider that was chosen comes back, with what the provider adds to it',
      [
        ask('tool_choice', { type: 'web_search' }),
        setBody('tool_choice', { type: 'web_search', search_context_size: 'low' }),
      ],
    ],
    'shape/tools-of-a-stored-prompt': [
      'a stored prompt brings a tool of its own, which comes back with the others',
      [
        ask('prompt', { id: 'pmpt_4Kx7' }),
        setBody('tools', (tools: object[]) => [
          ...tools,
          { type: 'function', name: 'tides', parameters: {} },
        ]),
      ],
    ],
    'shape/tools-repeated-with-more': [
      'the tools come back with what the provider adds to them, in another order',
      [
        setBody('tools', (tools: object[]) =>
          tools.toReversed().map((tool) => ({ ...tool, defer_loading: false })),
        ),
      ],
    ],
    'shape/choice-not-given': [
      'a request without tool_choice gets that of the provider',
      [ask('tool_choice', null), setBody('tool_choice', 'required')],
    ],
  }),
  faults('shape/chunk', 'call/streaming', {
    'shape/model-null-at-the-end': [
      'the model of the terminal event is null',
      [set(TERMINAL, 'response.model', null)],
    ],
    'shape/id-a-number': ['the id of all response objects is a number', [set(RESPONSES, 'response.id', 7)]],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/refusal-null': [
      'a refusal is null',
      [setBody('output[0].content[0]', { type: 'refusal', refusal: null })],
    ],
  }),
  faults('shape/one-id', 'call/streaming', {
    'shape/id-changes': [
      'the terminal event has another id than the events before it',
      [set(TERMINAL, 'response.id', 'resp_of_somebody_else')],
    ],
  }),
  variants('shape/one-id', 'call/streaming', {
    'shape/id-of-another-form': [
      'the id has no prefix, and is the same in all events',
      [set(RESPONSES, 'response.id', '0198c1c2-7a50')],
    ],
  }),
  faults('shape/one-created', 'text/streaming', {
    'shape/created-per-chunk': [
      'created_at is that of each event',
      [set(TERMINAL, 'response.created_at', (time: number) => time + 2)],
    ],
  }),
  variants('shape/one-created', 'call/streaming', {
    'shape/created-zero': ['created_at is 0 in all events', [set(RESPONSES, 'response.created_at', 0)]],
  }),
  faults('shape/one-model', 'call/streaming', {
    'shape/model-changes': [
      'the first event names another model',
      [set(CREATED, 'response.model', 'conforming-0')],
    ],
  }),
  variants('shape/one-model', 'text/streaming', {
    'shape/dated-model': [
      'all events name a dated model',
      [set(RESPONSES, 'response.model', 'conforming-1-2025-11-20')],
    ],
  }),
  faults('shape/role', 'text/buffered', {
    'shape/message-of-the-user': ['the message is by the user', [setBody('output[0].role', 'user')]],
  }),
  faults('shape/role', 'text/streaming', {
    'shape/message-without-role': ['the message is announced without its role', [drop(ADDED, 'item.role')]],
  }),
  variants('shape/role', 'text/buffered', {
    'shape/with-a-phase': [
      'the message has a phase beside its role',
      [setBody('output[0].phase', 'final_answer')],
    ],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/content-as-text': [
      'the content of a message is text',
      [setBody('output[0].content', 'Good morning!')],
    ],
    'shape/part-without-type': ['a part of a message has no type', [dropBody(`${PART}.type`)]],
    'shape/text-as-a-number': ['the text of a part is a number', [setBody(`${PART}.text`, 42)]],
    'shape/text-as-in-chat': [
      'the text of a part has the type that it has in Chat Completions',
      [setBody(`${PART}.type`, 'text')],
    ],
    'shape/text-of-an-input': [
      'the text of a part has the type of an input',
      [setBody(`${PART}.type`, 'input_text')],
    ],
  }),
  faults('shape/content', 'weather/buffered', {
    'shape/answer-as-text': [
      'after the result, the content of the message is text',
      turn(2, setBody('output[0].content', 'It is 21 °C in Oslo, and clear.')),
    ],
  }),
  faults('shape/content', 'text/streaming', {
    'shape/announced-without-content': [
      'the message is announced with content null',
      [set(ADDED, 'item.content', null)],
    ],
  }),
  variants('shape/content', 'text/buffered', {
    'shape/part-of-another-type': [
      'a part of a type that clients skip follows the text',
      [setBody('output[0].content[1]', { type: 'output_image' })],
    ],
  }),
  variants('shape/content', 'text/streaming', {
    'shape/refused-by-the-model': ['the model refuses', [refusal]],
  }),
  faults('shape/annotations', 'text/buffered', {
    'shape/annotations-left-out': ['a text has no annotations', [dropBody(`${PART}.annotations`)]],
  }),
  faults('shape/annotations', 'text/streaming', {
    'shape/annotations-null': [
      'the annotations of a text are null',
      [set(TERMINAL, `response.${PART}.annotations`, null)],
    ],
  }),
  variants('shape/annotations', 'text/buffered', {
    'shape/refusal-without-annotations': [
      'a refusal has no annotations',
      [setBody('output[0].content', [{ type: 'refusal', refusal: 'I would rather not.' }])],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('shape/unknown-fields', 'call/streaming', {
    'shape/field-in-an-item': [
      'an item has a field of the provider when it is announced',
      [set(ADDED, 'item.debug', true)],
    ],
  }),
  variants('shape/unknown-fields', 'text/buffered', {
    'shape/fields-of-another-item': [
      'an item of a type that is not looked into has fields of its own',
      [appendItem({ ...WEB_SEARCH, debug: true })],
    ],
  }),
  variants('shape/unknown-fields', 'text/streaming', {
    'shape/phase-in-a-stream': [
      'the message has a phase in all its places',
      [setItem(0, 'phase', 'commentary')],
    ],
  }),
];

function inAnObject(output: Json): Json {
  return { items: output };
}
