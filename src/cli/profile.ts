/** `profile`: what one endpoint needs, accepts, refuses and ignores. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { Target } from '../config/providers.ts';
import { createBudget, unpriced } from '../live/budget.ts';
import { endpointTarget } from '../live/endpoint.ts';
import type { Access } from '../live/hold.ts';
import { secretsOf, signingOf } from '../live/live-run.ts';
import type { ProbeOptions } from '../live/probe.ts';
import { createRun, type RunFolder, resumeRun } from '../live/run-folder.ts';
import { compareDeclared, comparedWords, type Declaration, readDeclaration } from '../profile/against.ts';
import { factsCalled } from '../profile/catalogue.ts';
import { flagsDocument } from '../profile/flags.ts';
import type { Measured } from '../profile/measure.ts';
import { modelsDevToml } from '../profile/models-dev.ts';
import type { Profile } from '../profile/profile.ts';
import { cassetteOfTrial, readRecordings } from '../profile/recordings.ts';
import { type MeasuredFacts, measureEndpoint } from '../profile/run.ts';
import { profileSummary } from '../profile/summary.ts';
import { createRedactor } from '../redact/redact.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { SuiteError } from '../system/failure.ts';
import { whileLocked } from '../system/lock.ts';
import { suiteVersion } from '../system/suite-version.ts';
import { writeAllWhole } from '../system/write-file.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { plainLines } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { ProviderLimits } from '../transports/limits.ts';
import { LiveTransport } from '../transports/live.ts';
import { LiveConnections } from '../transports/live-connections.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { type ProbeCommand, probeOptions } from './probe-options.ts';
import { numberOf } from './selection.ts';

export interface ProfileCommand
  extends Omit<ProbeCommand, 'failOn' | 'scenario' | 'report' | 'save' | 'watch'> {
  readonly reports: string;
  /** Areas and facts, with commas between them. */
  readonly only?: string;
  readonly maxCost?: string;
  readonly maxTokens?: string;
  readonly maxRequests?: string;
  /** Dollars for a million tokens of prompts and of answers, such as `0.25,2`. */
  readonly price?: string;
  readonly plan?: true;
  /** A file of flags that the profile is held against. */
  readonly against?: string;
  readonly resume?: string;
}

/**
 * @returns the exit code: 0 measured, 1 a declaration is wrong, 2 nothing was measured, 130 interrupted
 * @throws {SuiteError} when an option is wrong, or the run cannot go on
 */
export async function profileCommand(baseUrl: string, command: ProfileCommand, host: Host): Promise<number> {
  const options = probeOptions(baseUrl, { ...command, failOn: 'never' }, host.env);
  const declaration = command.against === undefined ? null : readDeclaration(command.against);
  const facts = factsCalled(namesIn(command.only));
  const target = priced(endpointTarget(options), command);
  const delivery = command.delivery ?? 'buffered';
  const limits = limitsOf(command, target);
  if (command.plan === true) {
    const { planOf } = await import('../profile/plan.ts');
    host.stdout.write(`${await planOf(facts, target)}\n`);
    return 0;
  }
  const runs = join(command.reports, 'profile');
  const asked = {
    targets: [{ id: `${target.id} in ${options.dialect}` }],
    scenarios: facts,
    deliveries: [delivery],
    samples: 1,
  };
  const run =
    command.resume === undefined
      ? createRun(runs, asked, { now: new Date(), skipped: {} })
      : resumeRun(runs, command.resume, asked);
  return whileLocked(run.folder, { waitMs: 0 }, async () => {
    clearUnfinished(run.folder);
    const recorded = readRecordings(run.cassettes);
    const budget = createBudget(limits);
    for (const exchange of [...recorded.values()].flat()) budget.charge(target, exchange);
    const interruption = new AbortController();
    setMaxListeners(0, interruption.signal);
    const interrupt = () => interruption.abort();
    host.signals.on('SIGINT', interrupt);
    const connections = new LiveConnections();
    const purse = budget.of(target, interruption.signal);
    const access: Access = {
      connections,
      options: {
        ...options.timeouts,
        ...signingOf(options),
        ...purse,
        limits: new ProviderLimits({ inFlight: options.inFlight }),
        signal: interruption.signal,
      },
      key: options.key?.value ?? null,
      redactor: createRedactor([...secretsOf(options), ...(options.secrets ?? [])]),
      extraBody: options.extraBody,
    };
    const line = await progressLine(host.stderr);
    let done = 0;
    const found = await measureEndpoint({
      target,
      delivery,
      facts,
      access,
      transport: () => new LiveTransport(connections, access.options),
      cassettes: run.cassettes,
      recorded,
      inFlight: options.inFlight,
      onMeasured: () => {
        done += 1;
        line.show(() => `measuring: ${done} of ${plural(facts.length, 'fact')}`);
      },
    }).finally(async () => {
      host.signals.off('SIGINT', interrupt);
      line.clear();
      await connections.close();
    });
    const profile = profileFrom(found, target, options, run, { delivery, spent: budget.spent });
    return conclude(profile, run, command, declaration, host, interruption.signal.aborted);
  });
}

