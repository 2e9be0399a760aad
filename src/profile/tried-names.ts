/** The names of tools that are tried. */

/** How long. */
export const LONGEST_NAME = 256;

/** By what the question says of the name. */
export const TRIED_NAMES: Readonly<Record<string, readonly [what: string, name: string]>> = {
  'upper-case': ['capital letters', 'KeepNote'],
  hyphen: ['a hyphen', 'keep-note'],
  'first-digit': ['a digit at its start', '2keep_note'],
  'first-underscore': ['an underscore at its start', '_keep_note'],
  dot: ['a dot', 'keep.note'],
  colon: ['a colon', 'keep:note'],
  slash: ['a slash', 'keep/note'],
  space: ['a space', 'keep note'],
  unicode: ['letters beyond ASCII', 'keep_n\u00f6te'],
};
