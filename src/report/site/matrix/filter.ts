/** Which checks, signs and words a reader has chosen. */
import type { Sign } from '../../../results/signs.ts';
import type { MatrixColumn, MatrixData, MatrixTarget } from './data.ts';
import type { MatrixState } from './state.ts';

/** The outcomes to choose from, each with its signs. */
export const OUTCOMES: ReadonlyMap<string, readonly Sign[]> = new Map([
  ['fail', ['must', 'should', 'known']],
  ['inconclusive', ['inconclusive']],
  ['unsupported', ['unsupported']],
  ['error', ['error']],
  ['pass', ['pass']],
  ['observed', ['observed']],
]);

/** Failures that an expectation accepts, and the others. */
const KNOWN: ReadonlyMap<string, readonly Sign[]> = new Map([
  ['known', ['known']],
  ['new', ['must', 'should']],
]);

export function signFilter({ outcome, known }: MatrixState): (sign: Sign) => boolean {
  const chosen = [OUTCOMES.get(outcome), KNOWN.get(known)].filter((signs) => signs !== undefined);
  return (sign) => chosen.every((signs) => signs.includes(sign));
}

/** Whether a check, at a level in force, is chosen by its family, level and impact. */
export function columnFilter(
  data: MatrixData,
  { family, level, impact }: MatrixState,
): (column: MatrixColumn) => boolean {
  return ({ check, level: own }) => {
    const rule = data.checks[check];
    return (
      rule !== undefined &&
      (family === '' || data.families[rule.family]?.name === family) &&
      (impact === '' || rule.impact === impact) &&
      (level === '' || own === level)
    );
  };
}

/** Each word of the search must stand in the target, or else in the id of the check. */
export class Words {
  /** Of each target, for each check, whether its id holds the words that the target does not. */
  readonly #chosen = new Map<MatrixTarget, readonly boolean[]>();
  readonly #named = new Set<MatrixTarget>();

  constructor(data: MatrixData, { q }: MatrixState) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const choices = new Map<string, readonly boolean[]>();
    for (const target of data.targets) {
      const text = words.length === 0 ? '' : textOf(target);
      const left = words.filter((word) => !text.includes(word));
      const key = left.join(' ');
      const chosen = choices.get(key) ?? data.checks.map(({ id }) => left.every((word) => id.includes(word)));
      choices.set(key, chosen);
      this.#chosen.set(target, chosen);
      if (left.length === 0) this.#named.add(target);
    }
  }

  /** Whether the target alone holds them all. */
  name(target: MatrixTarget): boolean {
    return this.#named.has(target);
  }

  choose(target: MatrixTarget, { check }: MatrixColumn): boolean {
    return this.#chosen.get(target)?.[check] === true;
  }
}

/** What the search reads of a target. */
function textOf({ id, provider, dialect, upstreams, otherModels }: MatrixTarget): string {
  return [id, provider, dialect, ...upstreams, ...otherModels].join(' ').toLowerCase();
}
