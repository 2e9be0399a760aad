/** A cell: the conversations of one target, check and night, counted by outcome, and its compact text in the file. */

import type { Level } from '../../judge/verdict.ts';
import type { Sign } from '../signs.ts';

/** Counts of conversations. Each sample counts as one. */
export interface Cell {
  /** The conversations to which the check applies, whatever its outcome. */
  readonly judged: number;
  readonly failed: number;
  /** The failures that an expectation accepts. They are also counted in `failed`. */
  readonly known: number;
  readonly inconclusive: number;
  readonly unsupported: number;
  readonly errors: number;
  /** The strongest level among the failures that no expectation accepts; null when there are none. */
  readonly worst: Level | null;
}

export const EMPTY_CELL: Cell = {
  judged: 0,
  failed: 0,
  known: 0,
  inconclusive: 0,
  unsupported: 0,
  errors: 0,
  worst: null,
};

/** The text of a cell when the run does not have the check. */
export const ABSENT = '.';

/** The text of a cell when the check applies to no conversation. */
export const NOT_APPLICABLE = '-';

/** Splits a row into the texts of its cells. */
export function tokensOf(cells: string): string[] {
  return cells === '' ? [] : cells.split(' ');
}

/** Returns the number of conversations in which the check passed. */
export function passedIn({ judged, failed, inconclusive, unsupported, errors }: Cell): number {
  return judged - failed - inconclusive - unsupported - errors;
}

/**
 * Formats a cell: `48` when all pass, else with the nonzero counts: `48f3k1i2u1e1M`. The last letter is the worst
 * level.
 */
export function formatCell(cell: Cell): string {
  const { judged, failed, known, inconclusive, unsupported, errors, worst } = cell;
  if (judged === 0) return NOT_APPLICABLE;
  const count = (letter: string, value: number) => (value === 0 ? '' : `${letter}${value}`);
  return [
    judged,
    count('f', failed),
    count('k', known),
    count('i', inconclusive),
    count('u', unsupported),
    count('e', errors),
    worst === null ? '' : LETTER_OF_LEVEL[worst],
  ].join('');
}

/**
 * Parses the text of {@link formatCell}; returns null for {@link ABSENT}.
 *
 * @throws {Error} when the text is not a cell; such text does not match {@link CELLS}
 */
export function parseCell(token: string): Cell | null {
  if (token === ABSENT) return null;
  if (token === NOT_APPLICABLE) return EMPTY_CELL;
  const groups = ONE_CELL.exec(token)?.groups;
  if (groups === undefined) throw new Error(`not a cell: ${token}`);
  const count = (name: string) => Number(groups[name] ?? 0);
  return {
    judged: count('judged'),
    failed: count('failed'),
    known: count('known'),
    inconclusive: count('inconclusive'),
    unsupported: count('unsupported'),
    errors: count('errors'),
    worst: LEVELS.find((level) => LETTER_OF_LEVEL[level] === groups['worst']) ?? null,
  };
}

/** Returns the most severe sign of a cell, in the order of the report's signs. Observations rank below passes. */
export function signOfCell(cell: Cell): Sign {
  if (cell.worst === 'MUST') return 'must';
  if (cell.worst === 'SHOULD') return 'should';
  if (cell.errors > 0) return 'error';
  if (cell.known > 0) return 'known';
  if (cell.inconclusive > 0) return 'inconclusive';
  if (cell.unsupported > 0) return 'unsupported';
  if (passedIn(cell) > 0) return 'pass';
  return cell.failed > 0 ? 'observed' : 'not-applicable';
}

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];
const LETTER_OF_LEVEL: Readonly<Record<Level, string>> = { MUST: 'M', SHOULD: 'S', MAY: 'Y' };

const COUNTS = '[1-9]\\d*(?:f[1-9]\\d*)?(?:k[1-9]\\d*)?(?:i[1-9]\\d*)?(?:u[1-9]\\d*)?(?:e[1-9]\\d*)?[MSY]?';
const ONE_CELL =
  /^(?<judged>[1-9]\d*)(?:f(?<failed>\d+))?(?:k(?<known>\d+))?(?:i(?<inconclusive>\d+))?(?:u(?<unsupported>\d+))?(?:e(?<errors>\d+))?(?<worst>[MSY])?$/;

/** Matches the cells of one target, joined with single spaces; empty when there are no checks. */
export const CELLS = new RegExp(`^(?:(?:[-.]|${COUNTS})(?: (?:[-.]|${COUNTS}))*)?$`);
