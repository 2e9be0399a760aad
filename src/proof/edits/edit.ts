/** Edits and how they are combined. An edit that finds nothing to change throws, because it would prove nothing. */
import type { Script, ScriptedExchange, ScriptedResponse } from '../../answers/script.ts';

/** Changes a whole conversation. */
export type Edit = (script: Script) => void;
/** Changes one exchange. */
export type ExchangeEdit = (exchange: ScriptedExchange) => void;

export function all(...edits: readonly Edit[]): Edit {
  return (script) => {
    for (const edit of edits) edit(script);
  };
}

/** Edits one exchange. `number` counts from 1. */
export function turn(number: number, ...edits: readonly ExchangeEdit[]): Edit {
  return ({ exchanges }) => {
    const exchange = exchanges[number - 1];
    if (exchange === undefined) throw new Error(`the conversation has no exchange ${number}`);
    for (const edit of edits) edit(exchange);
  };
}

export function everyTurn(...edits: readonly ExchangeEdit[]): Edit {
  return ({ exchanges }) => {
    for (const exchange of exchanges) for (const edit of edits) edit(exchange);
  };
}

/** Combines several edits of one exchange. */
export function together(...edits: readonly ExchangeEdit[]): ExchangeEdit {
  return (exchange) => {
    for (const edit of edits) edit(exchange);
  };
}

/** @throws {Error} when the exchange has no response */
export function responseOf({ response }: ScriptedExchange): ScriptedResponse {
  if (typeof response === 'string') throw new Error('the exchange has no response to edit');
  return response;
}
