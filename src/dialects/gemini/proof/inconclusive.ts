/** Checks of Gemini that cannot tell for one and the same reason, by their ids. */
import { CUT_OFF } from '../../../proof/inconclusive.ts';

/** The answer was cut off, or its calls were flagged. */
export const CUT = [...CUT_OFF, 'signatures/last-part'];

/** The answer ended without a reason and without an error. */
export const UNFINISHED = [...CUT, 'usage/present', 'usage/last'];

/** An error ended the answer. */
export const ERRED = [
  ...UNFINISHED,
  'shape/completion',
  'shape/identified',
  'finish/present',
  'finish/tool-calls',
  'usage/counted',
];

/** Names are written so that nobody finds them. */
export const HIDDEN = ['parts/not-empty', 'finish/present', 'finish/tool-calls', 'finish/not-empty'];
