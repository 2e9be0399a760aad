/** What must never be written down, and what is written instead. */
import { SuiteError } from '../system/failure.ts';

/** A credential that the run knows, or one that it takes for one. */
export interface Secret {
  /** The environment variable that it comes from, or what it looks like; a redaction names it. */
  readonly name: string;
  readonly value: string;
  /** Nobody says that it is one: that it stands in an answer proves nothing. */
  readonly isGuess?: true;
}

/** Shorter values stand in ordinary text by chance. */
const SHORTEST = 8;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * A redaction in a text. Its first group is the name of what was removed. It holds no character that JSON, or a URL's
 * query, would escape.
 */
export const REDACTION = /\[REDACTED:([A-Za-z_][A-Za-z0-9_]*)\]/u;

/** What every redaction begins with. */
export const REDACTION_START = '[REDACTED:';

/** What stands where the secret stood. */
export function redactionOf({ name, isGuess }: Secret): string {
  return isGuess === true ? `[MASKED:${name}]` : `${REDACTION_START}${name}]`;
}

/**
 * The secrets without white space around them, the longest first.
 *
 * @throws {SuiteError} that never shows a value, when one is too short to be told from ordinary text, or has no name
 *   that could stand for it.
 */
export function checkSecrets(secrets: readonly Secret[]): readonly Secret[] {
  const trimmed = secrets.map(({ name, value }) => ({ name, value: value.trim() }));
  for (const { name, value } of trimmed) {
    if (!NAME.test(name)) {
      throw new SuiteError(
        'a secret has a name that is no environment variable; set keyEnv to the name of one',
      );
    }
    if (value.length < SHORTEST) {
      const length = value === '' ? 'is empty' : `has ${value.length} characters`;
      throw new SuiteError(`${name} ${length}; a key needs at least ${SHORTEST}: set it whole, or unset it`);
    }
    if (trimmed.some((other) => redactionOf(other).includes(value))) {
      throw new SuiteError(`${name} holds a word and no key; set the key, or unset it`);
    }
  }
  return trimmed.sort((left, right) => right.value.length - left.value.length);
}
