/** Arguments that are no JSON, and whether they are those of several calls. */
import { type Authorities, type Finding, findingAt } from '../judge/check.ts';
import type { ToolCall } from '../reading/reading.ts';
import { isObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';
import { argumentsOf } from './arguments-schema.ts';
import { report } from './authorities.ts';

/** Public reports of the arguments of several calls in one. */
export const SEEN_JOINED: Authorities = [
  report(
    'diegosouzapw/OmniRoute/issues/11044',
    'Parallel calls of one function were put together into one call, whose arguments are several objects in a row, and all but the first are lost.',
  ),
  report(
    'ogx-ai/ogx/issues/4430',
    'Llama Stack joined the arguments of parallel calls into one text, which does not parse, and answered with 500 when it went back.',
  ),
];

/** So many pieces are tried: each is parsed with all that is open before it. */
const MOST_PIECES = 100;

/** Where a call ends is for the server to find: what joins several is its doing, what else is wrong the model's. */
export function unparsedFault(call: ToolCall): Finding {
  const expected = 'a JSON object';
  return areJoinedObjects(call.arguments)
    ? {
        ...findingAt(argumentsOf(call), 'the arguments of several calls stand in one', expected),
        subject: 'provider',
      }
    : findingAt(argumentsOf(call), 'the arguments are no JSON', expected);
}

/** Whole objects, one behind the other, and nothing else. @param text what is no JSON as a whole */
function areJoinedObjects(text: string): boolean {
  const pieces = text.split(/(?<=\})(?=\s*\{)/u);
  if (text === '' || pieces.length > MOST_PIECES) return false;
  let open = '';
  for (const piece of pieces) {
    open += piece;
    if (isObject(parseJson(open))) open = '';
  }
  return open === '';
}
