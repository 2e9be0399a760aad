/** Checks of the Responses API that cannot tell for one and the same reason, by their ids. */
import { CUT_OFF, TRUNCATED } from '../../../proof/inconclusive.ts';

const NEEDS_END = [
  'items/status-final',
  'items/done',
  'items/final-output',
  'items/arguments-done',
  'items/parts-done',
  'items/reasoning-sum',
];

/** A limit or a filter stopped the answer. */
export const CUT = [...CUT_OFF, ...NEEDS_END];

/** The stream broke off, or the server is still at work. */
export const BROKEN_OFF = [...TRUNCATED, ...NEEDS_END];

/** An error ended the answer. */
export const ERRED = [...BROKEN_OFF, 'finish/present', 'shape/completion'];

/** A body has no list of items. */
export const NO_OUTPUT = [
  'shape/role',
  'shape/content',
  'shape/annotations',
  'items/type',
  'items/id',
  'items/call-item-id',
  'items/id-unique',
  'items/id-prefix',
  'items/id-is-call-id',
  'items/status',
  'items/reasoning',
];
