/** Checks of this dialect that cannot tell for one and the same reason, by their ids. */
import { ARGUMENTS_UNSURE, TRUNCATED } from '../../../proof/inconclusive.ts';

/** The stream ended before the answer did. */
export const CUT_SHORT = [...TRUNCATED, 'blocks/closed', 'blocks/empty-text'];

/** An error ended the answer. */
export const ERRED = [
  ...ARGUMENTS_UNSURE,
  'events/message-delta',
  'events/stop',
  'shape/completion',
  'blocks/closed',
  'blocks/empty-text',
  'finish/present',
  'finish/tool-calls',
  'finish/not-empty',
  'finish/no-phantom',
  'usage/present',
];

/** Events of blocks lack an index. */
export const NO_INDEX = [
  'blocks/open',
  'blocks/one-open',
  'blocks/closed',
  'blocks/delta-type',
  'deltas/index-from-zero',
  'deltas/one-call-per-index',
];
