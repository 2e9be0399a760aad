/**
 * Tests that real conversations in other recorders' formats get the same verdicts as in their original go-vcr
 * cassettes.
 */
import { interactionsOf } from '../../src/audit/convert.ts';
import { judgeRecording } from '../../src/audit/judge-recording.ts';
import { isAnswer } from '../../src/audit/traffic.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import { bytesOf } from './recording-samples.ts';
import { expect, test } from './test.ts';

/** Returns conversations with tool calls, buffered and streamed, with the reference provider in one of its dialects. */
export function recordedWith(model: string): Readonly<Record<string, readonly Exchange[]>> {
  return Object.fromEntries(
    ['weather.buffered', 'weather.streaming', 'concurrent.streaming'].map((name) => [
      name,
      readCassette(`cassettes/local/${model}/${name}.yaml`).interactions.map(({ exchange }) =>
        withoutChunks(exchange),
      ),
    ]),
  );
}

export const RECORDED = recordedWith('reference');

/** Removes the chunk times, which no other recorder stores. */
function withoutChunks({ request, response, ms }: Exchange): Exchange {
  if (response === null) throw new Error('a conversation without failures is wanted');
  const { status, headers, body } = response;
  return {
    request,
    response: { status, headers, body, provenComplete: false },
    ...(ms === undefined ? {} : { ms }),
  };
}

/** Writes exchanges as the recorder does: into one file, or into one file for each exchange. */
export type Write = (
  exchanges: readonly Exchange[],
) => string | Uint8Array | readonly (string | Uint8Array)[];

/**
 * How much of the exchanges is kept: `part` if the recorder does not keep the bytes of bodies or all headers,
 * `exchanges` if each is in its own file, `answers` if each answer is kept without its request.
 */
export type Kept = 'whole' | 'part' | 'exchanges' | 'answers';

/**
 * Tests that the written file gets the same verdicts as the original recording, except checks that need data that was
 * not kept.
 */
export function testSameVerdicts(
  name: string,
  write: Write,
  kept: Kept = 'whole',
  recorded = RECORDED,
): void {
  for (const [conversation, exchanges] of Object.entries(recorded)) {
    test(`${name}: ${conversation} is judged as in its cassette`, () => {
      const files = [write(exchanges)].flat();
      const read = files.flatMap((file) => readRecording(bytesOf(file), 'x', isAnswer) ?? []);
      const isApart = kept === 'exchanges' || kept === 'answers';
      const said = isApart ? read.flatMap((one) => outcomesOf([one])) : outcomesOf(read);
      const whole = exchanges.map((exchange) => ({ exchange, line: null, fidelity: 'bytes' }) as const);
      const due = isApart ? whole.flatMap((one) => outcomesOf([one])) : outcomesOf(whole);
      const others = said.flatMap((outcomes, at) =>
        [...outcomes].filter(([check, outcome]) => {
          if (outcome === due[at]?.get(check)) return false;
          return (
            kept === 'whole' ||
            kept === 'exchanges' ||
            !(outcome === 'not-applicable' || outcome === 'inconclusive')
          );
        }),
      );
      expect(said.length).toBe(due.length);
      const converted = read.map((one) => again([one]));
      expect(converted.flatMap((one) => outcomesOf(one))).toEqual(read.flatMap((one) => outcomesOf([one])));
      expect(others).toEqual([]);
      expect(said.some((outcomes) => [...outcomes.values()].includes('pass'))).toBe(true);
    });
  }
}

/** Converts the recording to a cassette and reads that cassette. */
export function again(recording: readonly RecordedExchange[]): readonly RecordedExchange[] {
  return (
    readRecording(bytesOf(formatCassette({ interactions: [...interactionsOf(recording)] })), 'x', isAnswer) ??
    []
  );
}

/** Returns the outcome of each check, for each conversation. */
export function outcomesOf(recording: readonly RecordedExchange[]): Map<string, string>[] {
  return judgeRecording(recording, 'x', namesOf('x')).conversations.map(
    ({ result: { conversation, verdicts } }) => {
      const { passed, notApplicable } = conversation;
      return new Map([
        ...passed.map((check) => [check, 'pass'] as const),
        ...notApplicable.map((check) => [check, 'not-applicable'] as const),
        ...verdicts.map(({ check, outcome }) => [check, outcome] as const),
      ]);
    },
  );
}

/** Yields a name for each conversation of a recording. */
export function* namesOf(name: string): Generator<string, string> {
  for (let number = 1; ; number += 1) yield `${name}${number}`;
}

/** Returns the headers keyed by name, as most recorders write them. */
export function headersOf(headers: Exchange['request']['headers']): Record<string, string> {
  return Object.fromEntries(headers.map(([name, values]) => [name, values.join(', ')]));
}
