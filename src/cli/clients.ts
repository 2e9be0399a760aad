/** `clients`: tests what each seeded fault does to a client. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { type Trial, trialsFor } from '../clients/plan.ts';
import {
  type ClientOutcome,
  formatRecords,
  OUTCOMES,
  type SoundRecord,
  type TrialRecord,
} from '../clients/record.ts';
import { tryClient } from '../clients/try-client.ts';
import { dialects, isDialectId } from '../dialects/catalogue.ts';
import { writeCassette } from '../evidence/cassette/write.ts';
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import { createRedactor } from '../redact/redact.ts';
import type { Secret } from '../redact/secret.ts';
import { SuiteError } from '../system/failure.ts';
import { ENDING } from '../system/process-group.ts';
import { expectWritable, expectWritableFolder, writeGiven } from '../system/write-file.ts';
import { credentialsOf } from '../tap/credentials.ts';
import { columnsOf } from '../terminal/columns.ts';
import { countsTable } from '../terminal/counts-table.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { groupBy } from '../text/group-by.ts';
import { suggest } from '../text/nearest-name.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { numberOf } from './selection.ts';

export interface ClientsCommand {
  readonly dialect: string;
  readonly openrouter?: true;
  readonly fault?: readonly string[];
  readonly delivery?: Delivery;
  readonly scenario?: string;
  readonly reuse?: true;
  readonly timeLimit: string;
  readonly inFlight?: string;
  readonly name?: string;
  readonly save?: string;
  readonly results?: string;
  readonly json?: true;
  readonly verbose?: true;
}

/**
 * @param words the client's command and its arguments
 * @returns the exit code: 0 when the client tolerates or reports every fault that was shown, otherwise 1; 130
 *   interrupted
 * @throws {SuiteError} when an option is wrong, or the client cannot hold a conversation with the conforming provider
 */
export async function clientsCommand(
  words: readonly string[],
  command: ClientsCommand,
  { stdout, stderr, env, signals }: Host,
): Promise<number> {
  const [file, ...args] = words;
  if (file === undefined)
    throw new SuiteError('clients: name a command after --, such as clients -- node my-client.mjs');
  if (!isDialectId(command.dialect)) {
    const known = dialects().map(({ id }) => id);
    throw new SuiteError(`--dialect ${command.dialect}: no such dialect; ${suggest(command.dialect, known)}`);
  }
  const trials = await trialsFor({
    dialect: command.dialect,
    extension: command.openrouter === true ? 'openrouter' : null,
    deliveries: command.delivery === undefined ? ['streaming', 'buffered'] : [command.delivery],
    faults: command.fault ?? [],
    scenario: command.scenario ?? null,
  });
  if (trials.length === 0)
    throw new SuiteError('clients: no fault is left to be tried; choose fewer options');
  if (command.save !== undefined) expectWritableFolder(command.save);
  if (command.results !== undefined) expectWritable(command.results);
  const line = await progressLine(stderr);
  const interruption = new AbortController();
  setMaxListeners(0, interruption.signal);
  const interrupt = () => interruption.abort();
  for (const signal of ENDING) signals.on(signal, interrupt);
  let ended = 0;
  const secrets = new Map(secretsIn(env).map((secret) => [secret.value, secret]));
  const withoutSecrets = (text: string) => createRedactor([...secrets.values()]).text(text);
  const tell = (text: string) =>
    void (command.json === true ? stderr : stdout).write(`${withoutSecrets(text)}\n`);
  const tried = await tryClient({
    name: command.name ?? words.join(' '),
    versions: {},
    command: {
      words: [file, ...args],
      timeLimit: numberOf('--time-limit', command.timeLimit, 'whole') * 1000,
      reused: command.reuse === true,
      env,
      signal: interruption.signal,
    },
    dialect: command.dialect,
    extension: command.openrouter === true ? 'openrouter' : null,
    trials,
    inFlight:
      command.inFlight === undefined
        ? availableParallelism()
        : numberOf('--in-flight', command.inFlight, 'whole'),
    async onEnded(record, exchanges, of) {
      ended += 1;
      line.show(() => `trying: ${ended} of ${plural(of, 'conversation')}`);
      // A client may send a key of its own, and repeat it in its output.
      for (const secret of exchanges.flatMap(({ request }) => credentialsOf(request)))
        secrets.set(secret.value, secret);
      if (command.save !== undefined) await save(command.save, record, exchanges);
    },
  })
    .catch((error) => {
      if (interruption.signal.aborted) return null;
      throw error instanceof SuiteError ? new SuiteError(withoutSecrets(error.message)) : error;
    })
    .finally(() => {
      for (const signal of ENDING) signals.off(signal, interrupt);
      line.clear();
    });
  if (tried === null) {
    stderr.write('interrupted: no outcome is told; run it again\n');
    return INTERRUPTED;
  }
  const records = [...tried.sound, ...tried.trials, ...tried.shown];
  const written = withoutSecrets(formatRecords(records));
  if (command.results !== undefined) writeGiven(command.results, written);
  if (command.json === true) stdout.write(written);
  for (const { broken, scenario, delivery } of tried.sound) {
    for (const { check, message } of broken) {
      tell(plain(`without a fault, ${scenario} (${delivery}): ${check} fails: ${message}`));
    }
  }
  const isWanted = ({ outcome }: TrialRecord) =>
    command.verbose === true || outcome === 'corrupts' || outcome === 'hangs';
  for (const trial of tried.trials.filter(isWanted)) tell(describe(trial));
  tell(countsTable('delivery', countsOf(tried.trials), columnsOf(stdout)));
  for (const line of notShownBecause(trials, tried.trials)) tell(line);
  const isHarmful = ({ outcome }: TrialRecord) => outcome === 'corrupts' || outcome === 'hangs';
  return tried.trials.some(isHarmful) ? 1 : 0;
}

