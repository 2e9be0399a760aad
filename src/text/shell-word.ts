/** A command as it can be pasted into a shell. */

/** The words of a command line; what a POSIX shell would read something into stands in quotes. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** @returns the text as one word */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** As a regular expression that matches the text itself. */
export function asPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}
