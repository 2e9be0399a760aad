/** Finds invalid UTF-8. */
import { byteText, utf8Bytes } from '../../text/bytes.ts';

/** The character for an invalid sequence in leniently decoded text. */
export const REPLACEMENT = '\uFFFD';

/** Offset of the first invalid sequence, given the lenient decoding of the same bytes; null if there is none. */
export function firstIllFormed(bytes: Uint8Array, decoded: string): number | null {
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = decoded.indexOf(REPLACEMENT, from);
    if (at < 0) return null;
    offset += utf8Bytes(decoded.slice(from, at)).length;
    // A U+FFFD that was sent as such is valid.
    if (byteText(bytes.subarray(offset, offset + 3)) !== '\u00EF\u00BF\u00BD') return offset;
    offset += 3;
    from = at + 1;
  }
}
