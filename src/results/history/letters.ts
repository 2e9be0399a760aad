/** The letters of a strip. Imports types only, so that the script of the pages can also read strips. */
import type { Sign } from '../signs.ts';

/**
 * One letter for each day, from the first night of the history to the last: {@link SIGN_OF_LETTER}, {@link NO_DATA} or
 * {@link NO_ANSWER}.
 */
export type Strip = string;

/** The letter of a day without data. */
export const NO_DATA = '-';

/**
 * The letter of a day on which a run tried the target and nothing could be judged. This is an outage, not a verdict.
 */
export const NO_ANSWER = '?';

/** The sign of each strip letter. */
export const SIGN_OF_LETTER: Readonly<Record<string, Sign>> = {
  M: 'must',
  S: 'should',
  E: 'error',
  K: 'known',
  I: 'inconclusive',
  U: 'unsupported',
  P: 'pass',
  O: 'observed',
  N: 'not-applicable',
};
