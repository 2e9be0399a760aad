/** Names that people mistype. */
import { closestMatch } from 'leven';
import { fewOf } from './quantities.ts';

/** `did you mean "x"?` when a known name is near, else the known names that share a word with it, else those known. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  const words = wordsOf(name);
  const akin = known.filter((other) => [...wordsOf(other)].some((word) => words.has(word)));
  return `known: ${fewOf(akin.length > 0 ? akin : known, MOST) || 'none'}`;
}

/** More names than these are no help. */
const MOST = 12;

function wordsOf(name: string): Set<string> {
  return new Set(name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}
