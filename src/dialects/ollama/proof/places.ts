/** Places in Ollama's answers, and edits that depend on its format. */

import { type Draft, isDraft, type Script } from '../../../answers/script.ts';
import { type Edit, type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { chunksWith, insertAfter, isFilled, type Where } from '../../../proof/edits/stream.ts';
import { eachObject, valueAt } from '../../../proof/json-path.ts';

export const TEXT_OF = 'message.content';
export const CALL = 'message.tool_calls[0]';
export const ARGUMENTS = `${CALL}.function.arguments`;

export const TEXT = chunksWith((line) => isFilled(valueAt(line, TEXT_OF)));
export const CALLS = chunksWith((line) => valueAt(line, CALL) !== undefined);
export const END = chunksWith(({ done }) => done === true);
export const ERROR = chunksWith(({ error }) => isFilled(error));

/** Inserts a copy of the first line, with other members, after the last match. */
export function insertLine(where: Where, members: Draft): ExchangeEdit {
  return (exchange) => {
    const { body } = responseOf(exchange);
    const first = body.kind === 'stream' ? body.events[0]?.data : undefined;
    if (!isDraft(first)) throw new Error('the stream has no line to make another like it');
    const { model, created_at } = first;
    insertAfter(where, { model, created_at, done: false, ...structuredClone(members) })(exchange);
  };
}

/** Removes the ids of all calls, as before Ollama 0.12.10; results then name none either. */
export const withoutIds: Edit = ({ exchanges }: Script) => {
  for (const { request, response } of exchanges) {
    eachObject(request, forgetIds);
    if (typeof response === 'string' || response.body.kind === 'text') continue;
    const said =
      response.body.kind === 'json' ? [response.body.json] : response.body.events.map(({ data }) => data);
    for (const json of said) eachObject(json, forgetIds);
  }
};

function forgetIds(object: Draft): void {
  if (isDraft(object['function'])) delete object['id'];
  delete object['tool_call_id'];
}
