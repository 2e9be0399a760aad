/** Measures recording conversations of two turns as a whole process, relative to the ideal, and its memory. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCassette } from '../src/evidence/cassette/read.ts';
import { buildInto } from './build.ts';
import type { Figure } from './main.ts';
import { type Served, startProvider } from './provider-process.ts';
import { type Measured, median, run } from './run.ts';

/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench-live');
const REPORTS = join(FOLDER, 'reports');
const IN_FLIGHT = 32;
const LATENCY_MS = 300;
/** Used when memory is measured, not time. */
const SHORT_LATENCY_MS = 5;
/**
 * A small heap, in which V8 must collect garbage early. So any growth in it is memory that the recording phase really
 * holds.
 */
const SMALL_HEAP = '--max-old-space-size=64';

interface Recording extends Measured {
  readonly served: Served;
  readonly exchanges: number;
  /** Seconds from the start of the process to its first request. */
  readonly startUp: number;
}

export async function recordingOverIdeal(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const program = buildInto(join(FOLDER, 'dist'));
  const timed = await median(3, () => record([program], 200, LATENCY_MS));
  const memory = await memoryOf([program]);
  const bounded = await memoryOf([SMALL_HEAP, program]);
  rmSync(FOLDER, { recursive: true, force: true });

  const ideal = ((LATENCY_MS / 1000) * timed.exchanges) / IN_FLIGHT;
  const recording = (timed.served.lastAnswer - timed.served.firstRequest) / 1000;
  const figure = (name: string, value: string, aim = ''): Figure => ({ name, value, aim });
  return [
    figure(
      `ideal: ${timed.exchanges} exchanges of ${LATENCY_MS} ms, ${IN_FLIGHT} in flight`,
      secondsOf(ideal),
    ),
    figure('recording them, whole process', secondsOf(timed.seconds)),
    figure('from its start to its first request', secondsOf(timed.startUp)),
    figure('whole process / ideal', (timed.seconds / ideal).toFixed(2), 'aim <= 1.25'),
    figure('first request to last answer / ideal', (recording / ideal).toFixed(2)),
    figure(
      'processor time of one exchange',
      `${((timed.cpuSeconds / timed.exchanges) * 1000).toFixed(1)} ms`,
    ),
    figure('peak memory, 200 and 2000 conversations', `${memory.few} and ${memory.many} MB`),
    figure('peak memory, 2000 / 200', (memory.many / memory.few).toFixed(2)),
    figure('in a heap of 64 MB', `${bounded.few} and ${bounded.many} MB`),
    figure('in a heap of 64 MB, 2000 / 200', (bounded.many / bounded.few).toFixed(2), 'aim <= 1.1'),
  ];
}

/** Returns the peak memory of the process in MB, for 200 and for 2000 conversations. */
async function memoryOf(
  command: readonly string[],
): Promise<{ readonly few: number; readonly many: number }> {
  const few = await median(3, () => record(command, 200, SHORT_LATENCY_MS));
  const many = await record(command, 2000, SHORT_LATENCY_MS);
  return { few: few.megabytes, many: many.megabytes };
}

/** Records the scenario `weather`, which has two turns; half of the conversations are in each delivery. */
async function record(
  command: readonly string[],
  conversations: number,
  latency: number,
): Promise<Recording> {
  rmSync(REPORTS, { recursive: true, force: true });
  const provider = await startProvider(latency);
  try {
    const config = join(FOLDER, 'providers.config.json');
    writeFileSync(config, JSON.stringify(matrixOf(provider.baseUrl)));
    const start = performance.timeOrigin + performance.now();
    const samples = String(conversations / 2);
    const measured = await run([
      ...[...command, 'live', '--no-judge', '--config', config, '--reports', REPORTS],
      ...['--scenario', 'weather', '--samples', samples],
    ]);
    const served = await provider.served();
    const exchanges = recordedExchanges();
    if (exchanges !== served.requests || exchanges !== conversations * 2) {
      throw new Error(`${conversations} conversations: ${served.requests} requests, ${exchanges} recorded`);
    }
    return { ...measured, served, exchanges, startUp: (served.firstRequest - start) / 1000 };
  } finally {
    await provider.stop();
  }
}

function matrixOf(baseUrl: string) {
  return {
    providers: [
      {
        id: 'bench',
        name: 'Reference provider',
        baseUrl,
        dialect: 'openai-chat',
        extensions: ['openrouter'],
        // A high rate, so that only the requests in flight are limited.
        limits: { inFlight: IN_FLIGHT, requestsPerMinute: 1_000_000 },
        models: [{ id: 'reference' }],
      },
    ],
  };
}

function recordedExchanges(): number {
  return readdirSync(REPORTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .reduce((sum, name) => sum + readCassette(join(REPORTS, name)).interactions.length, 0);
}

function secondsOf(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
