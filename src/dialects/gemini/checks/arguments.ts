/** arguments: an object on the wire. */

import { requiresSomething, toolsByName } from '../../../checks/offered-tool.ts';
import {
  among,
  type Check,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isObject } from '../../../text/json.ts';
import { showPath } from '../../../text/path.ts';
import { repeatedKeys } from '../../../text/repeated-keys.ts';
import { decodeText } from '../../../text/wire-text.ts';
import type { GeminiReading } from '../codec/read.ts';
import { overCalls } from './parts.ts';

type Run = Check<GeminiReading>['run'];

/** Makes the check inconclusive if arguments arrived in pieces that could not be assembled. */
export function unlessUnsure(run: Run): Run {
  return (reading, at) => {
    if (reading.calls.some(({ pieces }) => pieces?.strange === true)) {
      return inconclusive('the arguments came in pieces that cannot be placed');
    }
    return run(reading, at);
  };
}

export const argsAreObject = overCalls((calls) =>
  calls.flatMap(({ strangeArguments: [strange] }) =>
    strange === undefined ? [] : [findingAt(strange, 'args are no object', 'a JSON object')],
  ),
);

/** Judges calls without arguments. If the tool requires some, the schema check reports their absence. */
export const argsAreSent: Run = ({ calls, request }) => {
  const tools = toolsByName(request);
  const bare = calls.filter(
    ({ json, name }) =>
      isObject(json) && Object.keys(json).length === 0 && !requiresSomething(tools.get(name?.value)),
  );
  return among(
    bare,
    bare
      .filter(({ argsAbsent }) => argsAbsent)
      .map(({ event, argumentsPath }) =>
        findingAt({ value: undefined, event, path: argumentsPath }, 'args are left out', '{}'),
      ),
  );
};

/** Reads the text on the wire, because a parser keeps only one of the values. */
export function noDuplicateKeys({ calls, events, exchange, delivery }: GeminiReading): Judgement {
  if (calls.length === 0) return NOT_APPLICABLE;
  if (delivery === 'buffered') {
    return among(1, argumentFaults(decodeText(exchange.response?.body ?? new Uint8Array()), null));
  }
  const calling = new Set(calls.map(({ event }) => event));
  return among(
    events,
    events
      .filter(({ sse }) => calling.has(sse.number))
      .flatMap(({ sse }) => argumentFaults(sse.data, sse.number)),
  );
}

/** Finds keys that repeat in an object inside args. */
function argumentFaults(text: string, event: number | null): Finding[] {
  return repeatedKeys(text).flatMap(({ key, path }) => {
    const called = path.indexOf('functionCall');
    if (called === -1 || path[called + 1] !== 'args') return [];
    return [
      findingAt(
        { value: key, event, path: showPath(path) },
        'the object repeats this key, and readers differ in which value they keep',
        'every key once',
      ),
    ];
  });
}
