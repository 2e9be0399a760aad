/** `watch`: a tap between a client and its provider, judged while it goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import pc from 'picocolors';
import { messageOf, SuiteError } from '../system/failure.ts';
import { connectUpstreams } from '../tap/connections.ts';
import { baseUrlVariables } from '../tap/sdk-variables.ts';
import { openTap, type Tap } from '../tap/tap.ts';
import { upstreamsCalled } from '../tap/upstreams.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { RecorderProcess } from './recorder-process.ts';
import { type WatchCommand, watchNumbers } from './watch-options.ts';

/**
 * @param words the command that is watched, and its arguments; without one the tap serves until it is interrupted
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done, or nothing was judged, or the command failed
 * @throws {SuiteError} when an option is wrong, the port cannot be had, or the command cannot be started
 */
export async function watchCommand(
  words: readonly string[],
  command: WatchCommand,
  { stderr, env, signals }: Host,
): Promise<number> {
  const { port, keptBytes } = watchNumbers(command);
  const upstreams = upstreamsCalled(command.upstream);
  const http2 = command.http2 === true;
  const dispatcher = connectUpstreams({ ca: command.ca, http2 });
  const say = (line: string) => void stderr.write(`${plain(line)}\n`);
  // Checked before anything is started.
  baseUrlVariables('', upstreams, command.env ?? [], env);
  const recorder = new RecorderProcess(recorderArguments(command, keptBytes), [1, 2]);
  let ended: Ended;
  let tap: Tap | undefined;
  try {
    tap = await openTap({
      upstreams,
      dispatcher,
      listener: recorder,
      port,
      keptBytes,
      http2,
      onRefused: say,
    });
    const variables = baseUrlVariables(tap.origin, upstreams, command.env ?? [], env);
    for (const [name, url] of Object.entries(variables)) if (url.startsWith('http')) say(`${name}=${url}`);
    const running = words.length === 0 ? null : start(words, { ...env, ...variables }, command.json === true);
    ended = await endOf(running, recorder, signals);
  } finally {
    await tap?.close();
    await recorder.close();
  }
  const code = await recorder.ended;
  if (code === null || ended === 'recorder') {
    say(`${pc.red('error')}: the recorder ended before the tap; run it again`);
    return 2;
  }
  if (ended === 'interrupted' || ended === 0) return code;
  say(`the command ended with ${ended}`);
  return code === 0 ? 2 : code;
}

function recorderArguments(
  { failOn, save, report, json, keepSecrets }: WatchCommand,
  keptBytes: number,
): string[] {
  return [
    ...['--fail-on', failOn, '--kept', String(keptBytes)],
    ...(save === undefined ? [] : ['--save', save]),
    ...(report === undefined ? [] : ['--report', report]),
    ...(json === true ? ['--json'] : []),
    ...(keepSecrets === true ? ['--keep-secrets'] : []),
  ];
}

/** Its streams are ours; but with `--json` standard output is for the results alone. */
function start(words: readonly string[], env: NodeJS.ProcessEnv, json: boolean): ChildProcess {
  const [file = '', ...args] = words;
  return spawn(file, args, {
    env,
    stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** How it came to its end: the exit code of the command, a signal to this process, or the end of the recorder. */
type Ended = number | 'interrupted' | 'recorder';

const ENDING = ['SIGINT', 'SIGTERM'] as const;
/** A command that was interrupted has so long to end, and then so long again before it is killed. */
const PATIENCE_MS = 2000;

async function endOf(
  command: ChildProcess | null,
  recorder: RecorderProcess,
  signals: Host['signals'],
): Promise<Ended> {
  let interrupt = (_signal: NodeJS.Signals) => {};
  const interrupted = new Promise<NodeJS.Signals>((resolve) => {
    interrupt = resolve;
  });
  const listeners = ENDING.map((signal) => [signal, () => interrupt(signal)] as const);
  for (const [signal, listener] of listeners) signals.on(signal, listener);
  try {
    const ended = await Promise.race<Ended | NodeJS.Signals>([
      ...(command === null ? [] : [exitOf(command)]),
      recorder.ended.then(() => 'recorder' as const),
      interrupted,
    ]);
    if (typeof ended === 'number') return ended;
    if (command !== null) await end(command, ended === 'SIGTERM' ? 0 : PATIENCE_MS);
    return ended === 'recorder' ? ended : 'interrupted';
  } finally {
    for (const [signal, listener] of listeners) signals.off(signal, listener);
  }
}

/** @throws {SuiteError} when it could not be started */
async function exitOf(command: ChildProcess): Promise<number> {
  try {
    const [code, signal]: (number | NodeJS.Signals | null)[] = await once(command, 'exit');
    if (typeof code === 'number') return code;
    return 128 + (typeof signal === 'string' ? constants.signals[signal] : 0);
  } catch (error) {
    throw new SuiteError(
      `${command.spawnfile}: cannot be started (${messageOf(error)}); name a command after --`,
    );
  }
}

/** A terminal sends Ctrl-C to the command too, so it is only ended where it goes on. */
async function end(command: ChildProcess, patience: number): Promise<void> {
  const exit = exitOf(command).catch(() => 0);
  const timers = [
    setTimeout(() => command.kill('SIGTERM'), patience),
    setTimeout(() => command.kill('SIGKILL'), patience + PATIENCE_MS),
  ];
  if (command.exitCode === null && command.signalCode === null) await exit;
  for (const timer of timers) clearTimeout(timer);
}
