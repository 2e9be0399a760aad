/** Rules for dialects in which ids of calls are optional: without ids, names and order pair results with calls. */
import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { isFilledText, isPresent } from '../reading/presence.ts';
import { type Json, wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';

/** The parts of a call that these rules need. */
export interface SentCall {
  /** The id as sent; undefined if it is absent. */
  readonly sentId: Json;
  readonly event: number | null;
  readonly idPath: string;
}

/** `ids/all-or-none` */
export function allOrNone(calls: readonly SentCall[]): Judgement {
  const bare = calls.filter(({ sentId }) => !isPresent(sentId));
  return among(
    calls.length < 2 ? 0 : calls,
    (bare.length < calls.length ? bare : []).map(({ event, idPath }) =>
      findingAt(
        { value: undefined, event, path: idPath },
        'other calls of this response have an id',
        'an id',
      ),
    ),
  );
}

/** `ids/non-empty`: a finding for each id that is present but not a non-empty string. */
export function emptyIds(calls: readonly SentCall[]): Finding[] {
  return calls
    .filter(({ sentId }) => isPresent(sentId) && !isFilledText(sentId))
    .map(({ sentId, event, idPath }) =>
      findingAt(
        { value: sentId, event, path: idPath },
        'pairing by id would join every call',
        'a non-empty string',
      ),
    );
}

/**
 * `roundtrip/response-order`, for calls and results without ids.
 *
 * @param calls the calls as the client repeats them
 * @param results the results in the order in which it returns them, with their paths in the request
 * @param list the path of the history, used if there is no result to name
 */
export function resultsInOrder(
  calls: readonly { readonly name: Json }[],
  results: readonly { readonly name: Json; readonly path: string }[],
  list: string,
): Judgement {
  if (calls.length < 2 || calls.length !== results.length) return NOT_APPLICABLE;
  const due = calls.map(({ name }) => wordOf(name));
  const came = results.map(({ name }) => wordOf(name));
  const isShuffled =
    due.join('\n') !== came.join('\n') && due.toSorted().join('\n') === came.toSorted().join('\n');
  if (!isShuffled) return HOLDS;
  return broken({
    event: null,
    path: `request.${results[0]?.path ?? list}`,
    message: 'the results come in another order, and no id says which call they answer',
    found: show(came),
    expected: show(due),
  });
}
