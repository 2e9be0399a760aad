/** Seeded faults and legal variants of shape: the response object, and what its messages hold. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
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

const TEXTED = 'text/buffered';
const TEXT_STREAM = 'text/streaming';
const CALL = 'call/buffered';
const CALL_STREAM = 'call/streaming';
const PART = 'output[0].content[0]';

export const faults: readonly SeededFault[] = [
  fault(
    'shape/created-without-output',
    'the response in response.created has no output',
    CALL_STREAM,
    [drop(CREATED, 'response.output')],
    'shape/chunk',
  ),
  fault(
    'shape/object-of-chat',
    'the response in the terminal event is called chat.completion',
    TEXT_STREAM,
    [set(TERMINAL, 'response.object', 'chat.completion')],
    'shape/chunk',
  ),
  fault(
    'shape/in-progress-without-a-response',
    'response.in_progress carries no response',
    CALL_STREAM,
    [drop(IN_PROGRESS, 'response')],
    'shape/chunk',
  ),
  fault(
    'shape/created-as-text',
    'created_at of a body is text',
    CALL,
    [setBody('created_at', '2025-11-25T12:00:00Z')],
    'shape/completion',
  ),
  fault('shape/body-without-model', 'a body names no model', TEXTED, [dropBody('model')], 'shape/completion'),
  fault('shape/page', 'a 200 brings a page', TEXTED, [respond(200, '<html></html>')], 'shape/completion', {
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  }),
  fault(
    'shape/tools-left-out',
    'a body does not repeat the tools',
    CALL,
    [dropBody('tools')],
    'shape/required-keys',
  ),
  fault(
    'shape/null-keys-left-out',
    'keys without a value are left out of the terminal event',
    TEXT_STREAM,
    [drop(TERMINAL, 'response.error'), drop(TERMINAL, 'response.incomplete_details')],
    'shape/required-keys',
  ),
  fault(
    'shape/tools-repeated-as-none',
    'tools come back as an empty list',
    CALL,
    [setBody('tools', [])],
    'shape/settings-echoed',
  ),
  fault(
    'shape/choice-repeated-otherwise',
    'tool_choice comes back as another one',
    CALL_STREAM,
    [set(TERMINAL, 'response.tool_choice', 'required')],
    'shape/settings-echoed',
  ),
  fault(
    'shape/parallel-repeated-otherwise',
    'parallel_tool_calls false comes back as true',
    'parallel-off/buffered',
    [setBody('parallel_tool_calls', true)],
    'shape/settings-echoed',
  ),
  fault(
    'shape/named-choice-repeated-otherwise',
    'a named function comes back as another one',
    'choice-named/buffered',
    [setBody('tool_choice.name', 'local_time')],
    'shape/settings-echoed',
  ),
  fault(
    'shape/id-changes',
    'the terminal event has another id than the events before it',
    CALL_STREAM,
    [set(TERMINAL, 'response.id', 'resp_of_somebody_else')],
    'shape/one-id',
  ),
  fault(
    'shape/created-changes',
    'created_at is that of each event',
    TEXT_STREAM,
    [set(TERMINAL, 'response.created_at', (time: number) => time + 2)],
    'shape/one-created',
  ),
  fault(
    'shape/model-changes',
    'the first event names another model',
    CALL_STREAM,
    [set(CREATED, 'response.model', 'conforming-0')],
    'shape/one-model',
  ),
  fault(
    'shape/message-of-the-user',
    'the message is by the user',
    TEXTED,
    [setBody('output[0].role', 'user')],
    'shape/role',
  ),
  fault(
    'shape/message-without-role',
    'the message is announced without its role',
    TEXT_STREAM,
    [drop(ADDED, 'item.role')],
    'shape/role',
  ),
  fault(
    'shape/content-as-text',
    'the content of a message is text',
    TEXTED,
    [setBody('output[0].content', 'Good morning!')],
    'shape/content',
  ),
  fault(
    'shape/part-without-type',
    'a part of a message has no type',
    TEXTED,
    [dropBody(`${PART}.type`)],
    'shape/content',
  ),
  fault(
    'shape/announced-without-content',
    'the message is announced with content null',
    TEXT_STREAM,
    [set(ADDED, 'item.content', null)],
    'shape/content',
  ),
  fault(
    'shape/text-as-a-number',
    'the text of a part is a number',
    TEXTED,
    [setBody(`${PART}.text`, 42)],
    'shape/content',
  ),
  fault(
    'shape/annotations-left-out',
    'a text has no annotations',
    TEXTED,
    [dropBody(`${PART}.annotations`)],
    'shape/annotations',
  ),
  fault(
    'shape/annotations-null',
    'the annotations of a text are null',
    TEXT_STREAM,
    [set(TERMINAL, `response.${PART}.annotations`, null)],
    'shape/annotations',
  ),
  fault(
    'shape/padded',
    'a line end stands before the JSON of a body',
    TEXTED,
    [recodeText((text) => `\n${text}`)],
    'shape/json-padding',
  ),
  fault(
    'shape/field-of-the-provider',
    'the response has a field of the provider',
    TEXTED,
    [setBody('x_served_by', 'a')],
    'shape/unknown-fields',
  ),
  fault(
    'shape/field-in-an-item',
    'an item has a field of the provider when it is announced',
    CALL_STREAM,
    [set(ADDED, 'item.debug', true)],
    'shape/unknown-fields',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'shape/created-with-a-fraction',
    'created_at has a fraction, the same in all events',
    CALL_STREAM,
    [set(RESPONSES, 'response.created_at', 1_760_000_000.25)],
    'shape/chunk',
  ),
  variant(
    'shape/fraction-in-a-body',
    'created_at of a body has a fraction',
    TEXTED,
    [setBody('created_at', 1_760_000_000.25)],
    'shape/completion',
  ),
  variant(
    'shape/keys-null',
    'metadata and instructions are null',
    TEXTED,
    [setBody('metadata', null), setBody('instructions', null)],
    'shape/required-keys',
  ),
  variant(
    'shape/tools-repeated-with-more',
    'the tools come back with what the provider adds to them, in another order',
    CALL,
    [
      setBody('tools', (tools: object[]) =>
        tools.toReversed().map((tool) => ({ ...tool, defer_loading: false })),
      ),
    ],
    'shape/settings-echoed',
  ),
  variant(
    'shape/choice-not-given',
    'a request without tool_choice gets that of the provider',
    CALL,
    [ask('tool_choice', null), setBody('tool_choice', 'required')],
    'shape/settings-echoed',
  ),
  variant(
    'shape/id-of-another-form',
    'the id has no prefix, and is the same in all events',
    CALL_STREAM,
    [set(RESPONSES, 'response.id', '0198c1c2-7a50')],
    'shape/one-id',
  ),
  variant(
    'shape/created-at-zero',
    'created_at is 0 in all events',
    CALL_STREAM,
    [set(RESPONSES, 'response.created_at', 0)],
    'shape/one-created',
  ),
  variant(
    'shape/dated-model',
    'all events name a dated model',
    TEXT_STREAM,
    [set(RESPONSES, 'response.model', 'conforming-1-2025-11-20')],
    'shape/one-model',
    { observes: ['routing/model'] },
  ),
  variant(
    'shape/with-a-phase',
    'the message has a phase beside its role',
    TEXTED,
    [setBody('output[0].phase', 'final_answer')],
    'shape/role',
  ),
  variant(
    'shape/part-of-another-type',
    'a part of a type that clients skip follows the text',
    TEXTED,
    [setBody('output[0].content[1]', { type: 'output_image' })],
    'shape/content',
  ),
  variant(
    'shape/refusal-without-annotations',
    'a refusal has no annotations',
    TEXTED,
    [setBody('output[0].content', [{ type: 'refusal', refusal: 'I would rather not.' }])],
    'shape/annotations',
    { outcome: 'not-applicable' },
  ),
  variant(
    'shape/pretty-printed',
    'a body is pretty-printed',
    TEXTED,
    [recodeText((text) => JSON.stringify(JSON.parse(text), null, 2))],
    'shape/json-padding',
  ),
  variant(
    'shape/fields-of-another-item',
    'an item of a type that is not looked into has fields of its own',
    TEXTED,
    [appendItem({ ...WEB_SEARCH, debug: true })],
    'shape/unknown-fields',
  ),
  variant(
    'shape/phase-in-a-stream',
    'the message has a phase in all its places',
    TEXT_STREAM,
    [setItem(0, 'phase', 'commentary')],
    'shape/unknown-fields',
  ),
  variant('shape/refused-by-the-model', 'the model refuses', TEXT_STREAM, [refusal], 'shape/content'),
];
