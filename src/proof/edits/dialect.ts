/** Edits that work in any dialect, so that tables can be written once for all dialects. */

import type { Answer } from '../../answers/answer.ts';
import type { Refusal, RefusalReason } from '../../answers/refusal.ts';
import { exchangeOf } from '../../answers/script.ts';
import type { Service } from '../../answers/service.ts';
import type { Codec, ToolResult } from '../../drive/codec.ts';
import type { Json } from '../../text/json.ts';
import { resultOf } from '../dialogue-parts.ts';
import { type AnswerEdits, answerEdits } from './answer.ts';
import { type Edit, type ExchangeEdit, responseOf } from './edit.ts';
import { header } from './exchange.ts';
import { type IdEdits, idEdits } from './ids.ts';

/** What a dialect provides. */
export interface DialectWords {
  readonly codec: Codec;
  readonly service: Service;
  /** The members with call ids, in answers, histories and results. */
  readonly idFields: readonly string[];
  /** The member of a body with the token counts. */
  readonly usageField: string;
  /** The type of a call's arguments: JSON text or an object. */
  readonly argumentsAre: 'text' | 'object';
  readonly breakMidstream: ExchangeEdit;
  /** Makes the request ask for thoughts, in dialects where thoughts must be requested. */
  readonly askForThoughts?: ExchangeEdit;
  /** Converts an id of the dialogues to the dialect's form; unchanged by default. */
  readonly idOf?: (id: string) => string;
}

export interface DialectEdits
  extends AnswerEdits,
    IdEdits,
    Pick<DialectWords, 'usageField' | 'argumentsAre'> {
  /** Makes the request ask for thoughts. */
  readonly askForThoughts: ExchangeEdit;
  idOf(id: string): string;
  /** Returns the answer with ids and a signature in the dialect's form. */
  inDialect(said: Answer): Answer;
  /** Replaces the response with a conforming refusal. */
  refuse(status: number, message?: string): ExchangeEdit;
  /** Ends a conforming stream with an error, as the dialect's reference describes it. */
  readonly breakMidstream: ExchangeEdit;
  /** After the first answer, the client sends other messages than the repeated answer and its results. */
  goOn(messages: (since: AnswerAndResults) => readonly Json[]): Edit;
}

/** The answer and results that a client has, with functions that encode messages in the dialect. */
export interface AnswerAndResults {
  /** The messages that repeat the answer. */
  readonly answer: readonly Json[];
  readonly results: readonly ToolResult[];
  returned(results: readonly ToolResult[]): readonly Json[];
  prompt(text: string): Json;
}

const LETTERS = 'Xc5vB7nM2Kd8Lq3Rw6Ty9Zp4Xc5vB7nM';

export function dialectEdits(words: DialectWords): DialectEdits {
  const {
    codec,
    service,
    idFields,
    usageField,
    argumentsAre,
    breakMidstream,
    idOf = (id) => id,
    askForThoughts = () => {},
  } = words;
  const letters = (length: number) => LETTERS.slice(0, length);
  const signature = service.ids.signature?.(letters);
  const edits = answerEdits(service.renderer, codec, service.ids.answer(letters, null));
  const inDialect = (said: Answer): Answer => ({
    ...(signature === undefined ? {} : { signature }),
    ...said,
    ...(said.calls === undefined
      ? {}
      : { calls: said.calls.map((call) => ({ ...call, id: idOf(call.id) })) }),
  });
  return {
    answer: (said, envelope) => edits.answer(inDialect(said), envelope),
    inOneBody: (said) => edits.inOneBody(inDialect(said)),
    accept: (said) => edits.accept(inDialect(said)),
    ...idEdits(idFields),
    usageField,
    argumentsAre,
    breakMidstream,
    askForThoughts,
    idOf,
    inDialect,
    refuse: (status, message = 'Not now') => {
      const refusal: Refusal = { status, reason: reasonOf(status), message, param: null };
      return (exchange) => {
        const response = responseOf(exchange);
        const { body, headers } = service.refusal(refusal, null);
        response.status = status;
        response.body = body;
        for (const [name, value] of headers) header(name, value)(exchange);
      };
    },
    goOn:
      (messages) =>
      ({ exchanges: [asked, next] }) => {
        const opening = asked === undefined ? null : service.messagesOf(asked.request);
        if (asked === undefined || opening === null || next === undefined)
          throw new Error('the client does not go on');
        const reading = codec.read(exchangeOf(asked), 1);
        const since = messages({
          answer: codec.answerMessages(reading),
          results: reading.turn.calls.map((call) => ({
            call,
            text: resultOf({ name: String(call.name?.value), arguments: call.arguments }),
          })),
          returned: (results) => codec.resultMessages(results),
          prompt: (text) => codec.promptMessage(text),
        });
        Object.assign(next.request, service.withMessages(next.request, [...opening, ...since]));
      },
  };
}

function reasonOf(status: number): RefusalReason {
  if (status >= 500) return 'broken';
  const reasons: Readonly<Record<number, RefusalReason>> = {
    401: 'wrong-key',
    404: 'not-found',
    429: 'throttled',
  };
  return reasons[status] ?? 'invalid';
}
