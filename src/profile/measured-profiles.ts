/** Reads the profiles in a folder of reports: for each target the newest and the previous finding of each fact. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../text/group-by.ts';
import { parseJson } from '../text/wire-text.ts';
import { differ } from './changes.ts';
import { type Finding, isTold } from './finding.ts';
import { type Profile, type ProfiledFact, profileSchema } from './profile.ts';

export interface MeasuredProfile {
  /**
   * The newest profile, completed with facts of older ones. The paths of its evidence are relative to the folder of
   * reports.
   */
  readonly profile: Profile;
  /** The previous findings of the same facts; null when there are none. */
  readonly before: Pick<Profile, 'facts'> | null;
  /** The evidence files that exist. Recordings of earlier nights may be missing. */
  readonly recorded: ReadonlySet<string>;
}

/**
 * Returns the profiles, sorted by target and dialect. Invalid files are skipped.
 *
 * @param reports the folder that contains the folder `profile`
 */
export function measuredProfiles(reports: string): MeasuredProfile[] {
  const folder = join(reports, 'profile');
  const isThere = (file: string) => existsSync(join(reports, file));
  const profiles = runsIn(folder).flatMap((run) =>
    profilesBelow(join(folder, run)).flatMap((file) => {
      const profile = readProfile(join(folder, run, file));
      return profile === null ? [] : [withEvidenceIn(profile, `profile/${run}/cassettes`)];
    }),
  );
  const byTarget = groupBy(profiles, ({ target }) => `${target.id} ${target.dialect}`);
  return [...byTarget]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, own]) => merged(own.toReversed()))
    .map((one) => ({ ...one, recorded: new Set(evidenceOf(one.profile).filter(isThere)) }));
}

/** @param own the profiles of one target, newest first */
function merged(own: readonly Profile[]): Omit<MeasuredProfile, 'recorded'>[] {
  const told = groupBy(
    own.flatMap(({ facts }) => facts.filter(({ finding }) => isTold(finding))),
    ({ id }) => id,
  );
  const newest = own.find(({ facts }) => facts.some(({ finding }) => isTold(finding)));
  if (newest === undefined) return [];
  const isHere = new Set(newest.facts.map(({ id }) => id));
  const facts = [
    ...newest.facts.map((fact) => settled(told.get(fact.id) ?? []) ?? fact),
    ...[...told].flatMap(([id, own]) => (isHere.has(id) ? [] : (settled(own) ?? []))),
  ];
  const earlier = [...told.values()].flatMap(([, second]) => (second === undefined ? [] : [second]));
  return [{ profile: { ...newest, facts }, before: earlier.length === 0 ? null : { facts: earlier } }];
}

/**
 * Returns the newest finding. When its search stopped early, returns a complete earlier finding that agrees with it.
 *
 * @param own the findings of one fact, newest first
 */
function settled(own: readonly ProfiledFact[]): ProfiledFact | undefined {
  const [newest] = own;
  if (newest === undefined || !isOpen(newest.finding)) return newest;
  const whole = own.find(({ revision, finding }) => revision === newest.revision && !isOpen(finding));
  return whole === undefined || differ(whole.finding, newest.finding) ? newest : whole;
}

function isOpen(finding: Finding): boolean {
  return finding.kind === 'number' && finding.open !== null;
}

function evidenceOf({ facts }: Profile): string[] {
  return facts.flatMap(({ evidence }) => evidence);
}

function withEvidenceIn(profile: Profile, cassettes: string): Profile {
  const placed = (fact: ProfiledFact) => ({
    ...fact,
    evidence: fact.evidence.map((file) => `${cassettes}/${file}`),
  });
  return { ...profile, facts: profile.facts.map(placed) };
}

/** Returns the run folders, oldest first. Their names begin with the time. */
function runsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Returns the paths of the profiles in a folder, relative to it. */
export function profilesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(?:^|[\\/])profile\.json$/u.test(name)).sort();
}

/** Returns null when the file is not a valid profile. */
export function readProfile(file: string): Profile | null {
  if (!statSync(file).isFile()) return null;
  const parsed = profileSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}
