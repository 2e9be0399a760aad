/** Reads earlier profiles and compares with them. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, SuiteError } from '../system/failure.ts';
import { readGiven } from '../system/read-given.ts';
import { plural } from '../text/quantities.ts';
import { parseJson } from '../text/wire-text.ts';
import { profileChanges } from './changes.ts';
import { profilesBelow, readProfile } from './measured-profiles.ts';
import { type Profile, profileSchema } from './profile.ts';
import { findingWords } from './words.ts';

/**
 * @param path a profile.json, or a folder that contains some
 * @throws {SuiteError} when the path contains no profile
 */
export function readEarlierProfiles(path: string): readonly Profile[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [readProfileFile(path)];
  const profiles = profilesBelow(path).flatMap((file) => readProfile(join(path, file)) ?? []);
  if (profiles.length === 0)
    throw new SuiteError(`--baseline ${path}: holds no profile.json; name the folder of an earlier run`);
  return profiles;
}

/** @throws {SuiteError} when the file is not a profile */
function readProfileFile(file: string): Profile {
  let text: string;
  try {
    text = readGiven(file).toString();
  } catch (cause) {
    throw new SuiteError(`--baseline ${file}: ${messageOf(cause)}; name the profile.json of an earlier run`, {
      cause,
    });
  }
  const parsed = profileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new SuiteError(`--baseline ${file}: is no profile; name the profile.json of an earlier run`);
}

/** Returns the newest profile of the same target, or null. */
export function profileBefore(earlier: readonly Profile[], { target }: Profile): Profile | null {
  const own = earlier.filter(
    (each) => each.target.id === target.id && each.target.dialect === target.dialect,
  );
  return own.toSorted((one, other) => (one.measuredAt < other.measuredAt ? -1 : 1)).at(-1) ?? null;
}

/** Describes the changes, two lines for each fact. */
export function changeWords(before: Profile, after: Profile): string {
  const changes = profileChanges(before, after);
  const since = `in ${after.target.id} since ${before.measuredAt.slice(0, 'YYYY-MM-DD'.length)}`;
  if (changes.length === 0) return `nothing changed ${since}`;
  return [
    `${plural(changes.length, 'fact')} changed ${since}`,
    ...changes.map(
      ({ fact, before: was, after: is }) => `  ${fact}: ${findingWords(is)}\n    was ${findingWords(was)}`,
    ),
  ].join('\n');
}
