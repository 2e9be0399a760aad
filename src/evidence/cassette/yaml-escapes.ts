/** Escapes strings in cassettes. */

/** Characters that some YAML library, such as Go's, loses in a block or in a single-quoted scalar. */
export const NEEDS_ESCAPE =
  /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** The text as a JSON string that also escapes characters that YAML 1.1 refuses or reads as line breaks. */
export function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
