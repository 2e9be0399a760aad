/** An earlier profile, to be compared with. */
import { readFileSync } from 'node:fs';
import { messageOf, SuiteError } from '../system/failure.ts';
import { plural } from '../text/quantities.ts';
import { profileChanges } from './changes.ts';
import { type Profile, profileSchema } from './profile.ts';
import { findingWords } from './words.ts';

/** @throws {SuiteError} when the file is no profile */
export function readProfileFile(file: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new SuiteError(`--baseline ${file}: ${messageOf(cause)}; name the profile.json of an earlier run`, {
      cause,
    });
  }
  const parsed = profileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new SuiteError(`--baseline ${file}: is no profile; name the profile.json of an earlier run`);
}

/** What changed, two lines for each fact. */
export function changeWords(before: Profile, after: Profile): string {
  const changes = profileChanges(before, after);
  const since = `since ${before.measuredAt.slice(0, 'YYYY-MM-DD'.length)}`;
  if (changes.length === 0) return `nothing changed ${since}`;
  return [
    `${plural(changes.length, 'fact')} changed ${since}`,
    ...changes.map(
      ({ fact, before: was, after: is }) => `  ${fact}: ${findingWords(is)}\n    was ${findingWords(was)}`,
    ),
  ].join('\n');
}
