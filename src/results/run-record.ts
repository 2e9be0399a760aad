/** The first record of results.jsonl: the scenarios, targets and checks of the run. */
import { everyRule } from '../catalogue/every-rule.ts';
import type { Target } from '../config/providers.ts';
import { dialectOf, dialects } from '../dialects/catalogue.ts';
import type { Rule } from '../judge/check.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { notHeldBy } from '../scenarios/held.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { suiteCommit, suiteVersion } from '../system/suite-version.ts';
import { sameJson } from '../text/json-text.ts';
import { revisionOf } from './check-readings.ts';
import type { CheckDescription, RunRecord, TargetRecord } from './results.ts';

export interface RunIdentity extends Pick<RunRecord, 'mode' | 'skipped' | 'stopped'> {
  /** A new id by default. */
  readonly id?: string;
  readonly startedAt: Date;
}

/** @param targets,scenarios the targets and scenarios of the run */
export function runRecord(
  { mode, id = crypto.randomUUID(), startedAt, skipped = {}, stopped = {} }: RunIdentity,
  targets: readonly Target[],
  scenarios: readonly Scenario[],
): RunRecord {
  return {
    type: 'run',
    schema: 1,
    id,
    startedAt: startedAt.toISOString(),
    mode,
    suite: { version: suiteVersion(), commit: suiteCommit() },
    targets: Object.fromEntries(targets.map((target) => [target.id, targetRecord(target)])),
    scenarios: Object.fromEntries(scenarios.map(({ id, title }) => [id, { title }])),
    checks: checkRecords(targets.map(({ provider }) => provider.dialect)),
    ...(Object.keys(skipped).length === 0 ? {} : { skipped }),
    ...(Object.keys(stopped).length === 0 ? {} : { stopped }),
  };
}

function targetRecord({ provider, model, weights, upstream, unsupported, thresholds }: Target): TargetRecord {
  const notHeld = notHeldBy(dialectOf(provider.dialect), SCENARIOS);
  return {
    provider: provider.id,
    providerName: provider.name,
    model,
    upstream,
    docs: provider.docs ?? null,
    unsupported: [...unsupported],
    dialect: provider.dialect,
    ...(provider.builtIn === undefined ? {} : { builtIn: provider.builtIn }),
    ...(provider.keyEnv === undefined ? {} : { keyEnv: provider.keyEnv }),
    ...(provider.tracker === undefined ? {} : { tracker: provider.tracker }),
    ...(weights === null ? {} : { weights }),
    ...(Object.keys(notHeld).length === 0 ? {} : { notHeld }),
    ...(Object.keys(thresholds).length === 0 ? {} : { thresholds }),
  };
}

/**
 * Returns every check of these dialects, in the order of the catalogue. Each has the description of the first dialect
 * that has it, and the differences of the other dialects.
 *
 * @param ids the ids of the dialects, possibly repeated
 */
export function checkRecords(ids: readonly string[]): RunRecord['checks'] {
  const rules = everyRule(dialects().filter(({ id }) => ids.includes(id)));
  return Object.fromEntries(
    [...rules].flatMap(([id, readings]) => {
      const [first] = readings.map(({ rule }) => checkRecord(rule));
      if (first === undefined) return [];
      const own = readings.map(({ dialect, rule }) => [dialect.id, differences(first, checkRecord(rule))]);
      const revision = Math.max(...readings.map(({ rule }) => revisionOf(rule)));
      const meaning = revision === 1 ? {} : { revision };
      return [[id, { ...first, ...meaning, dialects: Object.fromEntries(own) }]];
    }),
  );
}

function checkRecord({ level, impact, subject, title, authority }: Rule): CheckDescription {
  return { level, impact, subject, title, authority: [...authority] };
}

/** Returns the members of a description that differ from the first. */
function differences(first: CheckDescription, own: CheckDescription): Partial<CheckDescription> {
  const before: Readonly<Record<string, unknown>> = { ...first };
  return Object.fromEntries(Object.entries(own).filter(([name, value]) => !sameJson(value, before[name])));
}
