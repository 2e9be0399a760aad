/** Judging a long stream in each dialect: over the floor (SSE and JSON of the same bytes), and per event over Chat Completions. */
import { createParser } from 'eventsource-parser';
import { exchangeOf } from '../src/answers/script.ts';
import { type AnyDialect, dialects } from '../src/dialects/catalogue.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { WEATHER_CALL } from '../src/proof/dialogues.ts';
import { responseOf } from '../src/proof/edits/edit.ts';
import { baseOf } from '../src/proof/proof.ts';
import { decodeText } from '../src/text/wire-text.ts';
import type { Figure } from './main.ts';

const ROUNDS = 21;
/** Times that a round judges a stream: the pauses of the garbage collector fall on all of them together. */
const TIMES = 10;
const WORDS = 2000;

export async function judgeByDialect(): Promise<Figure[]> {
  const prepared = await Promise.all(
    dialects().map(async (dialect) => ({ dialect, exchange: await longStream(dialect) })),
  );
  // Round by round in turn, so that whatever else the machine does falls on all alike.
  const rounds = Array.from({ length: ROUNDS }, () =>
    prepared.map(({ dialect, exchange }) => roundOf(dialect, exchange)),
  );
  const measured = prepared.map(({ dialect, exchange }, at) => {
    const own = rounds.flatMap((round) => round[at] ?? []);
    const events = floorOf(decodeText(exchange.response?.body ?? new Uint8Array()));
    return {
      id: dialect.id,
      events,
      overFloor: median(own.map(({ floor, judge }) => judge / floor)),
      perEvent: median(own.map(({ judge }) => judge)) / events,
    };
  });
  const chat = measured.find(({ id }) => id === 'openai-chat')?.perEvent ?? Number.NaN;
  return measured.flatMap(({ id, events, overFloor, perEvent }) => [
    {
      name: `${id}: judge / floor, a stream of ${events} events (median)`,
      value: overFloor.toFixed(2),
      aim: '',
    },
    {
      name: `${id}: time per event, over openai-chat`,
      value: (perEvent / chat).toFixed(2),
      aim: id === 'openai-chat' ? '' : 'aim <= 1.3',
    },
  ]);
}

/** The conforming answer to a first request, made long: text, then a call. */
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

/** Milliseconds of one round, for judging once. */
interface Round {
  readonly floor: number;
  readonly judge: number;
}

function roundOf(dialect: AnyDialect, exchange: Exchange): Round {
  const text = decodeText(exchange.response?.body ?? new Uint8Array());
  const conversation = {
    exchanges: [exchange],
    extensions: new Set<never>(),
    scenario: null,
    price: null,
    unsupported: new Map(),
  };
  return { floor: timeOf(() => floorOf(text)), judge: timeOf(() => dialect.judge(conversation)) };
}

/** Milliseconds of one time, on average. */
function timeOf(work: () => void): number {
  const start = performance.now();
  for (let time = 0; time < TIMES; time += 1) work();
  return (performance.now() - start) / TIMES;
}

function floorOf(text: string): number {
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

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
