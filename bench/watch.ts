/** Compares a tap with a proxy that only forwards, and with a direct connection: time per exchange, and memory. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildInto } from './build.ts';
import type { Figure } from './main.ts';
import { median } from './spent.ts';

/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench-watch');
const ROUNDS = 15;
const EXCHANGES_IN_A_ROUND = 20;
const AT_A_TIME = 16;
const MANY = 10_000;
const LARGE_MB = 1024;

export async function tapOverBareProxy(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  const program = buildInto(FOLDER);
  const children: ChildProcess[] = [];
  try {
    const upstream = await startEnd(children, 'upstream');
    const bare = await startEnd(children, 'proxy', upstream);
    const watch = spawn(process.execPath, [program, 'watch', '--upstream', `${upstream}/v1`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(watch);
    const tap = await originSaid(watch);
    const ways = { direct: upstream, bare, tap };

    // The first exchanges compile the code for all later ones.
    for (const origin of Object.values(ways)) await together(origin, 300);
    const latencies = { direct: [0], bare: [0], tap: [0] };
    const rates = { direct: [0], bare: [0], tap: [0] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of ['direct', 'bare', 'tap'] as const) {
        await rested(watch);
        for (let at = 0; at < EXCHANGES_IN_A_ROUND; at += 1) {
          const start = performance.now();
          await exchange(ways[way]);
          latencies[way].push(performance.now() - start);
        }
      }
    }
    for (let round = 0; round < 7; round += 1) {
      for (const way of ['bare', 'tap'] as const) {
        await rested(watch);
        const start = performance.now();
        await together(ways[way], 200);
        rates[way].push(200_000 / (performance.now() - start));
      }
    }
    const startOfMany = performance.now();
    await together(tap, MANY);
    const ratePerSecond = (MANY * 1000) / (performance.now() - startOfMany);
    const before = memoryOf(watch);
    await together(tap, MANY);
    const after = memoryOf(watch);
    const started = performance.now();
    await exchange(tap, `?large=${LARGE_MB}`);
    const largeTap = performance.now() - started;
    const large = memoryOf(watch);
    const again = performance.now();
    await exchange(bare, `?large=${LARGE_MB}`);
    const largeBare = performance.now() - again;
    const ended = once(watch, 'close');
    watch.kill('SIGINT');
    await ended;

    const figure = (name: string, value: string, aim = ''): Figure => ({ name, value, aim });
    const added = median(latencies.tap) - median(latencies.direct);
    const addedByBare = median(latencies.bare) - median(latencies.direct);
    const mb = (bytes: Memory) => `${bytes.tap} + ${bytes.recorder} MB`;
    return [
      figure('an exchange of 20 chunks without a proxy', `${median(latencies.direct).toFixed(2)} ms`),
      figure('added by a bare proxy, median', `${addedByBare.toFixed(2)} ms`),
      figure('added by the tap, median', `${added.toFixed(2)} ms`, 'aim <= 1 ms'),
      figure('exchanges per second through the tap', median(rates.tap).toFixed(0)),
      figure(
        `its throughput, of that of a bare proxy, ${AT_A_TIME} at a time`,
        (median(rates.tap) / median(rates.bare)).toFixed(2),
        'aim >= 0.8',
      ),
      figure(
        `exchanges per second, ${MANY} in a row, all judged but the last 4,000`,
        ratePerSecond.toFixed(0),
      ),
      figure('1 GB through the tap, of the speed of a bare proxy', (largeBare / largeTap).toFixed(2)),
      figure(`memory of the tap and its recorder after ${MANY} exchanges`, mb(before)),
      figure(`after ${MANY} more exchanges`, mb(after), 'aim: flat'),
      figure('after a stream of 1 GB', mb(large), 'aim: flat'),
    ];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

async function startEnd(children: ChildProcess[], ...args: readonly string[]): Promise<string> {
  const child = fork('bench/watch-ends.mjs', args, { execArgv: [] });
  children.push(child);
  const [port] = await once(child, 'message');
  return `http://127.0.0.1:${port}`;
}

async function originSaid(watch: ChildProcess): Promise<string> {
  let said = '';
  for await (const text of watch.stderr ?? []) {
    said += text;
    const [, origin] = /^GOOGLE_GEMINI_BASE_URL=(\S+)$/mu.exec(said) ?? [];
    if (origin !== undefined) return origin;
  }
  throw new Error(`watch opened no tap: ${said}`);
}

const agent = new Agent({ keepAlive: true });
const BODY = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hello' }] });
let asked = 0;

function exchange(origin: string, query = ''): Promise<void> {
  asked += 1;
  const body = BODY.replace('Hello', `Hello ${asked}`);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/v1/chat/completions${query}`, { method: 'POST', agent, headers });
    sent.on('response', (answer) => answer.on('error', reject).on('end', resolve).resume());
    sent.on('error', reject).end(body);
  });
}

async function together(origin: string, count: number): Promise<void> {
  let left = count;
  const one = async () => {
    for (; left > 0; left -= 1) await exchange(origin);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, one));
}

/** In MB. */
interface Memory {
  readonly tap: number;
  readonly recorder: number;
}

/** Returns the memory of both processes; works only on Linux. */
function memoryOf(watch: ChildProcess): Memory {
  const residentIn = (id: string) => Math.round(Number(/VmRSS:\s+(\d+)/u.exec(statusOf(id))?.[1]) / 1024);
  return { tap: residentIn(String(watch.pid)), recorder: residentIn(recorderOf(watch)) };
}

/** Resolves when the recorder has judged everything; otherwise it would take time from the next measurement. */
async function rested(watch: ChildProcess): Promise<void> {
  const spent = () =>
    readFileSync(`/proc/${recorderOf(watch)}/stat`, 'utf8')
      .split(' ')
      .slice(13, 15)
      .join();
  for (let before = ''; before !== spent(); await wait(100)) before = spent();
}

function recorderOf({ pid }: ChildProcess): string {
  const isOfTap = (id: string) => new RegExp(`^PPid:\\s+${pid}$`, 'mu').test(statusOf(id));
  const recorder = readdirSync('/proc').find((name) => /^\d+$/u.test(name) && isOfTap(name));
  if (recorder === undefined) throw new Error(`watch (${pid}) has no recorder`);
  return recorder;
}

function statusOf(id: string): string {
  return readFileSync(`/proc/${id}/status`, 'utf8');
}
