/** Checks of Chat Completions that cannot tell for one and the same reason, by their ids. */
import { ARGUMENTS_UNSURE } from '../../../proof/inconclusive.ts';

/** An error ended the answer. */
export const ERRED = [
  ...ARGUMENTS_UNSURE,
  'framing/done',
  'shape/completion',
  'finish/present',
  'finish/tool-calls',
  'finish/not-empty',
  'finish/no-phantom',
  'usage/present',
];

/** A choice index out of range tears the answer apart. */
export const TORN = ['finish/present', 'finish/tool-calls', 'finish/not-empty', 'finish/no-phantom'];

/** Tool-call deltas lack an index. */
export const NO_INDEX = ['deltas/index-from-zero', 'deltas/one-call-per-index'];
