/** Bytes as text, and text as bytes: what command line and browser both have. */
import { fromByteArray, toByteArray } from 'base64-js';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

/** The bytes as UTF-8, a byte order mark included; what is none becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The same; null where the bytes are not UTF-8. */
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

/** Many more arguments overflow the stack of a call. */
const AT_ONCE = 8192;
const REPLACEMENT = '\uFFFD';

/** A character from U+0000 to U+00FF for each byte. */
export function byteText(bytes: Uint8Array): string {
  // ASCII, which most texts are, is the same in UTF-8, and decoders are fast.
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

/** A byte for each character, of which only the lower eight bits count. */
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

/** The bytes of base64 or base64url. What is neither is passed over, and so is a last character that is no whole byte. */
export function bytesOfBase64(text: string): Uint8Array {
  const [packed = ''] = text.replace(/[^\w+/=-]+/gu, '').split('=', 1);
  const whole = packed.length % 4 === 1 ? packed.slice(0, -1) : packed;
  return toByteArray(whole.padEnd(Math.ceil(whole.length / 4) * 4, '='));
}
