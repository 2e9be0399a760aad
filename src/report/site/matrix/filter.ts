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
  readonly #words: readonly string[];
  readonly #inCheck: readonly ReadonlySet<string>[];
  /** The words that each target holds; those that hold them all are not asked about checks. */
  readonly #inTarget = new Map<MatrixTarget, readonly string[]>();
  readonly #named = new Set<MatrixTarget>();

  constructor(data: MatrixData, { q }: MatrixState) {
    this.#words = q.toLowerCase().split(/\s+/).filter(Boolean);
    this.#inCheck = data.checks.map(({ id }) => new Set(this.#words.filter((word) => id.includes(word))));
    for (const target of data.targets) {
      const text = this.#words.length === 0 ? '' : textOf(target);
      const found = this.#words.filter((word) => text.includes(word));
      this.#inTarget.set(target, found);
      if (found.length === this.#words.length) this.#named.add(target);
    }
  }

  /** Whether the target alone holds them all. */
  name(target: MatrixTarget): boolean {
    return this.#named.has(target);
  }

  choose(target: MatrixTarget, { check }: MatrixColumn): boolean {
    if (this.name(target)) return true;
    const found = this.#inTarget.get(target);
    return this.#words.every((word) => found?.includes(word) || this.#inCheck[check]?.has(word));
  }
}

/** What the search reads of a target. */
function textOf({ id, provider, dialect, upstreams, otherModels }: MatrixTarget): string {
  return [id, provider, dialect, ...upstreams, ...otherModels].join(' ').toLowerCase();
}
