/** Checks of every dialect that cannot tell for one and the same reason, by their ids. Those of the other delivery do not count. */

/** No arguments parse: what is inside them cannot be judged. */
export const UNPARSED = [
  'arguments/object',
  'arguments/schema',
  'arguments/no-duplicate-keys',
  'arguments/padding',
];

/** All that is said of arguments. */
export const ARGUMENTS_UNSURE = [
  ...UNPARSED,
  'arguments/string',
  'arguments/json',
  'arguments/known-tool',
  'arguments/empty',
  'arguments/no-markup',
  'arguments/no-text-call',
];

/** A token limit or a content filter stopped the answer. */
export const CUT_OFF = [...ARGUMENTS_UNSURE, 'finish/not-empty'];

/** The answer ended without a reason and without an error. */
export const TRUNCATED = [...CUT_OFF, 'usage/present'];

/** The ids that were issued are missing, or double. */
export const NO_ECHO = ['ids/echoed', 'ids/echo-accepted'];

/** All that reads a 2xx answer: there is none to read. Not `refusal` and `request` checks. */
export const WHATEVER_NEEDS_AN_ANSWER = 'whatever needs an answer';
