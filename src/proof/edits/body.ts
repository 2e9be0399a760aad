/** Edits of a buffered body. */

import type { Draft, ScriptedExchange } from '../../answers/script.ts';
import { take, valueAt, write } from '../json-path.ts';
import { type ExchangeEdit, responseOf } from './edit.ts';

/** Writes a value to the path in the body. A function receives the current value and returns the new one. */
export function setBody(path: string, value: unknown): ExchangeEdit {
  return (exchange) => {
    const json = bodyOf(exchange);
    write(json, path, typeof value === 'function' ? value(valueAt(json, path)) : structuredClone(value));
  };
}

export function dropBody(path: string): ExchangeEdit {
  return (exchange) => take(bodyOf(exchange), path);
}

function bodyOf(exchange: ScriptedExchange): Draft {
  const { body } = responseOf(exchange);
  if (body.kind !== 'json') throw new Error('the answer is no JSON body');
  return body.json;
}
