/** arguments: an object on the wire. */

import { among, type Finding, findingAt, type Judgement } from '../../../judge/check.ts';
import { showPath } from '../../../text/path.ts';
import { repeatedKeys } from '../../../text/repeated-keys.ts';
import type { OllamaReading } from '../codec/read.ts';

export function argumentsAreObject({ calls }: OllamaReading): Judgement {
  return among(
    calls,
    calls.flatMap(({ strangeArguments: [strange] }) =>
      strange === undefined ? [] : [findingAt(strange, 'arguments are no object', 'a JSON object')],
    ),
  );
}

/** Reads the text on the wire, because a parser keeps only one of the values. */
export function noDuplicateKeys({ calls, events, text, delivery }: OllamaReading): Judgement {
  if (delivery === 'buffered') return among(calls, calls.length === 0 ? [] : keyFaults(text, null));
  const calling = new Set(calls.map(({ event }) => event));
  return among(
    calls,
    events.filter(({ event }) => calling.has(event)).flatMap(({ sse, event }) => keyFaults(sse.data, event)),
  );
}

/** Finds keys that repeat in an object inside arguments. */
function keyFaults(text: string, event: number | null): Finding[] {
  return repeatedKeys(text).flatMap(({ key, path }) => {
    if (path[0] !== 'message' || path[1] !== 'tool_calls' || path[4] !== 'arguments') return [];
    return [
      findingAt(
        { value: key, event, path: showPath(path) },
        'the object repeats this key, and readers differ in which value they keep',
        'every key once',
      ),
    ];
  });
}
