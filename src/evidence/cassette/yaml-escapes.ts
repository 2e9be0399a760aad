/** Strings of a cassette that need escapes. */

/** What neither a block nor a single-quoted scalar can carry through every YAML library, Go's included. */
export const NEEDS_ESCAPE =
  /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** A JSON string, with the characters escaped that JSON lets stand and YAML 1.1 takes for line breaks or refuses. */
export function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
