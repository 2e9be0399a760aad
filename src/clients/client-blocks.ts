/** Which of the clients that were measured break on what a target does, on the terminal: one block for each target of a run
 * that has few. */
import pc from 'picocolors';
import { MOST_TARGETS } from '../gate/feature-block.ts';
import type { Results } from '../results/results.ts';
import { type Fact, factBlock } from '../terminal/rule-block.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { measuredClients } from './measured.ts';
import { readinessOf } from './ready.ts';
import type { MeasuredClients } from './record.ts';

/**
 * Nothing for many targets, and for one that deviates in no way that was tried on a client of its dialect.
 *
 * @param columns how wide a line may be
 * @param measured read when a target deviates, since it is long
 * @throws {SuiteError} naming a line of the measurements that is no record
 */
export function clientBlocks(
  { run, conversations, verdicts }: Results,
  columns: number,
  measured: () => MeasuredClients = measuredClients,
): string[] {
  const judged = new Set(conversations.map(({ target }) => target));
  const failures = verdicts.filter(({ outcome }) => outcome === 'fail');
  if (judged.size > MOST_TARGETS || failures.length === 0) return [];
  const known = measured();
  return [...groupBy(failures, ({ target }) => target)].flatMap(([target, own]) => {
    const dialect = run.targets[target]?.dialect;
    const facts = dialect === undefined ? [] : factsOf(dialect, own, known);
    return facts.length === 0 ? [] : factBlock(pc.bold(plain(`clients with ${target}`)), facts, columns);
  });
}

function factsOf(dialect: string, failures: Results['verdicts'], measured: MeasuredClients): Fact[] {
  const speaking = measured.sound.filter((record) => record.dialect === dialect);
  const clients = [...new Set(speaking.map(({ client }) => client))].map((client) => ({
    client,
    readiness: readinessOf(client, dialect, failures, measured),
  }));
  const tried = clients.filter(({ readiness }) => readiness.breaking.length + readiness.tolerated > 0);
  const breaking = tried.flatMap(({ client, readiness }) => {
    const checks = new Set(readiness.breaking.map(({ verdict }) => verdict.check));
    return checks.size === 0 ? [] : [`${client} (${[...checks].join(', ')})`];
  });
  const unharmed = tried.filter(({ readiness }) => readiness.breaking.length === 0);
  const untried = Math.min(...tried.map(({ readiness }) => readiness.untried));
  return [
    ...(breaking.length === 0 ? [] : [['break', breaking.join(', ')] satisfies Fact]),
    ...(unharmed.length === 0
      ? []
      : [['go on', unharmed.map(({ client }) => client).join(', ')] satisfies Fact]),
    ...(tried.length === 0 || untried === 0
      ? []
      : [['not tried', `${plural(untried, 'deviation')} of this target`] satisfies Fact]),
  ];
}
