/** Seeded faults and legal variants of shape: the envelope. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { CHUNKS, drop, first, insertAfter, last, nth, set, setData } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import {
  CALL,
  CANDIDATE,
  CONTENT,
  chunkLike,
  END,
  FINISH_REASON,
  PART,
  PARTS,
  SIGNATURE,
  TEXT,
  TEXT_OF,
} from './places.ts';

export const shape: Table = [
  faults('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/stray-calls-beside-another-field': [
      'calls stand at the top, beside a field of the provider',
      [setBody('acmeRegion', 'north'), setBody('functionCalls', [{ name: 'weather', args: {} }])],
    ],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/feedback-as-text': [
      'the promptFeedback beside the candidates is text',
      [setBody('promptFeedback', 'none')],
    ],
  }),
  faults('shape/chunk', 'text/streaming', {
    'shape/chunk-of-nothing': [
      'a chunk has neither candidates nor counts',
      [
        (exchange) =>
          insertAfter(first(TEXT), chunkLike(exchange, { candidates: null, usageMetadata: null }))(exchange),
      ],
    ],
    'shape/wrapped-chunks': [
      'every chunk stands inside of another object',
      [setData(CHUNKS, (chunk) => JSON.stringify({ response: chunk }))],
    ],
    'shape/candidates-no-list': ['candidates of a chunk is an object', [set(nth(TEXT, 1), 'candidates', {})]],
    'shape/parts-no-list': [
      'parts of a chunk is an object',
      [set(nth(TEXT, 1), PARTS, ([part]: readonly Draft[]) => part)],
    ],
  }),
  variants('shape/chunk', 'text/streaming', {
    'shape/counts-alone': [
      'a chunk has counts and nothing else',
      [(exchange) => insertAfter(first(TEXT), chunkLike(exchange, { candidates: null }))(exchange)],
    ],
  }),
  variants('shape/chunk', 'weather/streaming', {
    'shape/content-without-parts': ['the content of the last chunk has a role alone', [drop(END, PARTS)]],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/content-a-string': ['the content of a body is a string', [setBody(CONTENT, 'Good morning!')]],
    'shape/no-candidates': ['a body has no candidate, and no reason why', [setBody('candidates', [])]],
    'shape/empty-object': ['the body is an empty object', [recodeText(() => '{}')]],
    'shape/wrapped': [
      'the body stands inside of another object',
      [recodeText((body) => `{"response":${body}}`)],
    ],
  }),
  variants('shape/completion', 'blocked/buffered', {
    'shape/blocked-body': ['a blocked prompt has no candidates', [setBody('candidates', [])]],
  }),
  faults('shape/one-id', 'text/streaming', {
    'shape/id-changes': ['responseId changes midway', [set(last(CHUNKS), 'responseId', 'another-one')]],
  }),
  variants('shape/one-id', 'text/streaming', {
    'shape/id-in-the-last-chunk': [
      'responseId comes with the last chunk alone',
      [drop(TEXT, 'responseId')],
      { outcome: 'not-applicable' },
    ],
    'shape/id-left-out-once': ['the first chunk has no responseId', [drop(first(CHUNKS), 'responseId')]],
  }),
  faults('shape/one-model', 'text/streaming', {
    'shape/model-changes': [
      'modelVersion changes midway',
      [set(last(CHUNKS), 'modelVersion', 'gemini-3-another')],
    ],
  }),
  variants('shape/one-model', 'text/streaming', {
    'shape/model-in-the-last-chunk': [
      'modelVersion comes with the last chunk alone',
      [drop(TEXT, 'modelVersion')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('shape/one-created', 'vertex/streaming', {
    'shape/time-changes': [
      'createTime changes midway',
      [set(last(CHUNKS), 'createTime', '2026-05-04T10:20:31Z')],
      { unserved: 'the reference provider is not Vertex AI, which alone sends a time' },
    ],
  }),
  variants('shape/one-created', 'vertex/streaming', {
    'shape/time-once': ['createTime comes once', [drop(first(CHUNKS), 'createTime')]],
  }),
  faults('shape/identified', 'text/streaming', {
    'shape/no-id': ['no chunk has a responseId', [drop(CHUNKS, 'responseId')]],
  }),
  faults('shape/identified', 'text/buffered', {
    'shape/empty-id': ['responseId is empty', [setBody('responseId', '')]],
  }),
  variants('shape/identified', 'text/streaming', {
    'shape/identified-late': [
      'both names come with the last chunk alone',
      [drop(TEXT, 'responseId'), drop(TEXT, 'modelVersion')],
    ],
  }),
  faults('shape/choice-index', 'text/buffered', {
    'shape/second-candidate': [
      'a candidate has the index 1, and one was asked for',
      [setBody(`${CANDIDATE}.index`, 1)],
    ],
    'shape/index-as-text': ['the index of a candidate is text', [setBody(`${CANDIDATE}.index`, '0')]],
  }),
  variants('shape/choice-index', 'text/buffered', {
    'shape/no-index': ['the index 0 is left out', [dropBody(`${CANDIDATE}.index`)]],
  }),
  faults('shape/role', 'text/buffered', {
    'shape/role-assistant': ['the role is assistant', [setBody(`${CONTENT}.role`, 'assistant')]],
  }),
  variants('shape/role', 'text/streaming', {
    'shape/null-role': [
      'the role is null in a content without parts',
      [set(END, PARTS, []), set(END, `${CONTENT}.role`, null)],
    ],
  }),
  faults('shape/role-first', 'text/streaming', {
    'shape/no-role': ['a content with parts has no role', [drop(first(TEXT), `${CONTENT}.role`)]],
  }),
  variants('shape/role-first', 'text/streaming', {
    'shape/empty-content': ['an empty content has no role', [set(END, CONTENT, {})]],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/text-a-list': ['text is a list', [setBody(TEXT_OF, ['Good morning!'])]],
    'shape/one-text-a-list': [
      'the text of a second part is a list',
      [setBody(`${PARTS}[1]`, { text: ['How can I help?'] })],
    ],
  }),
  faults('shape/content', 'weather/buffered', {
    'shape/answer-a-list': [
      'after the result, the text is a list of one',
      turn(
        2,
        setBody(TEXT_OF, (text: string) => [text]),
      ),
    ],
  }),
  faults('shape/completion', 'weather/buffered', {
    'shape/parts-an-object': [
      'after the result, the parts are an object that holds the list',
      turn(
        2,
        setBody(PARTS, (list: unknown[]) => ({ list })),
      ),
    ],
    'shape/content-a-list': [
      'after the result, the content is a list of one',
      turn(
        2,
        setBody(CONTENT, (content: unknown) => [content]),
      ),
    ],
    'shape/candidate-a-list': [
      'after the result, the candidate is a list of one',
      turn(
        2,
        setBody(CANDIDATE, (candidate: unknown) => [candidate]),
      ),
    ],
  }),
  faults('shape/chunk', 'choice-required/streaming', {
    'shape/required-call-in-an-object': [
      'the parts are an object that holds the list, though a call is required',
      [set(first(CHUNKS), PARTS, (list: unknown[]) => ({ list }))],
    ],
  }),
  faults('shape/tool-calls', 'choice-required/buffered', {
    'shape/required-call-a-list': [
      'functionCall is a list of one, though a call is required',
      [setBody(CALL, (call: unknown) => [call])],
    ],
  }),
  variants('shape/content', 'text/streaming', {
    'shape/empty-text': ['a text is empty', [set(nth(TEXT, 1), TEXT_OF, '')]],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/call-as-text': ['functionCall is JSON text', [setBody(CALL, '{"name":"weather"}')]],
    'shape/one-call-as-text': [
      'a second functionCall is JSON text',
      [setBody(`${PARTS}[1]`, { functionCall: '{"name":"weather"}' })],
    ],
  }),
  variants('shape/tool-calls', 'text/buffered', {
    'shape/null-call': [
      'functionCall is null beside a text',
      [setBody(CALL, null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/calls-on-the-candidate': [
      'the call stands on the candidate',
      [setBody(`${CANDIDATE}.functionCall`, { name: 'weather', args: { location: 'Oslo' } })],
    ],
    'shape/calls-as-in-chat': [
      'calls stand beside the parts as tool_calls',
      [setBody(`${CONTENT}.tool_calls`, [{ id: 'a1', type: 'function' }])],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'parallel/buffered', {
    'shape/calls-in-args': [
      'an argument is called tool_calls',
      [setBody(`${PARTS}[1].functionCall.args`, { zone: 'Europe/Oslo' })],
    ],
  }),
  faults('shape/field-case', 'text/buffered', {
    'shape/snake-case-reason': [
      'finishReason is written as finish_reason',
      [setBody(`${CANDIDATE}.finish_reason`, 'STOP'), dropBody(FINISH_REASON)],
    ],
  }),
  faults('shape/field-case', 'call/buffered', {
    'shape/snake-case-usage': [
      'usageMetadata is written as usage_metadata',
      [setBody('usage_metadata', { total_token_count: 60 }), dropBody('usageMetadata')],
    ],
    'shape/snake-case-signature-of-a-call': [
      'the thoughtSignature of a call is written as thought_signature',
      [setBody(`${PARTS}[0].thought_signature`, 'QUJDRA=='), dropBody(SIGNATURE)],
    ],
  }),
  faults('shape/field-case', 'text/streaming', {
    'shape/snake-case-signature': [
      'thoughtSignature is written as thought_signature',
      [set(END, `${PART}.thought_signature`, 'QUJDRA==')],
    ],
  }),
  variants('shape/field-case', 'call/buffered', {
    'shape/snake-case-args': [
      'the name of an argument has an underscore',
      [setBody(`${CALL}.args`, { location: 'thought_signature' })],
    ],
  }),
  variants('shape/unknown-fields', 'text/buffered', {
    'shape/all-fields': [
      'the candidate has safety ratings and a message',
      [setBody(`${CANDIDATE}.safetyRatings`, []), setBody(`${CANDIDATE}.finishMessage`, 'Done.')],
    ],
  }),
];
