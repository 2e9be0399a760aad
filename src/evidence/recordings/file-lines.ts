/** Splits a file with one JSON value on each line. */
import { isBlank } from '../../text/wire-text.ts';
import type { FilePart } from './source.ts';

const LF = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The lines that are not blank, without their line ends. */
export function linesIn(bytes: Uint8Array): FilePart[] {
  const lines: FilePart[] = [];
  let start = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? BYTE_ORDER_MARK.length : 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    if (!isBlank(bytes.subarray(start, end))) lines.push({ start, end, line });
    start = end + 1;
  }
  return lines;
}
