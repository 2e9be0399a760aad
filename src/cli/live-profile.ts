/** `live --profile`: measures what the configured targets need, accept, refuse and ignore. */
import { skippedLines } from '../gate/summary.ts';
import { serveBuiltIn } from '../live/built-in.ts';
import { USUAL_IN_FLIGHT } from '../live/recording-phase.ts';
import { readEarlierProfiles } from '../profile/baseline.ts';
import { factsCalled } from '../profile/catalogue.ts';
import { SuiteError } from '../system/failure.ts';
import { ProviderLimits } from '../transports/limits.ts';
import type { Host } from './host.ts';
import { limitsOf, type RecordingCommand, wantedBy } from './live.ts';
import { namesIn } from './profile.ts';
import { type Reached, runProfile } from './profile-run.ts';
import { timeoutsOf } from './timeouts.ts';

/**
 * @param asked areas and facts, separated by commas; true for all
 * @returns the exit code: 0 measured, 2 nothing was measured for a target, 130 interrupted
 * @throws {SuiteError} when an option is wrong, no target is on, or the run cannot continue
 */
export async function liveProfile(
  asked: string | true,
  command: RecordingCommand & { readonly plan?: true; readonly baseline?: string },
  host: Host,
): Promise<number> {
  if (command.scenario !== undefined)
    throw new SuiteError(
      '--profile with --scenario: a profile has facts, not scenarios; leave one of the two out',
    );
  const only = asked === true ? [] : namesIn(asked);
  const facts = factsCalled(only);
  const earlier = command.baseline === undefined ? [] : readEarlierProfiles(command.baseline);
  const { selection, reach, skipped } = await wantedBy(command, host);
  for (const line of skippedLines(skipped)) host.stderr.write(`${line}\n`);
  if (command.plan === true) {
    const { planOf } = await import('../profile/plan.ts');
    for (const target of selection.targets)
      host.stdout.write(`${target.id}: ${await planOf(facts, target)}\n`);
    return 0;
  }
  const budget = limitsOf(command, selection.targets, 1);
  const providers = new Map(selection.targets.map(({ provider }) => [provider.id, provider]));
  const limits = new Map([...providers].map(([id, provider]) => [id, new ProviderLimits(provider.limits)]));
  const targets = selection.targets.map((target): Reached => {
    const [reached, own] = [reach.get(target.id), limits.get(target.provider.id)];
    if (reached === undefined || own === undefined) throw new Error(`nobody said how to reach ${target.id}`);
    return {
      target,
      reach: reached,
      limits: own,
      inFlight: target.provider.limits?.inFlight ?? USUAL_IN_FLIGHT,
    };
  });
  const endServing = await serveBuiltIn([...providers.values()]);
  try {
    return await runProfile(
      {
        targets,
        only,
        facts,
        delivery: command.delivery ?? 'buffered',
        budget,
        timeouts: timeoutsOf(command.timeout),
        reports: command.reports,
        resume: command.resume,
        declaration: null,
        earlier,
        json: false,
      },
      host,
    );
  } finally {
    await endServing();
  }
}
