/** Resolves the names of targets and scenarios on a command line. */

import type { Target } from '../config/providers.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';

/**
 * Returns the targets with these ids or id prefixes (`openrouter`, `openrouter/qwen`); all targets when no name is
 * given.
 *
 * @throws {SuiteError} for a name that matches no target
 */
export function targetsCalled(names: readonly string[], targets: readonly Target[]): readonly Target[] {
  if (names.length === 0) return targets;
  const calls = (name: string, { id }: Target) =>
    id === name || id.startsWith(`${name.replace(/\/$/u, '')}/`);
  for (const name of names) {
    if (targets.some((target) => calls(name, target))) continue;
    const known = [...targets.map(({ id }) => id), ...new Set(targets.map(({ provider }) => provider.id))];
    throw new SuiteError(`--target ${name}: no such target; ${suggest(name, known)}`);
  }
  return targets.filter((target) => names.some((name) => calls(name, target)));
}

/** @throws {SuiteError} for a name that matches no scenario */
export function scenariosCalled(names: readonly string[]): readonly Scenario[] {
  const known = SCENARIOS.map(({ id }) => id);
  for (const name of names) {
    if (!known.includes(name))
      throw new SuiteError(`--scenario ${name}: no such scenario; ${suggest(name, known)}`);
  }
  return names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ id }) => names.includes(id));
}

/** @throws {SuiteError} when the text is not a number of this kind */
export function numberOf(option: string, text: string, kind: 'whole' | 'amount'): number {
  const number = Number(text);
  if (text.trim() !== '' && kind === 'whole' && Number.isSafeInteger(number) && number > 0) return number;
  if (text.trim() !== '' && kind === 'amount' && Number.isFinite(number) && number >= 0) return number;
  throw new SuiteError(
    `${option} ${text}: is no ${kind === 'whole' ? 'whole number from 1' : 'amount, such as 0.50'}`,
  );
}
