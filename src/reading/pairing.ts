/** Finds results of a history that answer no call, and calls without a result, for dialects that pair them by id. */

import type { Json } from '../text/json.ts';
import type { HistoryMessage, Misplaced } from './reading.ts';

/**
 * A result that names no call belongs to a call that was issued without an id; if there is no such call, it is an orphan
 * too.
 */
export function pairById(history: readonly HistoryMessage[]): {
  orphans: readonly Misplaced[];
  unanswered: readonly Misplaced[];
} {
  return { orphans: orphansIn(history), unanswered: unansweredIn(history) };
}

function orphansIn(history: readonly HistoryMessage[]): Misplaced[] {
  const issued = new Set<Json>();
  let nameless = 0;
  const found: Misplaced[] = [];
  for (const { calls, answers, answersPath } of history) {
    for (const { id } of calls) {
      if (typeof id === 'string' && id !== '') issued.add(id);
      else nameless += 1;
    }
    if (answers === undefined || (answers !== null && issued.has(answers))) continue;
    if ((answers === null || answers === '') && nameless > 0) continue;
    found.push({ path: `request.${answersPath}`, value: answers ?? undefined });
  }
  return found;
}

/** The calls with an id that no later entry answers. */
function unansweredIn(history: readonly HistoryMessage[]): Misplaced[] {
  const answered = new Set(history.map(({ answers }) => answers));
  return history.flatMap(({ calls }) =>
    calls
      .filter(({ id }) => typeof id === 'string' && id !== '' && !answered.has(id))
      .map(({ id, idPath }) => ({ path: `request.${idPath}`, value: id })),
  );
}
