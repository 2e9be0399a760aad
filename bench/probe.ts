/** Measures probing the reference provider on loopback: the whole catalogue in both deliveries, as a whole process. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildInto } from './build.ts';
import type { Figure } from './main.ts';
import { type ProviderProcess, startProvider } from './provider-process.ts';
import { type Measured, median, run } from './run.ts';

/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench-probe');
const TIMES = 9;

interface Probe extends Measured {
  readonly requests: number;
  /** Seconds from the start of the process to its first request. */
  readonly startUp: number;
}

export async function probeOfReference(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  const program = buildInto(FOLDER);
  const provider = await startProvider(0);
  try {
    const bare = await median(TIMES, () => run(['-e', '0']));
    const version = await median(TIMES, () => run([program, '--version']));
    // The provider's first answers compile its code.
    await probe(program, provider);
    const whole = await median(TIMES, () => probe(program, provider));
    const figure = (name: string, value: string, aim = ''): Figure => ({ name, value, aim });
    const ms = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`;
    return [
      figure('node alone', ms(bare.seconds)),
      figure('--version', ms(version.seconds)),
      figure('probe, from its start to its first request', ms(whole.startUp), 'aim <= 120 ms'),
      figure(`probe of ${whole.requests} requests, judged, whole process`, ms(whole.seconds)),
      figure('requests per second', (whole.requests / whole.seconds).toFixed(0), 'aim >= 400'),
      figure(
        'requests per second, from the first on',
        (whole.requests / (whole.seconds - whole.startUp)).toFixed(0),
      ),
      figure('its processor time', ms(whole.cpuSeconds)),
      figure('processor time of node alone', ms(bare.cpuSeconds)),
      figure('processor time of --version', ms(version.cpuSeconds)),
      figure('peak memory', `${whole.megabytes} MB`),
    ];
  } finally {
    await provider.stop();
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

async function probe(program: string, provider: ProviderProcess): Promise<Probe> {
  const start = performance.timeOrigin + performance.now();
  const measured = await run([program, 'probe', provider.baseUrl, '--model', 'reference', '--openrouter']);
  const { requests, firstRequest } = await provider.served();
  return { ...measured, requests, startUp: (firstRequest - start) / 1000 };
}
