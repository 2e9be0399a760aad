/** Decodes the bytes and text of bodies leniently: broken input is a finding elsewhere, never an exception here. */

const decoder = new TextDecoder('utf-8');

/** Decodes UTF-8 without a leading byte order mark; invalid bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const JSON_START = /^[ \t\r\n]*["\-0-9[{tfn]/u;

/** The text as JSON; undefined when it is not JSON (no JSON text reads as undefined). */
export function parseJson(text: string): unknown {
  // A hundred thousand empty events would take seconds to throw.
  if (!JSON_START.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True if the body contains only white space. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

/** The first byte of a JSON object. */
export const OPENING_BRACE = 0x7b;

/** The first byte that is not white space or part of a byte order mark; undefined when there is none. */
export function firstByte(bytes: Uint8Array): number | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  }
  return undefined;
}
