/** The first record of results.jsonl: what was run, against whom, by which rules. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Rule } from './check.ts';
import type { Target } from './config/providers.ts';
import { dialectOf, dialects } from './dialects/catalogue.ts';
import { sameJson } from './json-text.ts';
import type { CheckReading, CheckRecord, RunRecord, TargetRecord } from './results.ts';
import { SCENARIOS } from './scenarios/catalogue.ts';
import { notHeldBy } from './scenarios/held.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { suiteVersion } from './suite-version.ts';

export interface RunIdentity extends Pick<RunRecord, 'mode' | 'skipped'> {
  /** A new one unless told. */
  readonly id?: string;
  readonly startedAt: Date;
}

/** @param targets,scenarios those that the run chose */
export function runRecord(
  { mode, id = randomUUID(), startedAt, skipped = {} }: RunIdentity,
  targets: readonly Target[],
  scenarios: readonly Scenario[],
): RunRecord {
  return {
    type: 'run',
    schema: 1,
    id,
    startedAt: startedAt.toISOString(),
    mode,
    suite: { version: suiteVersion(), commit: commit() },
    targets: Object.fromEntries(targets.map((target) => [target.id, targetRecord(target)])),
    scenarios: Object.fromEntries(scenarios.map(({ id, title }) => [id, { title }])),
    checks: checkRecords(targets.map(({ provider }) => provider.dialect)),
    ...(Object.keys(skipped).length === 0 ? {} : { skipped }),
  };
}

function targetRecord({ provider, model, upstream, unsupported, thresholds }: Target): TargetRecord {
  const notHeld = notHeldBy(dialectOf(provider.dialect), SCENARIOS);
  return {
    provider: provider.id,
    providerName: provider.name,
    model,
    upstream,
    docs: provider.docs ?? null,
    unsupported: [...unsupported],
    dialect: provider.dialect,
    ...(Object.keys(notHeld).length === 0 ? {} : { notHeld }),
    ...(Object.keys(thresholds).length === 0 ? {} : { thresholds }),
  };
}

/**
 * Every check of these dialects: as the first dialect of the catalogue that has it reads it, and what the others say
 * otherwise.
 *
 * @param ids of dialects; repetitions do not matter
 */
export function checkRecords(ids: readonly string[]): RunRecord['checks'] {
  const records = new Map<string, CheckRecord>();
  for (const { id: dialect, rules } of dialects().filter(({ id }) => ids.includes(id))) {
    for (const rule of rules) {
      const own = checkRecord(rule);
      const known = records.get(rule.id);
      if (known === undefined) {
        records.set(rule.id, { ...own, dialects: { [dialect]: {} } });
      } else {
        records.set(rule.id, {
          ...known,
          dialects: { ...known.dialects, [dialect]: differences(known, own) },
        });
      }
    }
  }
  return Object.fromEntries(records);
}

function checkRecord({ level, impact, subject, title, authority }: Rule): CheckReading {
  return { level, impact, subject, title, authority: [...authority] };
}

/** The members of a reading that differ from those of the first. */
function differences(first: CheckReading, own: CheckReading): Partial<CheckReading> {
  const before: Readonly<Record<string, unknown>> = { ...first };
  return Object.fromEntries(Object.entries(own).filter(([name, value]) => !sameJson(value, before[name])));
}

/** The commit of the checkout that the suite runs from; null outside a checkout. */
function commit(): string | null {
  try {
    const options = { cwd: new URL('.', import.meta.url), encoding: 'utf8', stdio: 'pipe' } as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], options).trim();
  } catch {
    return null;
  }
}
