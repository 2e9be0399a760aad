/** Measures how deep JSON nests before it is parsed, because parsing millions of levels takes seconds and much memory. */
import { endOfString } from './repeated-keys.ts';

const [QUOTE, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5b, 0x5d, 0x7b, 0x7d];

/** Returns true if objects and lists in a JSON text nest deeper than `levels`. */
export function isDeeperThan(levels: number, text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at) - 1;
    else if (unit === BRACKET || unit === BRACE) depth += 1;
    else if (unit === BRACKET_END || unit === BRACE_END) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}
