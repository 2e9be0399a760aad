/** The display of a live recording: what stands on the screen, and in a log, at which moment. */
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import {
  createProgress,
  formatFrame,
  formatTime,
  type Progress,
  type ProgressOptions,
  type ProviderProgress,
} from '../../src/live/progress.ts';
import { expect, test } from '../support/test.ts';

const ESCAPE = '\u001b';

/** A display whose time passes when it is told to, and what it wrote. */
class Stage {
  readonly progress: Progress;
  readonly writes: string[] = [];
  #now = 0;
  #task: { readonly ms: number; readonly run: () => void } | null = null;

  constructor(options: Pick<ProgressOptions, 'totals' | 'isTTY' | 'columns'>, columns?: number) {
    const stream = new Writable({
      write: (chunk, _, done) => {
        this.writes.push(String(chunk));
        done();
      },
    });
    this.progress = createProgress({
      ...options,
      stream: Object.assign(stream, columns === undefined ? {} : { columns }),
      now: () => this.#now,
      every: (ms, run) => {
        this.#task = { ms, run };
        return () => {
          this.#task = null;
        };
      },
    });
  }

  /** Lets time pass, and the timer strike whenever it is due. */
  pass(ms: number): void {
    const end = this.#now + ms;
    while (this.#task !== null) {
      const strike = (Math.floor(this.#now / this.#task.ms) + 1) * this.#task.ms;
      if (strike > end) break;
      this.#now = strike;
      this.#task.run();
    }
    this.#now = end;
  }

  get ticking(): boolean {
    return this.#task !== null;
  }

  get text(): string {
    return this.writes.join('');
  }

  /** What was written, without the characters that move the cursor. */
  get lines(): string[] {
    return stripVTControlCharacters(this.text).split('\n').slice(0, -1);
  }
}

const TWO = new Map([
  ['openrouter', 40],
  ['local', 4],
]);

function provider(known: Partial<ProviderProgress>): ProviderProgress {
  return {
    id: 'local',
    total: 4,
    startedAt: null,
    endedAt: null,
    done: 0,
    notSent: 0,
    retries: 0,
    cost: null,
    tokens: null,
    departures: [],
    underWay: new Set(),
    ...known,
  };
}

test('a frame has a line for each provider, its numbers below one another', () => {
  const providers = [
    provider({
      id: 'openrouter',
      total: 120,
      startedAt: 0,
      done: 30,
      retries: 12,
      cost: 0.12345,
      departures: [1000, 12_000, 15_000, 20_000],
      underWay: new Set(['weather · streaming', 'weather · buffered']),
    }),
    provider({ startedAt: 15_000, done: 1, tokens: 12_345, departures: [20_000], notSent: 1 }),
    provider({ id: 'openai', total: 40, startedAt: 0, endedAt: 7400, done: 40, cost: 1.5 }),
    provider({ id: 'groq', total: 9 }),
  ];
  expect(formatFrame(providers, 21_000, 120).split('\n')).toEqual([
    'openrouter  30/120  0.3/s        $0.1235  retries 12   eta 1:03  in flight 2: weather · streaming, weather · buffered',
    'local          1/4  0.2/s  12,345 tokens   retries 0   eta 0:18  not sent 1',
    'openai       40/40               $1.5000   retries 0  took 0:07',
    'groq           0/9                         retries 0    waiting',
  ]);
});

test('a frame is cut to the width of the terminal', () => {
  const underWay = new Set(['weather · streaming']);
  const providers = [provider({ startedAt: 0, underWay })];
  expect(formatFrame(providers, 0, 39)).toBe('local  0/4  0.0/s  retries 0  eta -:--…');
  expect(formatFrame(providers, 0, 52)).toBe('local  0/4  0.0/s  retries 0  eta -:--  in flight 1…');
});

test('what somebody else wrote neither moves the cursor nor breaks the line', () => {
  const underWay = new Set([`${ESCAPE}[2Jweather\r\nlocal  4/4\u202e`]);
  const frame = formatFrame([provider({ startedAt: 0, underWay })], 0, 200);
  expect(frame).toBe(
    'local  0/4  0.0/s  retries 0  eta -:--  in flight 1: <U+001B>[2Jweather<U+000D> local 4/4<U+202E>',
  );
});

test('times read like a clock', () => {
  expect([0, 499, 7000, 65_000, 600_000, 3_725_000, 3_599_600].map(formatTime)).toEqual([
    '0:00',
    '0:00',
    '0:07',
    '1:05',
    '10:00',
    '1:02:05',
    '1:00:00',
  ]);
});

test('a terminal shows how things stand as time passes', () => {
  const stage = new Stage({ totals: new Map([['local', 3]]), isTTY: true }, 100);
  stage.progress.started('local', 'weather · streaming');
  stage.progress.requested('local', { number: 1 });
  stage.pass(100);
  stage.progress.requested('local', { number: 2 });
  stage.progress.spent('local', { cost: null, tokens: 80 });
  stage.pass(1900);
  stage.progress.spent('local', { cost: 0.001, tokens: 20 });
  stage.progress.ended('local', 'weather · streaming', { notSent: false });
  stage.pass(100);
  stage.progress.finish();

  const frames = stage.lines;
  expect(frames[0]).toBe('local  0/3  1.0/s  retries 0  eta -:--  in flight 1: weather · streaming');
  expect(frames[1]).toBe(
    'local  0/3  2.0/s  80 tokens  retries 1  eta -:--  in flight 1: weather · streaming',
  );
  expect(frames.at(-1)).toBe('local  1/3  1.0/s  $0.0010  retries 1  eta 0:04');
});

test('the rate is that of the last ten seconds', () => {
  const stage = new Stage({ totals: new Map([['local', 3]]), isTTY: true }, 100);
  stage.progress.started('local', 'weather');
  for (let number = 0; number < 20; number += 1) stage.progress.requested('local', { number: 1 });
  stage.pass(9900);
  expect(stage.lines.at(-1)).toContain('2.0/s');
  stage.pass(100);
  stage.progress.finish();
  expect(stage.lines.at(-1)).toContain('0.0/s');
});

test('a terminal is redrawn ten times a second, however much happens', () => {
  const stage = new Stage({ totals: new Map([['local', 2000]]), isTTY: true }, 100);
  stage.progress.started('local', 'first');
  for (let moment = 0; moment < 1000; moment += 1) {
    stage.progress.requested('local', { number: 1 });
    stage.progress.ended('local', String(moment), { notSent: false });
    stage.pass(1);
  }
  expect(stage.writes.length).toBe(10);
});

test('a note stands above the display, which goes on below it', () => {
  const stage = new Stage({ totals: new Map([['local', 3]]), isTTY: true }, 100);
  stage.pass(100);
  stage.progress.note(`skipped openai/${ESCAPE}[31mx: OPENAI_API_KEY is not set`);
  stage.progress.finish();
  expect(stage.lines).toEqual([
    'local  0/3  retries 0  waiting',
    'skipped openai/<U+001B>[31mx: OPENAI_API_KEY is not set',
    'local  0/3  retries 0  waiting',
  ]);
});

test('a log has a line for each provider every ten seconds and one at its end', () => {
  const stage = new Stage({ totals: TWO, isTTY: false });
  stage.progress.note('skipped openai/gpt-5: OPENAI_API_KEY is not set');
  stage.progress.started('openrouter', 'weather · streaming');
  stage.progress.requested('openrouter', { number: 1 });
  stage.pass(10_000);
  stage.progress.started('local', 'weather · buffered');
  stage.progress.requested('local', { number: 1 });
  stage.progress.spent('openrouter', { cost: 0.02, tokens: 100 });
  stage.progress.ended('openrouter', 'weather · streaming', { notSent: false });
  stage.pass(9000);
  for (const name of ['weather · buffered', 'b', 'c', 'd']) {
    stage.progress.ended('local', name, { notSent: name === 'd' });
  }
  stage.pass(11_000);
  stage.progress.finish();
  expect(stage.text.split('\n')).toEqual([
    'skipped openai/gpt-5: OPENAI_API_KEY is not set',
    'openrouter: 0/40, 0.0/s, retries 0, eta -:--, in flight 1: weather · streaming',
    'local: 4/4, retries 0, took 0:09, not sent 1',
    'openrouter: 1/40, 0.0/s, $0.0200, retries 0, eta 13:00',
    'openrouter: 1/40, 0.0/s, $0.0200, retries 0, eta 19:30',
    'openrouter: 1/40, 0.0/s, $0.0200, retries 0, eta 19:30',
    '',
  ]);
});

test('a log and a terminal without a size get plain lines', () => {
  for (const stage of [
    new Stage({ totals: TWO, isTTY: false }, 100),
    new Stage({ totals: TWO, isTTY: true }, 0),
  ]) {
    stage.progress.note(`${ESCAPE}[2Jnote\u0007\nof two lines`);
    stage.progress.started('local', `${ESCAPE}[1A`);
    stage.pass(20_000);
    stage.progress.finish();
    expect(stage.text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(stage.lines).toEqual([
      '<U+001B>[2Jnote<U+0007> of two lines',
      ...Array.from({ length: 3 }, () => 'local: 0/4, 0.0/s, retries 0, eta -:--, in flight 1: <U+001B>[1A'),
    ]);
  }
});

test('nothing ticks after the end', () => {
  for (const isTTY of [true, false]) {
    const stage = new Stage({ totals: TWO, isTTY }, 100);
    expect(stage.ticking).toBe(true);
    stage.progress.finish();
    expect(stage.ticking).toBe(false);
  }
});

test('a provider without a total is an error', () => {
  const { progress } = new Stage({ totals: TWO, isTTY: false });
  expect(() => progress.started('openai', 'weather')).toThrow('no total was given for the provider openai');
});
