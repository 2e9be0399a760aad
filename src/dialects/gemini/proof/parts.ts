/** Seeded faults and legal variants of parts: what a content consists of. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { first, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CALL, CALLS, END, insertParts, PART, PARTS, SIGNATURE, TEXT, TEXT_OF, THOUGHTS } from './places.ts';

const STREAMED = 'text/streaming';
const CALLING = 'call/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'parts/text-and-call',
    'one part has a text and a call',
    CALLING,
    [setBody(TEXT_OF, 'I ask.')],
    'parts/one-data',
  ),
  fault(
    'parts/signature-alone',
    'a part has a signature and nothing else',
    STREAMED,
    [set(END, PART, { thoughtSignature: 'QUJDRA==' })],
    'parts/not-empty',
  ),
  fault(
    'parts/nothing',
    'a part is an empty object',
    STREAMED,
    [insertParts(first(TEXT), {})],
    'parts/not-empty',
  ),
  fault('parts/no-name', 'a call has no name', CALLING, [dropBody(`${CALL}.name`)], 'parts/call-name', {
    alsoFails: { 'arguments/known-tool': 'no function has no name' },
  }),
  fault(
    'parts/empty-name',
    'the name of a call is empty',
    'call/streaming',
    [set(CALLS, `${CALL}.name`, '')],
    'parts/call-name',
    {
      alsoFails: { 'arguments/known-tool': 'no function has no name' },
    },
  ),
  fault(
    'parts/thought-as-text',
    'the flag of a thought is text',
    'reasoning/streaming',
    [set(THOUGHTS, `${PART}.thought`, 'true')],
    'parts/thought-flag',
  ),
  fault(
    'parts/call-in-thoughts',
    'a call is marked as a thought',
    CALLING,
    [setBody(`${PART}.thought`, true)],
    'parts/thought-call',
  ),
  fault(
    'parts/own-response',
    'the model answers its own call',
    'call/streaming',
    [insertParts(CALLS, { functionResponse: { name: 'weather', response: { output: '21' } } })],
    'parts/no-response',
  ),
  fault(
    'parts/thoughts-unasked',
    'thoughts come, and nobody asked for them',
    'reasoning/buffered',
    [ask('generationConfig.thinkingConfig', {})],
    'parts/thoughts-asked',
  ),
  fault(
    'parts/calls-in-two-chunks',
    'parallel calls come in a chunk each',
    'parallel/streaming',
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
    'parts/call-per-chunk',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'parts/null-beside-data',
    'other kinds of data are null',
    CALLING,
    [setBody(TEXT_OF, null)],
    'parts/one-data',
  ),
  variant(
    'parts/empty-text-with-signature',
    'an empty text carries the signature',
    STREAMED,
    [set(END, SIGNATURE, 'QUJDRA==')],
    'parts/not-empty',
  ),
  variant(
    'parts/name-with-dots',
    'text stands before a call',
    CALLING,
    [setBody(PARTS, (parts: unknown[]) => [{ text: 'I ask.' }, ...parts])],
    'parts/call-name',
  ),
  variant(
    'parts/false-flag',
    'the flag is false',
    STREAMED,
    [set(TEXT, `${PART}.thought`, false)],
    'parts/thought-flag',
  ),
  variant(
    'parts/unmarked-call',
    'the flag of a call is false',
    CALLING,
    [setBody(`${PART}.thought`, false)],
    'parts/thought-call',
  ),
  variant(
    'parts/null-response',
    'functionResponse is null',
    CALLING,
    [setBody(`${PART}.functionResponse`, null)],
    'parts/no-response',
  ),
  variant(
    'parts/thoughts-in-snake-case',
    'thoughts were asked for in snake_case',
    'reasoning/buffered',
    [ask('generationConfig', { thinking_config: { include_thoughts: true } })],
    'parts/thoughts-asked',
  ),
  variant(
    'parts/calls-in-one-chunk',
    'parallel calls and a text come in one chunk',
    'parallel/streaming',
    [set(CALLS, PARTS, (parts: unknown[]) => [...parts, { text: '' }])],
    'parts/call-per-chunk',
  ),
];
