/** Compares a declaration of flags with a profile. */
import { messageOf, SuiteError } from '../system/failure.ts';
import { readGiven } from '../system/read-given.ts';
import { suggest } from '../text/nearest-name.ts';
import { declarationSchema, type Flag, type FlagValue, flagNames, flagsOf } from './flags.ts';
import type { Profile } from './profile.ts';
import { LONGEST_NAME, TRIED_NAMES } from './tried-names.ts';
import { findingWords } from './words.ts';

export interface Compared {
  readonly name: string;
  readonly declared: FlagValue;
  /** The measured flag. Its value is null when it was not measured. */
  readonly measured: Flag;
  readonly outcome: 'right' | 'wrong' | 'unknown';
}

export type Declaration = Readonly<Record<string, FlagValue>>;

/** @throws {SuiteError} when the file cannot be read, or names an unknown flag */
export function readDeclaration(file: string): Declaration {
  let json: unknown;
  try {
    json = JSON.parse(readGiven(file).toString());
  } catch (cause) {
    throw new SuiteError(`--against ${file}: ${messageOf(cause)}; name a JSON file of flags`, { cause });
  }
  const parsed = declarationSchema.safeParse(json);
  if (!parsed.success)
    throw new SuiteError(
      `--against ${file}: is no object of flags, such as {"max_tools": 128, "requires_reasoning_content": true}`,
    );
  const known = flagNames();
  const stranger = Object.keys(parsed.data).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new SuiteError(`--against ${file}: ${stranger}: no such flag; ${suggest(stranger, known)}`);
  return parsed.data;
}

export function compareDeclared(declaration: Declaration, profile: Profile): Compared[] {
  const flags = flagsOf(profile);
  return Object.entries(declaration).flatMap(([name, declared]) => {
    const measured = flags.find((flag) => flag.name === name);
    return measured === undefined
      ? []
      : [{ name, declared, measured, outcome: outcomeOf(declared, measured) }];
  });
}

function outcomeOf(declared: FlagValue, { name, value, orMore }: Flag): Compared['outcome'] {
  if (value === null) return 'unknown';
  const isSame =
    orMore && typeof declared === 'number' && typeof value === 'number'
      ? declared >= value
      : name.endsWith('_pattern')
        ? isSamePattern(declared, value)
        : JSON.stringify(sorted(declared)) === JSON.stringify(sorted(value));
  return isSame ? 'right' : 'wrong';
}

/** Returns true when both patterns accept the same of the tried names. */
function isSamePattern(declared: FlagValue, measured: FlagValue): boolean {
  const lengths = Array.from({ length: LONGEST_NAME }, (_, at) => 'n'.repeat(at + 1));
  const [one, other] = [patternOf(declared), patternOf(measured)];
  if (one === null || other === null) return false;
  return [...Object.values(TRIED_NAMES).map(([, name]) => name), ...lengths].every(
    (name) => one.test(name) === other.test(name),
  );
}

function patternOf(value: FlagValue): RegExp | null {
  try {
    return typeof value === 'string' ? new RegExp(value, 'u') : null;
  } catch {
    return null;
  }
}

function sorted(value: FlagValue): FlagValue {
  return Array.isArray(value) ? value.toSorted() : value;
}

/** Returns a line for each flag. */
export function comparedWords(compared: readonly Compared[]): string {
  const width = Math.max(0, ...compared.map(({ name }) => name.length));
  return compared
    .map(({ name, declared, measured: { value, orMore, facts }, outcome }) => {
      const shown = `${JSON.stringify(value)}${orMore ? ' or more' : ''}`;
      const from = facts.length > 3 ? `${facts.length} facts` : facts.map(({ id }) => id).join(', ');
      const [only] = facts;
      const why =
        only === undefined || facts.length > 1 ? '' : ` (${only.id}: ${findingWords(only.finding)})`;
      const said = outcome === 'unknown' ? `not measured${why}` : `measured ${shown} (${from})`;
      return `${outcome.padEnd(7)}  ${name.padEnd(width)}  declared ${JSON.stringify(declared)}, ${said}`;
    })
    .join('\n');
}
