/** Seeded faults and legal variants of deltas: how an answer comes in pieces. */
import { setBody } from '../../../proof/edits/body.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { repeat, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { ARGUMENTS_UNSURE } from '../../../proof/inconclusive.ts';
import { valueAt } from '../../../proof/json-path.ts';
import { CALL, CALLS, END, insertLast, insertParts, TEXT, TEXT_OF } from './places.ts';

const STREAMED = 'text/streaming';
const PIECES = [
  {
    functionCall: {
      partialArgs: [{ jsonPath: '$.location', stringValue: 'Os', willContinue: true }],
      willContinue: true,
    },
  },
  { functionCall: { partialArgs: [{ jsonPath: '$.location', stringValue: 'lo' }], willContinue: true } },
  { functionCall: {} },
];

export const faults: readonly SeededFault[] = [
  fault(
    'deltas/pieces-unasked',
    'arguments come in pieces, and nobody asked for it',
    'call/streaming',
    [
      set(CALLS, CALL, { name: 'weather', id: 'aB3dE6gH9jK2', willContinue: true }),
      insertParts(CALLS, ...PIECES),
    ],
    'deltas/partial-asked',
  ),
  fault(
    'deltas/pieces-in-a-body',
    'a whole call of a body says that it will continue',
    'call/buffered',
    [setBody(`${CALL}.willContinue`, true)],
    'deltas/partial-asked',
  ),
  fault(
    'deltas/whole-text-again',
    'the last chunk repeats the whole text',
    STREAMED,
    [sayAllAgain],
    'deltas/no-resend',
  ),
  fault('deltas/call-again', 'a call is sent again', 'call/streaming', [repeat(CALLS)], 'deltas/no-resend', {
    observes: ['signatures/only-first', 'parts/call-per-chunk'],
  }),
  fault(
    'deltas/text-after-the-end',
    'text follows the finishReason',
    STREAMED,
    [insertLast({ text: ' More.' })],
    'deltas/none-after-finish',
    {
      observes: ['signatures/last-part'],
    },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'deltas/pieces-asked',
    'arguments come in pieces, as asked for',
    'call/streaming',
    [
      ask('toolConfig.functionCallingConfig.streamFunctionCallArguments', true),
      set(CALLS, CALL, { name: 'weather', id: 'aB3dE6gH9jK2', willContinue: true }),
      insertParts(CALLS, ...PIECES),
    ],
    'deltas/partial-asked',
  ),
  variant(
    'deltas/pieces-that-cannot-be-placed',
    'a piece has a path that is not known',
    'call/streaming',
    [
      ask('toolConfig.functionCallingConfig.streamFunctionCallArguments', true),
      set(CALLS, CALL, {
        name: 'weather',
        id: 'aB3dE6gH9jK2',
        partialArgs: [{ jsonPath: '$..location', stringValue: 'Oslo' }],
      }),
    ],
    'deltas/partial-asked',
    {
      turnsInconclusive: ARGUMENTS_UNSURE,
    },
  ),
  variant(
    'deltas/short-text-again',
    'a short word is said twice',
    STREAMED,
    [insertParts(TEXT, { text: 'help?' }, { text: 'Good' })],
    'deltas/no-resend',
  ),
  variant(
    'deltas/counts-after-the-end',
    'an empty text follows the finishReason',
    STREAMED,
    [insertLast({ text: '', thoughtSignature: 'QUJDRA==' })],
    'deltas/none-after-finish',
  ),
  variant(
    'deltas/finished-twice',
    'with server-side tools text follows the finishReason',
    STREAMED,
    [ask('tools', [{ codeExecution: {} }]), insertLast({ text: ' More.' })],
    'deltas/none-after-finish',
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['deltas/none-after-finish'],
      observes: ['signatures/last-part'],
    },
  ),
];

/** The last chunk says all that the others said. */
function sayAllAgain(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  const events = body.kind === 'stream' ? body.events : [];
  const said = events.map(({ data }) => String(valueAt(data, TEXT_OF) ?? '')).join('');
  set(END, TEXT_OF, said)(exchange);
}
