/** The rules that every dialect shares, family by family; what has no meaning in one is left out by `readRules`. */
import type { Check } from '../judge/check.ts';
import type { StreamedReading } from '../reading/stream.ts';
import { toolArguments } from './arguments.ts';
import { choice } from './choice.ts';
import { cost } from './cost.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { reasoning } from './reasoning.ts';
import { roundtrip } from './roundtrip.ts';
import { routing } from './routing.ts';
import { usage } from './usage.ts';

export const SHARED_RULES: readonly Check<StreamedReading>[] = [
  ...framing,
  ...ids,
  ...toolArguments,
  ...choice,
  ...finish,
  ...roundtrip,
  ...usage,
  ...cost,
  ...routing,
  ...errors,
  ...reasoning,
];

/**
 * How a shared rule judges, for a dialect that only adds to it.
 *
 * @throws {Error} when there is no such rule: a slip in a dialect's table
 */
export function sharedRun(id: string): Check<StreamedReading>['run'] {
  const found = SHARED_RULES.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`${id} is no shared rule`);
  return found.run;
}
