/** Arguments of several calls that stand in one. */
import { isObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/** So many pieces are tried: each is parsed with all that is open before it. */
const MOST_PIECES = 100;

/** Two whole objects or more, one behind the other, and nothing else. */
export function areJoinedObjects(text: string): boolean {
  const pieces = text.trim().split(/(?<=\})\s*(?=\{)/u);
  if (pieces.length > MOST_PIECES) return false;
  let open = '';
  let whole = 0;
  for (const piece of pieces) {
    open += piece;
    if (!isObject(parseJson(open))) continue;
    whole += 1;
    open = '';
  }
  return open === '' && whole > 1;
}
