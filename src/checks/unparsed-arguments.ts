/** Judges arguments that are not JSON, and recognises the arguments of several calls in one. */
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

/** The most pieces to try, because each is parsed together with everything open before it. */
const MOST_PIECES = 100;

/** The finding for such arguments. The server must find the end of each call, so it is charged with joined calls; the model with the rest. */
export function unparsedFault(call: ToolCall): Finding {
  const expected = 'a JSON object';
  return areJoinedObjects(call.arguments)
    ? {
        ...findingAt(argumentsOf(call), 'the arguments of several calls stand in one', expected),
        subject: 'provider',
      }
    : findingAt(argumentsOf(call), 'the arguments are no JSON', expected);
}

/** Returns true for several complete objects and nothing else. @param text a text that is not JSON as a whole */
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
