/** Shows which measured clients break on a target's deviations: a block for each target, in runs with few targets. */
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
 * Returns nothing for a run with many targets, and for targets whose deviations were not tried on a client of the
 * dialect.
 *
 * @param columns the maximum width of a line
 * @param measured called only when a target deviates, because reading the measurements is slow
 * @throws {SuiteError} naming a line of the measurements that is not a valid record
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
