/** Edits of requests, status lines, headers and the list of exchanges. */

import type { Draft, Script, ScriptedExchange } from '../../answers/script.ts';
import { CREDENTIAL } from '../dialogue-parts.ts';
import { eachObject, take, write } from '../json-path.ts';
import { type Edit, type ExchangeEdit, responseOf, turn } from './edit.ts';

export function ask(path: string, value: unknown): ExchangeEdit {
  return ({ request }) => write(request, path, structuredClone(value));
}

export function askNot(path: string): ExchangeEdit {
  return ({ request }) => take(request, path);
}

/** Makes the offered tools accept additional arguments. */
export const takesAnyArguments: ExchangeEdit = ({ request }) =>
  eachObject(request, (object) => {
    if (object['additionalProperties'] === false) object['additionalProperties'] = true;
  });

/** Replaces each text of the request that equals `from`. */
export function reword(from: string, to: string): ExchangeEdit {
  return ({ request }) => {
    eachObject(request, (object) => {
      for (const [name, value] of Object.entries(object)) if (value === from) object[name] = to;
    });
  };
}

/** Sets or adds the header. */
export function header(name: string, value: string): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    response.headers = [...response.headers.filter(([field]) => !isSame(field, name)), [name, value]];
  };
}

export function dropHeader(name: string): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    const kept = response.headers.filter(([field]) => !isSame(field, name));
    if (kept.length === response.headers.length) throw new Error(`there is no header ${name}`);
    response.headers = kept;
  };
}

/** Removes the header with the key, as if the recording did not keep it. */
export const dropKey: ExchangeEdit = (exchange) => {
  const kept = exchange.requestHeaders.filter(([, value]) => !value.includes(CREDENTIAL));
  if (kept.length === exchange.requestHeaders.length) throw new Error('no header holds the key');
  exchange.requestHeaders = kept;
};

/** Changes the status of the answer. */
export function status(number: number): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).status = number;
  };
}

/** Answers with another status, and a JSON body or a text. */
export function respond(status: number, body: Draft | string): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    response.status = status;
    response.body =
      typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'json', json: structuredClone(body) };
    header('Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json')(exchange);
  };
}

/** Removes the response. */
export function lose(reason: string): ExchangeEdit {
  return (exchange) => {
    exchange.response = reason;
  };
}

/** Inserts an earlier copy of the exchange, and applies the edits to the copy. */
export function sentBefore(number: number, ...edits: readonly ExchangeEdit[]): Edit {
  return (script) => {
    const exchange = script.exchanges[number - 1];
    if (exchange === undefined) throw new Error(`the conversation has no exchange ${number}`);
    script.exchanges.splice(number - 1, 0, copyOf(exchange));
    turn(number, ...edits)(script);
  };
}

/** Removes the first exchanges. They remain only in the history. */
export function dropFirst(count: number): Edit {
  return (script) => {
    script.exchanges.splice(0, count);
  };
}

/** Keeps only the first exchange, so that no later request repeats its answer. */
export const alone: Edit = (script) => {
  script.exchanges.splice(1);
};

/** Edits the exchange of the other delivery. */
export function onCounterpart(...edits: readonly ExchangeEdit[]): Edit {
  return ({ counterpart }) => {
    if (counterpart === null) throw new Error('the conversation is known in one delivery only');
    for (const edit of edits) edit(counterpart);
  };
}

export function about(known: Partial<Pick<Script, 'scenario' | 'price'>>): Edit {
  return (script) => {
    Object.assign(script, known);
  };
}

function copyOf(exchange: ScriptedExchange): ScriptedExchange {
  const response = responseOf(exchange);
  return {
    ...exchange,
    request: structuredClone(exchange.request),
    response: {
      ...response,
      headers: [...response.headers],
      body: structuredClone(response.body),
      recodings: [...response.recodings],
    },
  };
}

/** Replaces the answer with an HTML page, declared as such. */
export function page(exchange: Parameters<ExchangeEdit>[0]): void {
  respond(200, '<html>Please sign in</html>')(exchange);
  header('Content-Type', 'text/html')(exchange);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
