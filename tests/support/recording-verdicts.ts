/** Real conversations in other recorders' formats: they are judged as in the cassettes of go-vcr that they come from. */
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

/** Conversations with tool calls, buffered and streamed, with the reference provider in one of its dialects. */
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

/** What no other recorder keeps is left out. */
function withoutChunks({ request, response, ms }: Exchange): Exchange {
  if (response === null) throw new Error('a conversation without failures is wanted');
  const { status, headers, body } = response;
  return {
    request,
    response: { status, headers, body, provenComplete: false },
    ...(ms === undefined ? {} : { ms }),
  };
}

/** How the recorder writes down exchanges: as one file, or as one for each. */
export type Write = (
  exchanges: readonly Exchange[],
) => string | Uint8Array | readonly (string | Uint8Array)[];

/**
 * What of exchanges comes back: `part` for a recorder that does not keep the bytes of bodies or all headers, `exchanges`
 * for one that keeps each in a file of its own, `answers` for one that keeps each answer without its request.
 */
export type Kept = 'whole' | 'part' | 'exchanges' | 'answers';

/**
 * What is written is judged as what was recorded: each check says the same, but for those that need more than was kept.
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

/** What is read of the cassette that the recording is converted to. */
export function again(recording: readonly RecordedExchange[]): readonly RecordedExchange[] {
  return (
    readRecording(bytesOf(formatCassette({ interactions: [...interactionsOf(recording)] })), 'x', isAnswer) ??
    []
  );
}

/** Of each conversation the outcome of each check. */
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

/** A name for each conversation of a recording. */
export function* namesOf(name: string): Generator<string, string> {
  for (let number = 1; ; number += 1) yield `${name}${number}`;
}

/** The headers by name, as most recorders have them. */
export function headersOf(headers: Exchange['request']['headers']): Record<string, string> {
  return Object.fromEntries(headers.map(([name, values]) => [name, values.join(', ')]));
}
