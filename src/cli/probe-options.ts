/** The options of `probe`, and how they are parsed. */

import { awsIdentity } from '../config/aws-identity.ts';
import {
  baseUrlSchema,
  hasCredentials,
  headerProblem,
  modelNameSchema,
  showsAKey,
} from '../config/schema.ts';
import { dialects, isDialectId } from '../dialects/catalogue.ts';
import type { KeyHeader } from '../drive/key-headers.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { FailOn } from '../gate/gate.ts';
import { FEATURES, type Feature } from '../judge/check.ts';
import type { ProbeOptions } from '../live/probe.ts';
import { credentialsCarried } from '../redact/mask.ts';
import { SuiteError } from '../system/failure.ts';
import { isObject, type JsonObject } from '../text/json.ts';
import { suggest } from '../text/nearest-name.ts';
import { parseJson } from '../text/wire-text.ts';
import type { Host } from './host.ts';
import { scenariosCalled } from './selection.ts';
import { timeoutsOf } from './timeouts.ts';

export interface ProbeCommand {
  readonly model: string;
  readonly dialect: string;
  readonly keyHeader?: KeyHeader;
  readonly openrouter?: true;
  readonly scenario?: readonly string[];
  readonly delivery?: Delivery;
  readonly keyFrom?: string;
  readonly header?: readonly string[];
  readonly body?: string;
  readonly inFlight: string;
  readonly unsupported?: readonly string[];
  readonly timeout?: string;
  readonly save?: string;
  readonly json?: true;
  readonly report?: string;
  readonly watch?: true;
  /** Print every finding as soon as it is judged. */
  readonly verbose?: true;
  readonly failOn: FailOn;
}

/** @throws {SuiteError} when an option is wrong, or two options exclude each other */
export function probeOptions(baseUrl: string, command: ProbeCommand, env: Host['env']): ProbeOptions {
  if (command.watch === true && command.json === true) {
    throw new SuiteError(
      '--watch with --json: results.jsonl holds one run, and --watch makes many; leave one of the two out',
    );
  }
  const headers = headersOf(command.header ?? []);
  const ofKey = Object.keys(headers).find(showsAKey);
  if (ofKey !== undefined)
    throw new SuiteError(
      `--header ${ofKey}: is sent by the suite itself; name the variable that holds the key with --key-from`,
    );
  return {
    baseUrl: baseUrlOf(baseUrl),
    model: modelCalled(command.model),
    dialect: dialectCalled(command.dialect),
    ...(command.keyHeader === undefined ? {} : { keyHeader: command.keyHeader }),
    openrouter: command.openrouter === true,
    scenarios: scenariosCalled(command.scenario ?? []),
    deliveries: command.delivery === undefined ? ['streaming', 'buffered'] : [command.delivery],
    key: keyFrom(command.keyFrom, env),
    ...(command.keyHeader === 'aws-sigv4' ? { aws: awsIdentity(env, baseUrl) } : {}),
    headers,
    secrets: credentialsCarried(headers, command.body ?? ''),
    extraBody: bodyOf(command.body),
    inFlight: inFlightOf(command.inFlight),
    ...(command.unsupported === undefined ? {} : { unsupported: command.unsupported.map(featureCalled) }),
    timeouts: timeoutsOf(command.timeout),
    ...(command.save === undefined ? {} : { save: command.save }),
  };
}

/** @throws {SuiteError} when the text is not a base URL, or contains a credential */
export function baseUrlOf(text: string): string {
  if (hasCredentials(text)) {
    throw new SuiteError(
      'the base URL holds a credential, which would stand in every record; leave it out, and name the environment variable that holds it with --key-from',
    );
  }
  const parsed = baseUrlSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ message }) => message).join(', ');
  throw new SuiteError(`${text}: the base URL ${problems}; give one such as http://127.0.0.1:8080/v1`);
}

/** @throws {SuiteError} when the dialect is unknown */
export function dialectCalled(id: string, option = '--dialect'): string {
  if (isDialectId(id)) return id;
  const known = dialects().map((dialect) => dialect.id);
  throw new SuiteError(`${option} ${id}: no such dialect; ${suggest(id, known)}`);
}

function featureCalled(name: string): Feature {
  const feature = FEATURES.find((each) => each === name);
  if (feature !== undefined) return feature;
  throw new SuiteError(`--unsupported ${name}: no such feature; ${suggest(name, FEATURES)}`);
}

/** Returns the key in an environment variable. @throws {SuiteError} when the variable is not set */
export function keyFrom(name: string | undefined, env: Host['env']): { name: string; value: string } | null {
  if (name === undefined) return null;
  const value = env[name];
  if (value === undefined || value === '')
    throw new SuiteError(`--key-from ${name}: the variable is not set; export it`);
  return { name, value };
}

/** @throws {SuiteError} when the text is not a valid model name */
export function modelCalled(name: string): string {
  const parsed = modelNameSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ message }) => message).join(', ');
  throw new SuiteError(`--model ${JSON.stringify(name)}: ${problems}; give the name that the endpoint knows`);
}

/** Parses header fields given as `Name: value`. @throws {SuiteError} when a line has no colon, or cannot be sent */
export function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new SuiteError(`--header ${JSON.stringify(line)}: write it as "Name: value"`);
      const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      const problem = headerProblem(name, value);
      if (problem !== null) throw new SuiteError(`--header ${JSON.stringify(name)}: ${problem}; correct it`);
      return [name, value];
    }),
  );
}

function bodyOf(text: string | undefined): JsonObject {
  const json = text === undefined ? {} : parseJson(text);
  if (!isObject(json)) throw new SuiteError('--body: is no JSON object; write it as \'{"top_k": 1}\'');
  return json;
}

function inFlightOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new SuiteError(`--in-flight ${text}: must be a whole number from 1`);
}
