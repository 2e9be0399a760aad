/** Edits of ids in all their places, because a client repeats the ids that it receives. */

import type { Script, ScriptedExchange } from '../../answers/script.ts';
import type { Json } from '../../text/json.ts';
import { eachObject } from '../json-path.ts';
import type { Edit, ExchangeEdit } from './edit.ts';

export interface IdEdits {
  /** The call is issued with another id, and the client repeats that id. */
  reissue(from: string, to: Json): Edit;
  /** Only the answer has another id. */
  issue(from: string, to: Json): ExchangeEdit;
  /** The call is issued without the id member, and the client repeats it without the member. */
  forget(id: string): Edit;
  /** Only the client's request has another id. */
  rewrite(from: string, to: string): ExchangeEdit;
}

/** @param fields the members with call ids, in answers, histories and results */
export function idEdits(fields: readonly string[]): IdEdits {
  return {
    reissue: (from, to) => (script) => {
      for (const { object, field } of holdersOf(script, from, fields)) object[field] = to;
    },
    issue: (from, to) => (exchange) => {
      const holders = holdersIn(saidIn(exchange), from, fields);
      if (holders.length === 0) throw new Error(`the answer does not have ${from}`);
      for (const { object, field } of holders) object[field] = to;
    },
    forget: (id) => (script) => {
      for (const { object, field } of holdersOf(script, id, fields)) delete object[field];
    },
    rewrite:
      (from, to) =>
      ({ request }) => {
        const holders = holdersIn(request, from, fields);
        if (holders.length === 0) throw new Error(`no message holds ${from}`);
        for (const { object, field } of holders) object[field] = to;
      },
  };
}

interface Holder {
  readonly object: { [key: string]: Json };
  readonly field: string;
}

function holdersOf({ exchanges }: Script, id: string, fields: readonly string[]): Holder[] {
  const found = exchanges.flatMap((exchange) => [
    ...holdersIn(exchange.request, id, fields),
    ...holdersIn(saidIn(exchange), id, fields),
  ]);
  if (found.length === 0) throw new Error(`the id ${id} stands nowhere`);
  return found;
}

/** Returns the JSON of an answer; undefined when there is no answer, or a text. */
function saidIn({ response }: ScriptedExchange): Json {
  if (typeof response === 'string' || response.body.kind === 'text') return undefined;
  return response.body.kind === 'json' ? response.body.json : response.body.events.map(({ data }) => data);
}

function holdersIn(json: Json, id: string, fields: readonly string[]): Holder[] {
  const found: Holder[] = [];
  eachObject(json, (object) => {
    for (const field of fields) if (object[field] === id) found.push({ object, field });
  });
  return found;
}
