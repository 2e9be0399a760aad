/** Determines whether a provider can be reached from this environment, and how. */
import { SuiteError } from '../system/failure.ts';
import type { AwsIdentity } from '../transports/aws-signature.ts';
import { ACCESS_KEY_ID, awsIdentity } from './aws-identity.ts';
import { baseUrlSchema, type Provider } from './schema.ts';

/** A provider is on when every variable that it names is set; `why` lists the missing ones. */
export type ProviderAccess =
  | {
      readonly on: true;
      readonly baseUrl: string;
      /** The environment variable and its value; null for providers without a key. */
      readonly key: { readonly name: string; readonly value: string } | null;
      /** The AWS identity that signs with the key; absent when the key is sent in another way. */
      readonly aws?: AwsIdentity;
    }
  | { readonly on: false; readonly why: string };

/**
 * Reads the access from environment variables. A variable that is empty or white space counts as not set.
 *
 * @throws {SuiteError} when a variable is not a valid key or base URL; the message never contains its value
 */
export function accessOf(
  {
    baseUrl,
    baseUrlEnv,
    keyEnv,
    keyHeader,
  }: Pick<Provider, 'baseUrl' | 'baseUrlEnv' | 'keyEnv' | 'keyHeader'>,
  env: NodeJS.ProcessEnv,
): ProviderAccess {
  const signs = keyEnv !== undefined && keyHeader === 'aws-sigv4';
  const unset = [baseUrlEnv, keyEnv, ...(signs ? [ACCESS_KEY_ID] : [])].filter(
    (name) => name !== undefined && !isSet(env[name]),
  );
  if (unset.length > 0) {
    return { on: false, why: `${unset.join(' and ')} ${unset.length === 1 ? 'is' : 'are'} not set` };
  }
  const reached = baseUrlEnv === undefined ? baseUrl : baseUrlFrom(baseUrlEnv, env[baseUrlEnv] ?? '');
  return {
    on: true,
    baseUrl: reached,
    key: keyEnv === undefined ? null : { name: keyEnv, value: keyFrom(keyEnv, env[keyEnv] ?? '') },
    ...(signs ? { aws: awsIdentity(env, reached) } : {}),
  };
}

/** Returns true when the reason why a target was not run is that of {@link accessOf}: a variable is not set. */
export function isUnset(why: string): boolean {
  return /^[\w ]+ (?:is|are) not set$/u.test(why);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

function baseUrlFrom(name: string, value: string): string {
  const parsed = baseUrlSchema.safeParse(value.trim());
  if (parsed.success) return parsed.data;
  throw new SuiteError(`${name}: ${parsed.error.issues.map(({ message }) => message).join(', ')}`);
}

function keyFrom(name: string, value: string): string {
  const problem = keyProblem(value);
  if (problem === null) return value;
  throw new SuiteError(`${name}: ${problem}; set it to the key alone`);
}

function keyProblem(value: string): string | null {
  if (/[\r\n]/.test(value)) return 'has a line break in it';
  if (value !== value.trim()) return 'has white space around it';
  return /^[\x20-\x7e]*$/.test(value) ? null : 'has characters that a key cannot have';
}
