/** Commands that can be pasted into a shell. */

/** Joins the words of a command line, and quotes those that a POSIX shell would expand. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** @returns the text as one word */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A regular expression, as text, that matches exactly this text. */
export function asPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}
