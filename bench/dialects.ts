/**
 * Measures judging a long stream in each dialect: relative to the floor (events or frames, and JSON, of the same
 * bytes), and per event relative to Chat Completions.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { createParser } from 'eventsource-parser';
import * as z from 'zod';
import { exchangeOf } from '../src/answers/script.ts';
import { type AnyDialect, dialects } from '../src/dialects/catalogue.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { isAwsEventStream } from '../src/evidence/frames/aws-event-stream.ts';
import { WEATHER_CALL } from '../src/proof/dialogue-parts.ts';
import { responseOf } from '../src/proof/edits/edit.ts';
import { baseOf } from '../src/proof/proof.ts';
import { decodeText } from '../src/text/wire-text.ts';
import type { Figure } from './main.ts';
import { median, type Pair, pairSchema, ratioFigures, spentOn } from './spent.ts';

/** V8 compiles differently in each process, so the medians are over all rounds of all processes. */
const PROCESSES = 3;
const ROUNDS = 11;
/** How often a round judges a stream, so that pauses of the garbage collector are averaged. */
const TIMES = 10;
/**
 * Objects that survive a garbage collection are copied. Whether the young generation grows in time to hold a stream is
 * chance: in two processes of five it does not, and judging costs a third more. So all processes start with enough
 * room.
 */
const ROOM = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
const WORDS = 2000;
/** Aims other than 1.2. */
const AIMS_OVER_CHAT: ReadonlyMap<string, number> = new Map([
  ['bedrock-converse', 1.3],
  ['ollama', 1.3],
]);

const codec = new EventStreamCodec(decodeText, (text) => Buffer.from(text));

const measuredSchema = z.array(
  z.object({ id: z.string(), events: z.int(), pairs: z.array(pairSchema).readonly() }),
);

/** The measurements of all dialects in one process. */
type Measured = z.infer<typeof measuredSchema>;

export async function judgeByDialect(): Promise<Figure[]> {
  const runs: Measured[] = [];
  for (let at = 0; at < PROCESSES; at += 1) runs.push(await measuredApart());
  const measured = dialects().map(({ id }) => {
    const ofDialect = runs.flat().filter((each) => each.id === id);
    const pairs = ofDialect.flatMap((each) => each.pairs);
    const events = ofDialect[0]?.events ?? Number.NaN;
    const perEvent = (of: keyof Pair) => median(pairs.map((pair) => pair[of].processor)) / events;
    return { id, events, pairs, work: perEvent('work'), floor: perEvent('floor') };
  });
  const chat = measured.find(({ id }) => id === 'openai-chat');
  const overChat = (time: number, ofChat = Number.NaN) => (time / ofChat).toFixed(2);
  return measured.flatMap(({ id, events, pairs, work, floor }) => [
    ...ratioFigures(`${id}: judge / floor, ${events} events`, pairs, 'aim <= 2'),
    ...(id === 'openai-chat'
      ? []
      : [
          {
            name: `${id}: processor time per event, over openai-chat`,
            value: overChat(work, chat?.work),
            aim: `aim <= ${AIMS_OVER_CHAT.get(id) ?? 1.2}; of the floor ${overChat(floor, chat?.floor)}`,
          },
        ]),
  ]);
}

async function measuredApart(): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('dialects-process.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx', ...ROOM],
  });
  const [told]: unknown[] = await once(child, 'message');
  return measuredSchema.parse(told);
}

/**
 * Measures in the child process. All dialects are judged in one process, as in an audit, so that they share compiled
 * code.
 */
export async function measuredInEach(): Promise<Measured> {
  const prepared = await Promise.all(
    dialects().map(async (dialect) => ({
      dialect,
      exchange: await longStream(dialect),
      pairs: [] as Pair[],
    })),
  );
  // The dialects take turns in each round, so that other load on the machine affects all of them equally.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { dialect, exchange, pairs } of prepared) pairs.push(await pairOf(dialect, exchange));
  }
  return prepared.map(({ dialect: { id }, exchange, pairs }) => ({
    id,
    events: floorOf(bodyOf(exchange)),
    pairs,
  }));
}

/** Returns the conforming answer to a first request, made long: text, then a call. */
async function longStream(dialect: AnyDialect): Promise<Exchange> {
  const proof = await dialect.proof();
  const [first] = baseOf(proof, 'weather/streaming').script().exchanges;
  if (first === undefined) throw new Error('a conversation has an exchange');
  const response = responseOf(first);
  if (response.body.kind !== 'stream' || response.envelope === null)
    throw new Error('the answer is no stream');
  response.body.events = proof.service.renderer.streamed(response.envelope, {
    text: Array.from({ length: WORDS }, (_, at) => `word${at}`).join(' '),
    calls: [WEATHER_CALL],
    finish: 'tool_calls',
    usage: { prompt: 80, completion: 3 * WORDS, reasoning: 0 },
  });
  return exchangeOf(first);
}

async function pairOf(dialect: AnyDialect, exchange: Exchange): Promise<Pair> {
  const body = bodyOf(exchange);
  const conversation = {
    exchanges: [exchange],
    extensions: new Set<never>(),
    scenario: null,
    price: null,
    unsupported: new Map(),
  };
  return {
    floor: await spentOn(() => void floorOf(body), TIMES),
    work: await spentOn(() => void dialect.judge(conversation), TIMES),
  };
}

function bodyOf({ response }: Exchange): Uint8Array {
  return response?.body ?? new Uint8Array();
}

function floorOf(body: Uint8Array): number {
  if (isAwsEventStream(body)) return floorOfFrames(body);
  const text = decodeText(body);
  return text.startsWith('{') ? floorOfLines(text) : floorOfText(text);
}

function floorOfLines(text: string): number {
  const lines = text.trimEnd().split('\n');
  for (const line of lines) JSON.parse(line);
  return lines.length;
}

function floorOfFrames(body: Uint8Array): number {
  const bytes = new DataView(body.buffer, body.byteOffset, body.length);
  let events = 0;
  for (let start = 0; start < body.length; events += 1) {
    const end = start + bytes.getUint32(start);
    JSON.parse(decodeText(codec.decode(body.subarray(start, end)).body));
    start = end;
  }
  return events;
}

function floorOfText(text: string): number {
  let events = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      events += 1;
      if (data.startsWith('{')) JSON.parse(data);
    },
  });
  parser.feed(text);
  return events;
}
