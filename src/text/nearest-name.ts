/** Names that people mistype. */
import { closestMatch } from 'leven';

/** `did you mean "x"?` when a known name is near, else the known names, or how many there are. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length > 12
    ? `it is not one of the ${known.length} known`
    : `known: ${known.join(', ') || 'none'}`;
}
