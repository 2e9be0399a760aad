/** How deep JSON nests, told before it is parsed: levels by the million take seconds and much memory. */
import { endOfString } from './repeated-keys.ts';

const [QUOTE, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5b, 0x5d, 0x7b, 0x7d];

/** Whether objects and lists stand more than that many levels inside one another in a JSON text. */
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
