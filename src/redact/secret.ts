/** Secrets, which must never be written, and their replacements. */
import { SuiteError } from '../system/failure.ts';

/** A known credential, or a value that looks like one. */
export interface Secret {
  /** The environment variable of the credential, or its kind. The redaction contains this name. */
  readonly name: string;
  readonly value: string;
  /** True when it only looks like a credential. Its presence in an answer then proves no leak. */
  readonly isGuess?: true;
}

/** In characters. Shorter values occur in ordinary text by chance. */
export const SHORTEST = 8;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Matches a redaction in a text. The first group is the name of the removed secret. A redaction contains no character
 * that JSON or a URL query would escape.
 */
export const REDACTION = /\[REDACTED:([A-Za-z_][A-Za-z0-9_]*)\]/u;

/** The prefix of every redaction. */
export const REDACTION_START = '[REDACTED:';

/** Returns the replacement for the secret. */
export function redactionOf({ name, isGuess }: Secret): string {
  return isGuess === true ? `[MASKED:${name}]` : `${REDACTION_START}${name}]`;
}

/**
 * Returns the secrets without surrounding white space, longest first.
 *
 * @throws {SuiteError} when a secret is too short to be distinguished from ordinary text, or has an invalid name. The
 *   message never contains a value.
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
