/** Describes bugs of the suite itself: an exception where nothing should throw. */
import { messageOf } from './failure.ts';

/**
 * The error and where it was thrown, on one line: `TypeError: ... (src/judge/judge.ts:61:9)`. The place is relative to the
 * package, so that records contain no local paths.
 */
export function whatBroke(error: unknown): string {
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : messageOf(error);
  const place = error instanceof Error ? PLACE.exec(error.stack ?? '')?.[1] : undefined;
  return place === undefined ? problem : `${problem} (${place})`;
}

/** The first line of a stack trace that is in the package itself. */
const PLACE = /^ {4}at .*?(?<!node_modules\/.*)\b((?:src|dist)\/[^\s)]+:\d+:\d+)\)?$/mu;
