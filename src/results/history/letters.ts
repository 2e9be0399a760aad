/** The letters of a strip. Without any other module behind it, so that the script of the pages can read strips too. */
import type { Sign } from '../signs.ts';

/** One letter of {@link SIGN_OF_LETTER} a day, from the first night of the history to the last, {@link NO_DATA} or {@link NO_ANSWER}. */
export type Strip = string;

/** The letter of a day without data. */
export const NO_DATA = '-';

/** The letter of a day on which a run asked, or wanted to, and nothing could be judged: an outage, no verdict. */
export const NO_ANSWER = '?';

/** What the letters of a strip stand for. */
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
