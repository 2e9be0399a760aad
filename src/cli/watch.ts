/** `watch`: a tap between a client and its provider, with its traffic judged as it passes. */
import type { ChildProcess } from 'node:child_process';
import pc from 'picocolors';
import { ENDING } from '../system/process-group.ts';
import { expectWritableFolder } from '../system/write-file.ts';
import { connectUpstreams } from '../tap/connections.ts';
import { baseUrlVariables } from '../tap/sdk-variables.ts';
import { openTap, type Tap } from '../tap/tap.ts';
import { upstreamsCalled } from '../tap/upstreams.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { RecorderProcess } from './recorder-process.ts';
import { endCommand, exitOf, startCommand } from './started-command.ts';
import { type WatchCommand, watchNumbers } from './watch-options.ts';

/** Judging this many exchanges takes a second or more, so the wait is announced. */
const WORTH_A_WORD = 200;

/**
 * @param words the command to watch, and its arguments; empty: the tap runs until it is interrupted
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done, or nothing was judged, or the command failed
 * @throws {SuiteError} when an option is wrong, the port cannot be opened, or the command cannot be started
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
  // Checks the folders and the names before anything is started.
  for (const folder of [command.report, command.save]) if (folder !== undefined) expectWritableFolder(folder);
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
    const running =
      words.length === 0 ? null : startCommand(words, { ...env, ...variables }, command.json === true);
    ended = await endOf(running, recorder, signals);
  } finally {
    await tap?.close();
    if (recorder.unjudged >= WORTH_A_WORD) say(`${recorder.unjudged} exchanges are still to be judged`);
    await recorder.close();
  }
  const { code, said } = conclusionOf(ended, await recorder.ended);
  if (said !== null) say(said);
  return code;
}

/**
 * @param recorder the recorder's exit code; null when a signal ended it
 * @returns the exit code, and a line about the end, if one is needed
 */
export function conclusionOf(
  ended: Ended,
  recorder: number | null,
): { readonly code: number; readonly said: string | null } {
  // The recorder has already printed the reason.
  if (ended === 'recorder' && recorder === 2) return { code: 2, said: null };
  if (recorder === null || ended === 'recorder')
    return { code: 2, said: `${pc.red('error')}: the recorder ended before the tap; run it again` };
  if (ended === 'interrupted' || ended === 0) return { code: recorder, said: null };
  return { code: recorder === 0 ? 2 : recorder, said: `the command ended with ${ended}` };
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

/** How the tap ended: the exit code of the command, a signal to this process, or the end of the recorder. */
type Ended = number | 'interrupted' | 'recorder';

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
    const ended = await Promise.race<number | 'recorder' | NodeJS.Signals>([
      ...(command === null ? [] : [exitOf(command)]),
      recorder.ended.then(() => 'recorder' as const),
      interrupted,
    ]);
    if (typeof ended === 'number') return ended;
    if (command !== null) await endCommand(command, ended === 'recorder' ? 'SIGTERM' : ended);
    return ended === 'recorder' ? ended : 'interrupted';
  } finally {
    for (const [signal, listener] of listeners) signals.off(signal, listener);
  }
}
