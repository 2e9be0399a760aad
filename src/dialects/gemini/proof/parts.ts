/** Seeded faults and legal variants of parts: the parts of a content. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { first, set } from '../../../proof/edits/stream.ts';
import { CALL, CALLS, END, insertParts, PART, PARTS, SIGNATURE, TEXT, TEXT_OF, THOUGHTS } from './places.ts';

export const parts: Table = [
  faults('parts/one-data', 'call/buffered', {
    'parts/text-and-call': ['one part has a text and a call', [setBody(TEXT_OF, 'I ask.')]],
  }),
  variants('parts/one-data', 'call/buffered', {
    'parts/null-beside-data': ['other kinds of data are null', [setBody(TEXT_OF, null)]],
  }),
  faults('parts/not-empty', 'text/streaming', {
    'parts/signature-alone': [
      'a part has a signature and nothing else',
      [set(END, PART, { thoughtSignature: 'QUJDRA==' })],
    ],
    'parts/nothing': ['a part is an empty object', [insertParts(first(TEXT), {})]],
  }),
  variants('parts/not-empty', 'text/streaming', {
    'parts/empty-text-with-signature': [
      'an empty text carries the signature',
      [set(END, SIGNATURE, 'QUJDRA==')],
    ],
  }),
  faults('parts/call-name', 'call/buffered', {
    'parts/no-name': ['a call has no name', [dropBody(`${CALL}.name`)]],
  }),
  faults('parts/call-name', 'call/streaming', {
    'parts/empty-name': ['the name of a call is empty', [set(CALLS, `${CALL}.name`, '')]],
  }),
  variants('parts/call-name', 'call/buffered', {
    'parts/name-with-dots': [
      'text stands before a call',
      [setBody(PARTS, (parts: unknown[]) => [{ text: 'I ask.' }, ...parts])],
    ],
  }),
  faults('parts/thought-flag', 'reasoning/streaming', {
    'parts/thought-as-text': ['the flag of a thought is text', [set(THOUGHTS, `${PART}.thought`, 'true')]],
  }),
  variants('parts/thought-flag', 'text/streaming', {
    'parts/false-flag': ['the flag is false', [set(TEXT, `${PART}.thought`, false)]],
  }),
  faults('parts/thought-call', 'call/buffered', {
    'parts/call-in-thoughts': ['a call is marked as a thought', [setBody(`${PART}.thought`, true)]],
  }),
  variants('parts/thought-call', 'call/buffered', {
    'parts/unmarked-call': ['the flag of a call is false', [setBody(`${PART}.thought`, false)]],
  }),
  faults('parts/no-response', 'call/streaming', {
    'parts/own-response': [
      'the model answers its own call',
      [insertParts(CALLS, { functionResponse: { name: 'weather', response: { output: '21' } } })],
    ],
  }),
  faults('parts/no-response', 'text/buffered', {
    'parts/response-alone': [
      'the answer is a functionResponse and nothing else',
      [setBody(PARTS, [{ functionResponse: { name: 'weather', response: { output: '21' } } }])],
    ],
  }),
  variants('parts/no-response', 'call/buffered', {
    'parts/null-response': ['functionResponse is null', [setBody(`${PART}.functionResponse`, null)]],
  }),
  faults('parts/thoughts-asked', 'reasoning/buffered', {
    'parts/thoughts-unasked': [
      'thoughts come, and nobody asked for them',
      [ask('generationConfig.thinkingConfig', {})],
      { unserved: 'it is an edit of the request' },
    ],
  }),
  variants('parts/thoughts-asked', 'reasoning/buffered', {
    'parts/thoughts-in-snake-case': [
      'thoughts were asked for in snake_case',
      [ask('generationConfig', { thinking_config: { include_thoughts: true } })],
    ],
  }),
  faults('parts/call-per-chunk', 'parallel/streaming', {
    'parts/calls-in-two-chunks': [
      'parallel calls come in a chunk each',
      [
        (exchange) => {
          let second: unknown;
          set(CALLS, PARTS, (parts: unknown[]) => {
            second = parts[1];
            return parts.slice(0, 1);
          })(exchange);
          insertParts(CALLS, { ...Object(second) })(exchange);
        },
      ],
    ],
  }),
  variants('parts/call-per-chunk', 'parallel/streaming', {
    'parts/calls-in-one-chunk': [
      'parallel calls and a text come in one chunk',
      [set(CALLS, PARTS, (parts: unknown[]) => [...parts, { text: '' }])],
    ],
  }),
];