/** Returns the credentials in the environment that the client inherits. */
function secretsIn(env: NodeJS.ProcessEnv): Secret[] {
  const headers = Object.entries(env).map(([name, value = '']) => [name, [value]] as const);
  return credentialsOf({ headers, url: '' });
}

async function save(
  folder: string,
  record: SoundRecord | TrialRecord,
  exchanges: readonly Exchange[],
): Promise<void> {
  const { dialect, delivery, scenario } = record;
  const name = record.type === 'sound' ? `${scenario}.${delivery}` : `${record.fault}.${delivery}`;
  const redactor = createRedactor(exchanges.flatMap(({ request }) => credentialsOf(request)));
  await writeCassette(join(folder, dialect, `${name}.yaml`), {
    interactions: exchanges.map((exchange) => ({ exchange: redactor.exchange(exchange) })),
  });
}

const COLOURS: Readonly<Record<ClientOutcome, (text: string) => string>> = {
  tolerates: pc.green,
  reports: pc.cyan,
  corrupts: pc.red,
  hangs: pc.red,
  'not-shown': pc.dim,
};

function describe({ outcome, fault, delivery, harms, report }: TrialRecord): string {
  const words = harms.map(({ message, asSent }) => `${message}${asSent ? ' (as the answer has it)' : ''}`);
  const what = words.length > 0 ? words.join('; ') : (report ?? '');
  return `${COLOURS[outcome](outcome)} ${plain(`${fault} (${delivery})${what === '' ? '' : `: ${what}`}`)}`;
}

/** Counts the faults that were not shown, grouped by what the conversations with the client did not contain. */
function notShownBecause(plan: readonly Trial[], tried: readonly TrialRecord[]): string[] {
  const missed = plan.filter((_, at) => tried[at]?.outcome === 'not-shown');
  return [...groupBy(missed, ({ takes }) => takes)].map(([takes, { length }]) => {
    const found =
      takes === null ? 'for which no answer had a place' : `written for a conversation that has ${takes}`;
    return `not shown: ${plural(length, 'fault')}, ${found}`;
  });
}

function countsOf(trials: readonly TrialRecord[]) {
  const deliveries = [...new Set(trials.map(({ delivery }) => delivery))];
  return deliveries.map((delivery) => ({
    name: delivery,
    counts: Object.fromEntries(
      OUTCOMES.map((outcome) => [
        outcome.replace('-', ' '),
        trials.filter((trial) => trial.delivery === delivery && trial.outcome === outcome).length,
      ]),
    ),
  }));
}
