/** Text that somebody else wrote, made safe to print on a terminal. */

/** Controls and bidi overrides, which could move the cursor, change colours or turn the line around, are replaced. */
export function plain(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
