/** Names that people mistype. */
import { closestMatch } from 'leven';
import { fewOf } from './quantities.ts';

/**
 * `did you mean "x"?` when a known name is near, else the known names that share a word with it, else those known.
 *
 * @param listedBy the command that lists the known names, where they are too many to be told
 */
export function suggest(name: string, known: readonly string[], listedBy?: string): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  const words = wordsOf(name);
  const akin = known.filter((other) => [...wordsOf(other)].some((word) => words.has(word)));
  if (listedBy === undefined) return `known: ${fewOf(akin.length > 0 ? akin : known, MOST) || 'none'}`;
  return `${akin.length > 0 ? `known: ${fewOf(akin, MOST)}; ` : ''}${listedBy} prints all`;
}

/** More names than these are no help. */
const MOST = 12;

function wordsOf(name: string): Set<string> {
  return new Set(name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}
