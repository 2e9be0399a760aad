/** The tool names that are tried. */

/** The maximum length that is tried, in characters. */
export const LONGEST_NAME = 256;

export const PLAIN_NAME = 'keep_note';

/**
 * The tried names, with their description in the question. None is longer than the plain name, so that a length limit
 * refuses the plain name, too.
 */
export const TRIED_NAMES: Readonly<Record<string, readonly [what: string, name: string]>> = {
  'upper-case': ['capital letters', 'KeepNote'],
  hyphen: ['a hyphen', 'keep-note'],
  'first-digit': ['a digit at its start', '2keepnote'],
  'first-underscore': ['an underscore at its start', '_keepnote'],
  dot: ['a dot', 'keep.note'],
  colon: ['a colon', 'keep:note'],
  slash: ['a slash', 'keep/note'],
  space: ['a space', 'keep note'],
  unicode: ['letters beyond ASCII', 'keepn\u00f6te'],
};
