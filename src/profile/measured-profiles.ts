/** The profiles that lie in a folder of reports: the newest of each target, and the one before it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../text/wire-text.ts';
import { type Profile, profileSchema } from './profile.ts';

export interface MeasuredProfile {
  readonly profile: Profile;
  /** The one before it; null for the first. */
  readonly before: Profile | null;
  /** The folder of its recordings, from the folder of reports. */
  readonly cassettes: string;
}

/** By target and dialect, in their order. What cannot be read is passed over. @param reports has the folder `profile` */
export function measuredProfiles(reports: string): MeasuredProfile[] {
  const newest = new Map<string, MeasuredProfile>();
  for (const run of runsIn(join(reports, 'profile'))) {
    const folder = join(reports, 'profile', run);
    for (const file of profilesBelow(folder)) {
      const profile = readProfile(join(folder, file));
      if (profile === null) continue;
      const key = `${profile.target.id} ${profile.target.dialect}`;
      const before = newest.get(key)?.profile ?? null;
      newest.set(key, { profile, before, cassettes: `profile/${run}/cassettes` });
    }
  }
  return [...newest].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, measured]) => measured);
}

/** The oldest first: names begin with the time. */
function runsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function profilesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(?:^|[\\/])profile\.json$/u.test(name)).sort();
}

function readProfile(file: string): Profile | null {
  const parsed = profileSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}
