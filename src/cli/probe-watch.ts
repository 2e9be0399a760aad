/** `probe --watch`: probes again on request, and prints what changed. */
import { createInterface, type Interface } from 'node:readline';
import pc from 'picocolors';
import type { ConversationRecord, Results } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

const PROMPT = 'press Enter to probe again, q or Ctrl-C to end';
const MOST_PLACES = 3;

/**
 * Probes once, and again for each line of standard input. Ends when the input ends, a line says `q`, or Ctrl-C is
 * pressed while it waits.
 *
 * @returns the last run
 */
export async function watch<Run extends { readonly results: Results; readonly interrupted: boolean }>(
  probeOnce: () => Promise<Run>,
  host: Host,
): Promise<Run> {
  let last = await probeOnce();
  const input = createInterface({ input: host.stdin });
  const lines = input[Symbol.asyncIterator]();
  try {
    while (!last.interrupted && (await isAskedAgain(input, lines, host))) {
      const next = await probeOnce();
      host.stdout.write(`${changesBetween(last.results, next.results).join('\n')}\n`);
      last = next;
    }
    return last;
  } finally {
    input.close();
  }
}

/** Prompts, and waits for a line. Ctrl-C during a probe ends the probe and the watch. */
async function isAskedAgain(
  input: Interface,
  lines: AsyncIterator<string>,
  { stdout, signals }: Host,
): Promise<boolean> {
  const stop = () => input.close();
  signals.on('SIGINT', stop);
  try {
    stdout.write(`${PROMPT}\n`);
    const line = await lines.next();
    return line.done !== true && line.value.trim().toLowerCase() !== 'q';
  } finally {
    signals.off('SIGINT', stop);
  }
}

/**
 * Returns a line for each check that newly fails in a conversation, then one for each that failed and now passes. A
 * check that is now inconclusive is in neither list.
 */
export function changesBetween(before: Results, after: Results): string[] {
  const sentBefore = new Set(failuresOf(before).map(keyOf));
  const failing = failuresOf(after).filter((place) => !sentBefore.has(keyOf(place)));
  const passing = passesOf(after).filter((place) => sentBefore.has(keyOf(place)));
  const changes = [
    ...describe(failing).map((line) => pc.red(`newly failing: ${line}`)),
    ...describe(passing).map((line) => pc.green(`newly passing: ${line}`)),
  ];
  return changes.length === 0 ? ['no check is newly failing or newly passing'] : changes;
}

/** A check in one conversation. */
type Place = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'> & {
  readonly check: string;
};

/** Failed MAY checks are skipped: they are observations. */
function failuresOf({ verdicts }: Results): Place[] {
  return verdicts.filter(({ outcome, level }) => outcome === 'fail' && level !== 'MAY');
}

function passesOf({ conversations }: Results): Place[] {
  return conversations.flatMap((conversation) =>
    conversation.passed.map((check) => ({ ...conversation, check })),
  );
}

function keyOf({ target, scenario, delivery, sample, check }: Place): string {
  return JSON.stringify([target, scenario, delivery, sample, check]);
}

/** Formats as `ids/unique: weather · streaming, weather · buffered`, with at most a few conversations. */
function describe(places: readonly Place[]): string[] {
  return [...groupBy(places, ({ check }) => check)].map(([check, own]) => {
    const names = [...new Set(own.map(({ scenario, delivery }) => `${scenario} · ${delivery}`))];
    const more = names.length > MOST_PLACES ? ` and ${names.length - MOST_PLACES} more` : '';
    return plain(`${check}: ${names.slice(0, MOST_PLACES).join(', ')}${more}`);
  });
}
