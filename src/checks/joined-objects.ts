/** Arguments of several calls that stand in one. */
import { isObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/** So many pieces are tried: each is parsed with all that is open before it. */
const MOST_PIECES = 100;

/** Whole objects, one behind the other, and nothing else. @param text what is no JSON as a whole */
export function areJoinedObjects(text: string): boolean {
  const pieces = text.split(/(?<=\})(?=\s*\{)/u);
  if (text === '' || pieces.length > MOST_PIECES) return false;
  let open = '';
  for (const piece of pieces) {
    open += piece;
    if (isObject(parseJson(open))) open = '';
  }
  return open === '';
}
