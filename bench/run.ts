/** Runs a process to its end and measures it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spent } from './spent.ts';

export interface Measured {
  readonly seconds: number;
  /** The peak memory of the largest process, in MB. */
  readonly megabytes: number;
  /** The processor time of the busiest process; unlike wall time, it hardly depends on other load. */
  readonly cpuSeconds: number;
  /** The sum over the process and all Node processes that it started. */
  readonly spent: Spent;
  readonly output: string;
}

/** The environment variable with the file to which each process appends at exit: kilobytes, microseconds. */
const USAGE_FILE = 'BENCH_USAGE';
const TELL_USAGE = `data:text/javascript,${encodeURIComponent(`
  import { appendFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    appendFileSync(process.env.${USAGE_FILE}, maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n');
  });
`)}`;

/** @param args for node; exit codes above `most` are an error */
export function run(
  args: readonly string[],
  { env = {}, most = 0 }: { env?: Record<string, string>; most?: number } = {},
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const usageFile = join(folder, 'usage');
  const options = [process.env['NODE_OPTIONS'] ?? '', `--import=${TELL_USAGE}`].join(' ');
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, NODE_OPTIONS: options, [USAGE_FILE]: usageFile },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      const wall = performance.now() - start;
      const output = Buffer.concat(chunks).toString();
      const usages = usagesIn(usageFile);
      rmSync(folder, { recursive: true, force: true });
      if (code === null || code > most)
        fail(new Error(`node ${args.join(' ')} ended with ${code}\n${output}`));
      else
        done({
          seconds: wall / 1000,
          megabytes: Math.round(Math.max(0, ...usages.map(({ kilobytes }) => kilobytes)) / 1024),
          cpuSeconds: Math.max(0, ...usages.map(({ microseconds }) => microseconds)) / 1e6,
          spent: { wall, processor: usages.reduce((sum, { microseconds }) => sum + microseconds, 0) / 1000 },
          output,
        });
    });
  });
}

function usagesIn(file: string): { readonly kilobytes: number; readonly microseconds: number }[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return lines.map((line) => {
    const [kilobytes = 0, microseconds = 0] = line.split(' ').map(Number);
    return { kilobytes, microseconds };
  });
}

/** Returns the run with the median time. */
export async function median<M extends Measured>(times: number, measure: () => Promise<M>): Promise<M> {
  const runs: M[] = [];
  for (let time = 0; time < times; time += 1) runs.push(await measure());
  const middle = runs.toSorted((left, right) => left.seconds - right.seconds)[Math.floor(times / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}
