/** `profile`: measures what one endpoint needs, accepts, refuses and ignores. */
import { createHash } from 'node:crypto';
import type { Target } from '../config/providers.ts';
import { type BudgetLimits, unpriced } from '../live/budget.ts';
import { endpointTarget } from '../live/endpoint.ts';
import { readDeclaration } from '../profile/against.ts';
import { readEarlierProfiles } from '../profile/baseline.ts';
import { factsCalled } from '../profile/catalogue.ts';
import type { ForeignHistory } from '../profile/handover/history.ts';
import { factsOfHistory } from '../profile/handover/recorded.ts';
import { SuiteError } from '../system/failure.ts';
import { ProviderLimits } from '../transports/limits.ts';
import { TIMEOUTS } from '../transports/live.ts';
import { readHistory } from './history-file.ts';
import type { Host } from './host.ts';
import { type ProbeCommand, probeOptions } from './probe-options.ts';
import { runProfile } from './profile-run.ts';
import { numberOf } from './selection.ts';

export interface ProfileCommand
  extends Omit<ProbeCommand, 'failOn' | 'scenario' | 'report' | 'save' | 'watch'> {
  readonly reports: string;
  /** Areas and facts, separated by commas. */
  readonly only?: string;
  readonly maxCost?: string;
  readonly maxTokens?: string;
  readonly maxRequests?: string;
  /** Dollars per million tokens of prompts and of answers, such as `0.25,2`. */
  readonly price?: string;
  readonly plan?: true;
  /** A file of declared limits, to compare with the profile. */
  readonly against?: string;
  /** A recording of another endpoint, whose conversation this endpoint should continue. */
  readonly history?: string;
  /** The profile.json of an earlier run, or a folder of them. */
  readonly baseline?: string;
  readonly resume?: string;
}

/**
 * @returns the exit code: 0 measured, 1 a declaration is wrong, 2 nothing was measured, 130 interrupted
 * @throws {SuiteError} when an option is wrong, or the run cannot continue
 */
export async function profileCommand(baseUrl: string, command: ProfileCommand, host: Host): Promise<number> {
  const options = probeOptions(baseUrl, { ...command, failOn: 'never' }, host.env);
  const declaration = command.against === undefined ? null : readDeclaration(command.against);
  const earlier = command.baseline === undefined ? [] : readEarlierProfiles(command.baseline);
  const only = namesIn(command.only);
  const history = command.history === undefined ? null : readHistory(command.history);
  const ofHistory = history === null ? [] : factsOfHistory(history);
  const facts = [...(history !== null && only.length === 0 ? [] : factsCalled(only)), ...ofHistory];
  const target = priced(endpointTarget(options), command);
  const budget = limitsOf(command, target);
  if (command.plan === true) {
    const { planOf } = await import('../profile/plan.ts');
    host.stdout.write(`${await planOf(facts, target)}\n`);
    return 0;
  }
  const { key, aws, secrets = [], extraBody, inFlight, timeouts = TIMEOUTS } = options;
  const reach = { baseUrl: options.baseUrl, key, ...(aws === undefined ? {} : { aws }) };
  const limits = new ProviderLimits({ inFlight });
  return runProfile(
    {
      targets: [{ target, reach, limits, inFlight, secrets, extraBody }],
      only: history === null ? only : [...only, nameOf(history)],
      facts,
      delivery: command.delivery ?? 'buffered',
      budget,
      timeouts,
      reports: command.reports,
      resume: command.resume,
      declaration,
      earlier,
      json: command.json === true,
    },
    host,
  );
}

/** Returns a name derived from the conversation, so that a run is not resumed with a different one. */
function nameOf(history: ForeignHistory): string {
  return `history ${createHash('sha256').update(JSON.stringify(history)).digest('hex').slice(0, 12)}`;
}

/** Splits a list at its commas. */
export function namesIn(list = ''): string[] {
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

/** @throws {SuiteError} when a number is wrong, or a cost limit cannot be kept because the price is unknown */
function limitsOf({ maxCost, maxTokens, maxRequests }: ProfileCommand, target: Target): BudgetLimits {
  if (maxCost !== undefined && unpriced([target]).length > 0)
    throw new SuiteError(
      '--max-cost: the price of the endpoint is missing; add --price, such as --price 0.25,2, or use --max-tokens',
    );
  return {
    ...(maxCost === undefined ? {} : { maxCost: numberOf('--max-cost', maxCost, 'amount') }),
    ...(maxTokens === undefined ? {} : { maxTokens: numberOf('--max-tokens', maxTokens, 'whole') }),
    ...(maxRequests === undefined ? {} : { maxRequests: numberOf('--max-requests', maxRequests, 'whole') }),
  };
}
