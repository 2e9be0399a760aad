/** Runs the command line in the process of the test, or in a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Host } from '../../src/cli/host.ts';
import { runProgram } from '../../src/cli/program.ts';
import { loadTargets } from '../../src/config/load.ts';
import { CONCERNS } from '../../src/playwright/concerns.ts';
import { concludeJudgedRun, type Told } from '../../src/playwright/conclusion.ts';
import { cassetteReader, replayConversation } from '../../src/replay/conversation.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { cassetteLabel, modeOf, type Settings } from '../../src/replay/settings.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { packageIn } from './built.ts';
import { environment } from './environment.ts';

export interface Ran {
  /** Null if a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  /** The output of both streams in order of arrival, without colours. */
  readonly output: string;
}

/** The program while it runs in the process of the test. */
export interface Running {
  readonly stdin: PassThrough;
  readonly signals: EventEmitter;
  /** Returns the output of both streams so far, without colours. */
  readonly output: () => string;
  readonly ended: Promise<Ran>;
}

/**
 * Runs the command line in the process of the test. It also judges here what Playwright would judge in separate
 * processes; tests/cli/replay.spec.ts shows that the results are the same.
 */
export function runCli(...args: readonly string[]): Promise<Ran> {
  return runHere(args).ended;
}

/** @param env the environment variables; those of the test process are not used */
export function runHere(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const said: { readonly stream: 'stdout' | 'stderr'; readonly text: string }[] = [];
  const keep = (stream: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(text, _encoding, done) {
        said.push({ stream, text: String(text) });
        done();
      },
    });
  const stdout = keep('stdout');
  const stdin = new PassThrough();
  const signals = new EventEmitter();
  const textOf = (...streams: string[]) =>
    stripVTControlCharacters(
      said.flatMap(({ stream, text }) => (streams.includes(stream) ? text : [])).join(''),
    );
  const output = () => textOf('stdout', 'stderr');
  const runPlaywright: Host['runPlaywright'] = (settings, [command, ...args]) => {
    if (command === 'test' && !args.includes('--reporter=blob'))
      return judgeHere(settings, {
        print: (text) => void stdout.write(text),
        columns: columnsOf(stdout),
        env,
      });
    throw new Error(`playwright ${command} ${args.join(' ')}: needs processes of its own`);
  };
  const host = { stdin, stdout, stderr: keep('stderr'), env, signals, runPlaywright };
  const ended = runProgram(args, host).then((code) => ({ code, stdout: textOf('stdout'), output: output() }));
  return { stdin, signals, output, ended };
}

/**
 * Does the work of the specs and the reporter without Playwright.
 *
 * @returns the exit code that Playwright would have
 */
async function judgeHere(settings: Settings, told: Told): Promise<number> {
  const label = cassetteLabel(settings.cassettes, modeOf(settings));
  const planned = planConversations(settings.cassettes, await loadTargets(settings.config), SCENARIOS, label);
  const read = cassetteReader();
  const found = [];
  for (const conversation of planned) found.push(await replayConversation(conversation, read));
  const concerns = CONCERNS.map(({ name }) => name);
  const judged = { found, concerns, startedAt: new Date(), aborted: false };
  return (await concludeJudgedRun(settings, judged, told)) === 0 ? 0 : 1;
}

/** The command line as a separate process, as a user runs it. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Starts the program of the package and returns at once. */
export function startCli(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [builtProgram(), ...args], {
    env: { ...environment(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code, stdout, output })) };
}

let built: string | undefined;

/** Returns the path of the package's program. The first call in a worker installs it. */
function builtProgram(): string {
  if (built === undefined) {
    const folder = join('reports', `own-program-${process.env['TEST_PARALLEL_INDEX'] ?? ''}`);
    rmSync(folder, { recursive: true, force: true });
    built = packageIn(folder);
  }
  return built;
}
