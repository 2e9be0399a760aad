/** The profiles that lie in a folder of reports: of each target the newest finding of each fact, and the one before it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../text/group-by.ts';
import { parseJson } from '../text/wire-text.ts';
import { differ } from './changes.ts';
import { type Finding, isTold } from './finding.ts';
import { type Profile, type ProfiledFact, profileSchema } from './profile.ts';

export interface MeasuredProfile {
  /** The newest, with facts that only older ones tell; the paths of its evidence are from the folder of reports. */
  readonly profile: Profile;
  /** What was found before of the same facts; null where nothing was. */
  readonly before: Pick<Profile, 'facts'> | null;
  /** Which of the evidence lies there: earlier nights may have left theirs behind. */
  readonly recorded: ReadonlySet<string>;
}

/** By target and dialect, in their order. What cannot be read is passed over. @param reports has the folder `profile` */
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

/** @param own of one target, the newest first */
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
 * The newest finding, or an earlier one that agrees with it and tells more, where the newest search broke off.
 *
 * @param own the newest first
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

/** The oldest first: names begin with the time. */
function runsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The paths of the profiles in a folder, from there. */
export function profilesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(?:^|[\\/])profile\.json$/u.test(name)).sort();
}

/** Null where the file is no profile. */
export function readProfile(file: string): Profile | null {
  if (!statSync(file).isFile()) return null;
  const parsed = profileSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}
