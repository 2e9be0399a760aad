/** Edits of requests, status lines, headers, and of which exchanges there are. */

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

/** The tools on offer take other arguments, too, than those that they name. */
export const takesAnyArguments: ExchangeEdit = ({ request }) =>
  eachObject(request, (object) => {
    if (object['additionalProperties'] === false) object['additionalProperties'] = true;
  });

/** Each text of the request that is the one is the other. */
export function reword(from: string, to: string): ExchangeEdit {
  return ({ request }) => {
    eachObject(request, (object) => {
      for (const [name, value] of Object.entries(object)) if (value === from) object[name] = to;
    });
  };
}

/** Sets the header, or adds it. */
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

/** The recording did not keep the header with the key. */
export const dropKey: ExchangeEdit = (exchange) => {
  const kept = exchange.requestHeaders.filter(([, value]) => !value.includes(CREDENTIAL));
  if (kept.length === exchange.requestHeaders.length) throw new Error('no header holds the key');
  exchange.requestHeaders = kept;
};

/** The same answer with another status. */
export function status(number: number): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).status = number;
  };
}

/** Answers with another status, and with a JSON body or a text. */
export function respond(status: number, body: Draft | string): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    response.status = status;
    response.body =
      typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'json', json: structuredClone(body) };
    header('Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json')(exchange);
  };
}

/** No response came. */
export function lose(reason: string): ExchangeEdit {
  return (exchange) => {
    exchange.response = reason;
  };
}

/** The same request had been sent before, and met with this. */
export function sentBefore(number: number, ...edits: readonly ExchangeEdit[]): Edit {
  return (script) => {
    const exchange = script.exchanges[number - 1];
    if (exchange === undefined) throw new Error(`the conversation has no exchange ${number}`);
    script.exchanges.splice(number - 1, 0, copyOf(exchange));
    turn(number, ...edits)(script);
  };
}

/** The conversation begins later; what came before is in its history alone. */
export function dropFirst(count: number): Edit {
  return (script) => {
    script.exchanges.splice(0, count);
  };
}

/** The conversation ends with its first answer, so that nobody repeats what is in it. */
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

/** A page stands in the place of the answer. */
export function page(exchange: Parameters<ExchangeEdit>[0]): void {
  respond(200, '<html>Please sign in</html>')(exchange);
  header('Content-Type', 'text/html')(exchange);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
