/** Seeded faults and legal variants of deltas: how an answer is split into chunks. */

import { type Draft, isDraft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, THINKING_AND_REPORTING, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, responseOf, turn } from '../../../proof/edits/edit.ts';
import { alone, ask, takesAnyArguments } from '../../../proof/edits/exchange.ts';
import { drop, insertAfter, last, nth, repeat, set } from '../../../proof/edits/stream.ts';
import { valueAt } from '../../../proof/json-path.ts';
import type { Json } from '../../../text/json.ts';
import { answer, rewrite } from './edits.ts';
import {
  CALL,
  CALLS,
  chunkLike,
  END,
  insertLast,
  insertParts,
  PART,
  PARTS,
  TEXT,
  TEXT_OF,
  THOUGHTS,
} from './places.ts';

const OTHER_ID = 'zY8xW7vU6tS5';
const ASKED = ask('toolConfig.functionCallingConfig.streamFunctionCallArguments', true);

/** The value in pieces; a text is split in two. */
function piecesOf(value: Json, jsonPath = '$'): Draft[] {
  if (typeof value === 'number') return [{ jsonPath, numberValue: value }];
  if (typeof value === 'boolean') return [{ jsonPath, boolValue: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => piecesOf(item, `${jsonPath}[${at}]`));
  if (isDraft(value)) {
    return Object.entries(value).flatMap(([name, member]) => piecesOf(member, `${jsonPath}.${name}`));
  }
  if (typeof value !== 'string') return [{ jsonPath, nullValue: null }];
  const letters = [...value];
  const half = letters.splice(0, letters.length / 2).join('');
  return [
    { jsonPath, stringValue: half, willContinue: true },
    { jsonPath, stringValue: letters.join('') },
  ];
}

/**
 * Sends the call in pieces.
 * @param idsOf the ids of the first piece and of the last piece with arguments; no ids by default
 */
function inPieces(idsOf: (id: Json) => readonly Json[] = () => []): ExchangeEdit {
  return (exchange) => {
    const { body, retelling } = responseOf(exchange);
    const chunks = body.kind === 'stream' ? body.events.map(({ data }) => data) : [];
    const call = chunks.map((chunk) => valueAt(chunk, CALL)).find((each) => each !== undefined);
    const [first, later] = idsOf(valueAt(call, 'id'));
    const said = piecesOf(valueAt(call, 'args'));
    const begun: Draft = { name: valueAt(call, 'name'), id: first, willContinue: true };
    const rest = [...said.keys()].map(
      (at): Draft => ({
        functionCall: {
          ...(at === said.length - 1 ? { id: later } : {}),
          partialArgs: [said[at]],
          willContinue: true,
        },
      }),
    );
    retelling?.keep([begun, ...rest]);
    set(nth(CALLS, 0), CALL, begun)(exchange);
    insertParts(nth(CALLS, 0), ...rest, { functionCall: {} })(exchange);
  };
}

/** The last chunk repeats the text of all others. */
function sayAllAgain(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  const events = body.kind === 'stream' ? body.events : [];
  const said = events.map(({ data }) => String(valueAt(data, TEXT_OF) ?? '')).join('');
  set(END, TEXT_OF, said)(exchange);
}

/** A chunk after the thoughts of an answer repeats all of them. */
function thinkAllAgain(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  const events = body.kind === 'stream' ? body.events : [];
  const thoughts = events.filter(({ data }) => valueAt(data, `${PART}.thought`) === true);
  const text = thoughts.map(({ data }) => String(valueAt(data, TEXT_OF) ?? '')).join('');
  insertParts(last(THOUGHTS), { text, thought: true })(exchange);
}

/** A chunk after the text quotes all of it, after other words. */
function quoteAll(exchange: Parameters<ExchangeEdit>[0]): void {
  insertParts(last(TEXT), { text: `Once more: ${GREETING.text}` })(exchange);
}

/** A second candidate, as the request asks for. */
function secondCandidate(text: string): Draft {
  return { index: 1, content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' };
}
const TWO_CANDIDATES = ask('generationConfig.candidateCount', 2);

export const deltas: Table = [
  faults('deltas/no-resend', 'call/streaming', {
    'deltas/call-again-with-more-arguments': [
      'a call is sent again with one more argument, under the same id',
      [repeat(CALLS), set(nth(CALLS, 0), `${CALL}.args`, { location: 'Oslo' })],
    ],
    'deltas/call-again-with-a-longer-text': [
      'a call is sent again with the rest of a text, under the same id',
      [repeat(CALLS), set(nth(CALLS, 0), `${CALL}.args`, { location: 'Os' })],
      { unserved: 'its text is the beginning of the one that it was written for' },
    ],
    'deltas/call-again-with-a-number': [
      'a call with a number among its arguments is sent again',
      [takesAnyArguments, set(CALLS, `${CALL}.args`, { location: 'Oslo', days: 3 }), repeat(CALLS)],
    ],
  }),
  faults('ids/unique-in-response', 'call/streaming', {
    'ids/shared-by-calls-with-a-number-and-a-text': [
      'two chunks have calls of one id, and what is a text in the first is a number in the second',
      [
        takesAnyArguments,
        repeat(CALLS),
        set(nth(CALLS, 0), `${CALL}.args`, { location: 'Oslo', days: '3' }),
        set(nth(CALLS, 1), `${CALL}.args`, { location: 'Oslo', days: 3 }),
      ],
    ],
    'ids/shared-by-calls-of-other-arguments': [
      'two chunks have calls of one id, and the first one has another city',
      [repeat(CALLS), set(nth(CALLS, 0), `${CALL}.args`, { location: 'Bergen' })],
    ],
    'ids/shared-by-calls-of-other-tools': [
      'two chunks have calls of one id, of two tools',
      [repeat(CALLS), set(last(CALLS), `${CALL}.name`, 'local_time')],
      { alsoFails: { 'arguments/schema': 'the arguments are those of the other tool' } },
    ],
    'ids/shared-in-one-event': [
      'one chunk has a call twice',
      [set(CALLS, PARTS, (parts: readonly Draft[]) => [...parts, ...parts])],
    ],
  }),
  variants('deltas/no-resend', 'reasoning/streaming', {
    'deltas/thought-said-aloud-at-once': [
      'one chunk of text begins with all that was thought',
      turn(2, insertParts(last(THOUGHTS), { text: `${THINKING_AND_REPORTING.reasoning} So: ` })),
    ],
  }),
  variants('deltas/no-resend', 'text/streaming', {
    'deltas/text-quoted': ['the text ends with all that had been said', [quoteAll]],
    'deltas/two-candidates-alike': [
      'two candidates say the same',
      [TWO_CANDIDATES, set(END, 'candidates[1]', secondCandidate(GREETING.text ?? ''))],
    ],
  }),
  variants('deltas/none-after-finish', 'text/streaming', {
    'deltas/second-candidate-after-the-first': [
      'a second candidate comes when the first has finished',
      [
        TWO_CANDIDATES,
        (exchange) => {
          const candidates = [secondCandidate('Hello.')];
          insertAfter(END, chunkLike(exchange, { candidates }, -1))(exchange);
        },
      ],
    ],
  }),
  faults('deltas/one-call-per-index', 'call/streaming', {
    'deltas/id-changed-midway': [
      'a later piece of a call has another id',
      [ASKED, inPieces((id) => [id, OTHER_ID])],
    ],
  }),
  faults('deltas/one-call-per-index', 'weather/streaming', {
    'deltas/id-changed-midway-and-repeated': [
      'a later piece of the call has another id, under which the client repeats and answers it',
      all(
        turn(
          1,
          ASKED,
          inPieces((id) => [id, OTHER_ID]),
        ),
        turn(2, rewrite(WEATHER_CALL.id, OTHER_ID)),
      ),
      { unserved: 'it takes a client that goes by the second id' },
    ],
  }),
  variants('deltas/one-call-per-index', 'call/streaming', {
    'deltas/id-in-two-pieces': [
      'a later piece of a call repeats its id',
      [ASKED, inPieces((id) => [id, id])],
    ],
    'deltas/id-in-a-later-piece': [
      'the id of a call comes in a later piece alone',
      [ASKED, inPieces((id) => [undefined, id])],
    ],
    'deltas/pieces-without-an-id': [
      'no piece of a call has an id',
      [ASKED, inPieces()],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('ids/echoed', 'weather/streaming', {
    'ids/in-pieces-and-changed-by-the-client': [
      'a call comes in pieces under one id, and the client repeats and answers it under another one',
      all(
        turn(
          1,
          ASKED,
          inPieces((id) => [id]),
        ),
        turn(2, rewrite(WEATHER_CALL.id, OTHER_ID)),
      ),
    ],
  }),
  faults('deltas/partial-asked', 'call/streaming', {
    'deltas/pieces-unasked': ['arguments come in pieces, and nobody asked for it', [inPieces((id) => [id])]],
  }),
  faults('deltas/partial-asked', 'call/buffered', {
    'deltas/pieces-in-a-body': [
      'a whole call of a body says that it will continue',
      [setBody(`${CALL}.willContinue`, true)],
    ],
  }),
  variants('deltas/partial-asked', 'call/streaming', {
    'deltas/pieces-asked': ['arguments come in pieces, as asked for', [ASKED, inPieces((id) => [id])]],
    'deltas/pieces-that-cannot-be-placed': [
      'a piece has a path that is not known',
      [
        ASKED,
        set(CALLS, CALL, {
          name: 'weather',
          id: WEATHER_CALL.id,
          partialArgs: [{ jsonPath: '$..location', stringValue: 'Oslo' }],
        }),
      ],
    ],
  }),
  faults('deltas/no-resend', 'text/streaming', {
    'deltas/whole-text-again': ['the last chunk repeats the whole text', [sayAllAgain]],
  }),
  faults('deltas/no-resend', 'call/streaming', {
    'deltas/call-again': ['a call is sent again', [repeat(CALLS)]],
    'deltas/call-again-with-its-arguments': [
      'a call without arguments is sent again with them, under the same id',
      [repeat(CALLS), set(nth(CALLS, 0), `${CALL}.args`, {})],
    ],
  }),
  faults('deltas/no-resend', 'reasoning/streaming', {
    'deltas/whole-thought-again': ['a chunk repeats the whole thought', turn(2, thinkAllAgain)],
  }),
  variants('deltas/no-resend', 'reasoning/streaming', {
    'deltas/thought-said-aloud': [
      'the text begins with all that was thought',
      turn(
        2,
        answer({
          ...THINKING_AND_REPORTING,
          text: `${THINKING_AND_REPORTING.reasoning} It is clear in Oslo.`,
        }),
      ),
    ],
  }),
  faults('deltas/no-resend', 'text/streaming', {
    'deltas/sixteen-characters-again': [
      'a chunk begins with all that had been sent, which is 16 characters',
      [set(nth(TEXT, 0), TEXT_OF, 'Good morning all'), set(nth(TEXT, 1), TEXT_OF, 'Good morning all! ')],
      { unserved: 'it counts the characters of the text that it was written for' },
    ],
  }),
  variants('deltas/no-resend', 'parallel/streaming', {
    'deltas/two-calls-with-ids': ['two calls come, each with an id of its own', alone],
  }),
  variants('deltas/no-resend', 'call/streaming', {
    'deltas/call-alike-without-an-id': [
      'two chunks have a call without an id, and the calls are alike',
      [drop(CALLS, `${CALL}.id`), repeat(CALLS)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('ids/unique-in-response', 'call/streaming', {
    'ids/shared-by-chunks': [
      'two chunks have calls of one id, whose arguments differ',
      [repeat(CALLS), set(last(CALLS), `${CALL}.args`, { location: 'Bergen' })],
    ],
  }),
  variants('deltas/no-resend', 'text/streaming', {
    'deltas/short-text-again': [
      'a short word is said twice',
      [insertParts(TEXT, { text: 'help?' }, { text: 'Good' })],
    ],
  }),
  faults('deltas/none-after-finish', 'text/streaming', {
    'deltas/content-after-finish': ['text follows the finishReason', [insertLast({ text: ' More.' })]],
  }),
  variants('deltas/none-after-finish', 'text/streaming', {
    'deltas/counts-after-the-end': [
      'an empty text follows the finishReason',
      [insertLast({ text: '', thoughtSignature: 'QUJDRA==' })],
    ],
    'deltas/finished-twice': [
      'with server-side tools text follows the finishReason',
      [ask('tools', [{ codeExecution: {} }]), insertLast({ text: ' More.' })],
      { outcome: 'inconclusive' },
    ],
  }),
];