function profileFrom(
  { measured, stopped }: MeasuredFacts,
  target: Target,
  { baseUrl, model, dialect }: ProbeOptions,
  { startedAt }: RunFolder,
  {
    delivery,
    spent,
  }: {
    readonly delivery: Profile['delivery'];
    readonly spent: { readonly requests: number; readonly tokens: number; readonly cost: number };
  },
): Profile {
  return {
    type: 'profile',
    schemaVersion: 1,
    version: suiteVersion(),
    measuredAt: startedAt,
    target: { id: target.id, baseUrl, model, dialect },
    delivery,
    spent: { requests: spent.requests, tokens: spent.tokens, dollars: spent.cost },
    stopped,
    facts: measured.map(({ fact: { id, area, question }, finding, trials }: Measured) => ({
      id,
      area,
      question,
      finding,
      evidence: trials.map((trial) => cassetteOfTrial(trial, target, delivery)),
    })),
  };
}

function conclude(
  profile: Profile,
  run: RunFolder,
  { json }: ProfileCommand,
  declaration: Declaration | null,
  { stdout, stderr }: Host,
  interrupted: boolean,
): number {
  const tell = (text: string) => void (json === true ? stderr : stdout).write(`${text}\n`);
  const text = `${JSON.stringify(profile, null, 2)}\n`;
  writeAllWhole([
    { path: join(run.folder, 'profile.json'), content: text },
    { path: join(run.folder, 'flags.json'), content: flagsDocument(profile) },
    { path: join(run.folder, 'models.dev.toml'), content: modelsDevToml(profile) },
  ]);
  if (json === true) stdout.write(text);
  else tell(profileSummary(profile));
  tell(`${run.folder}: profile.json, flags.json, models.dev.toml, and the recordings`);
  if (profile.facts.some(isUnasked) && profile.stopped === null)
    stderr.write(`to ask again what was not answered, use the same command and --resume ${run.id}\n`);
  if (interrupted) return INTERRUPTED;
  const isMeasured = profile.facts.some(
    ({ finding }) => finding.kind !== 'unknown' && finding.kind !== 'not-applicable',
  );
  if (!isMeasured) stderr.write('nothing was measured: every fact is unknown, with its reason above\n');
  if (!isMeasured) return 2;
  if (declaration === null) return 0;
  const compared = compareDeclared(declaration, profile);
  tell(plainLines(comparedWords(compared)));
  return compared.some(({ outcome }) => outcome === 'wrong') ? 1 : 0;
}

/** Whether a request of it was not sent. */
function isUnasked({ finding }: Profile['facts'][number]): boolean {
  const why = finding.kind === 'unknown' ? finding.reason : finding.kind === 'number' ? finding.open : null;
  return why?.startsWith('not sent: ') === true;
}

/** What stands between commas. */
function namesIn(list = ''): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function priced(target: Target, { price }: ProfileCommand): Target {
  if (price === undefined) return target;
  const [prompt, completion, ...others] = price.split(',').map((part) => numberOf('--price', part, 'amount'));
  if (prompt === undefined || completion === undefined || others.length > 0)
    throw new SuiteError(
      `--price ${price}: give the dollars for a million tokens of prompts and of answers, such as 0.25,2`,
    );
  const { baseUrl } = target.provider;
  const date = new Date().toISOString().slice(0, 10);
  return {
    ...target,
    price: { promptPerMillion: prompt, completionPerMillion: completion, source: baseUrl, date },
  };
}

/** @throws {SuiteError} when a number is wrong, or a limit of money cannot be kept */
function limitsOf({ maxCost, maxTokens, maxRequests }: ProfileCommand, target: Target) {
  if (maxCost !== undefined && unpriced([target]).length > 0)
    throw new SuiteError(
      '--max-cost: nobody says what the endpoint costs; add --price, such as --price 0.25,2, or use --max-tokens',
    );
  return {
    ...(maxCost === undefined ? {} : { maxCost: numberOf('--max-cost', maxCost, 'amount') }),
    ...(maxTokens === undefined ? {} : { maxTokens: numberOf('--max-tokens', maxTokens, 'whole') }),
    ...(maxRequests === undefined ? {} : { maxRequests: numberOf('--max-requests', maxRequests, 'whole') }),
  };
}
