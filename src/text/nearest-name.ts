/** Suggestions for mistyped names. */
import { closestMatch } from 'leven';
import { fewOf } from './quantities.ts';

/**
 * `did you mean "x"?` if a known name is similar; else the known names that share a word with it; else all known names.
 *
 * @param listedBy the command that lists the known names, used if there are too many to print
 */
export function suggest(name: string, known: readonly string[], listedBy?: string): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  const words = wordsOf(name);
  const akin = known.filter((other) => [...wordsOf(other)].some((word) => words.has(word)));
  if (listedBy === undefined) return `known: ${fewOf(akin.length > 0 ? akin : known, MOST) || 'none'}`;
  return `${akin.length > 0 ? `known: ${fewOf(akin, MOST)}; ` : ''}${listedBy} prints all`;
}

/** The most names to print; longer lists do not help. */
const MOST = 12;

function wordsOf(name: string): Set<string> {
  return new Set(name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}
