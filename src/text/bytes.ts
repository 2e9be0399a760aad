/** Converts bytes to text and back, with functions that exist in Node and in browsers. */
import { fromByteArray, toByteArray } from 'base64-js';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

/** Decodes UTF-8 and keeps a byte order mark; invalid bytes become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Decodes UTF-8; null if the bytes are invalid. */
export function strictUtf8Text(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

export function isUtf8(bytes: Uint8Array): boolean {
  return strictUtf8Text(bytes) !== null;
}

export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** A limit for the arguments of one call, because many more would overflow the stack. */
const AT_ONCE = 8192;
const REPLACEMENT = '\uFFFD';

/** The bytes as text, one character from U+0000 to U+00FF for each byte. */
export function byteText(bytes: Uint8Array): string {
  // Most texts are ASCII, which is the same in UTF-8, and the decoder is fast.
  const text = utf8Text(bytes);
  if (text.length === bytes.length && !text.includes(REPLACEMENT)) return text;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    parts.push(charactersOf(bytes.subarray(at, at + AT_ONCE)));
  return parts.join('');
}

function charactersOf(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, null, bytes);
}

/** One byte for each character, from its lower eight bits. */
export function bytesOfByteText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function base64Of(bytes: Uint8Array): string {
  return fromByteArray(bytes);
}

/** Decodes base64 or base64url. Skips other characters, and a last character that does not complete a byte. */
export function bytesOfBase64(text: string): Uint8Array {
  const [packed = ''] = text.replace(/[^\w+/=-]+/gu, '').split('=', 1);
  const whole = packed.length % 4 === 1 ? packed.slice(0, -1) : packed;
  return toByteArray(whole.padEnd(Math.ceil(whole.length / 4) * 4, '='));
}
