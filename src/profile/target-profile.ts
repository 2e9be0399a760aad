/** Measures one target, writes the results to the folder of a run, and returns the profile. */
import { join, relative } from 'node:path';
import type { Target } from '../config/providers.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Budget } from '../live/budget.ts';
import type { Access } from '../live/hold.ts';
import { type Reach, secretsOf, signingOf } from '../live/live-run.ts';
import type { RunFolder } from '../live/run-folder.ts';
import { createRedactor } from '../redact/redact.ts';
import type { Secret } from '../redact/secret.ts';
import { suiteVersion } from '../system/suite-version.ts';
import { writeAllWhole } from '../system/write-file.ts';
import type { JsonObject } from '../text/json.ts';
import type { ProviderLimits } from '../transports/limits.ts';
import { LiveTransport, type Timeouts } from '../transports/live.ts';
import { LiveConnections } from '../transports/live-connections.ts';
import type { Fact } from './fact.ts';
import { flagsDocument } from './flags.ts';
import { modelsDevToml } from './models-dev.ts';
import type { Profile } from './profile.ts';
import { cassetteOfTrial, type Recordings } from './recordings.ts';
import { measureEndpoint } from './run.ts';

export interface TargetToMeasure {
  readonly target: Target;
  readonly reach: Reach;
  readonly facts: readonly Fact[];
  readonly delivery: Delivery;
  readonly run: RunFolder;
  /** Existing recordings of the target. They are already charged. */
  readonly recorded: Recordings;
  readonly budget: Budget;
  readonly limits: ProviderLimits;
  readonly inFlight: number;
  readonly timeouts: Timeouts;
  /** Aborts requests in progress. */
  readonly signal: AbortSignal;
  /** Credentials in addition to the key. */
  readonly secrets?: readonly Secret[];
  /** Additional fields of every request. */
  readonly extraBody?: JsonObject;
  readonly onMeasured: () => void;
}

/** @throws {SuiteError} when the files cannot be written */
export async function profileTarget(to: TargetToMeasure): Promise<Profile> {
  const { target, reach, facts, delivery, run, recorded, budget, inFlight, onMeasured } = to;
  const connections = new LiveConnections();
  const access = accessTo(to, connections);
  const found = await measureEndpoint({
    target,
    delivery,
    facts,
    access,
    transport: () => new LiveTransport(connections, access.options),
    cassettes: run.cassettes,
    recorded,
    inFlight,
    onMeasured,
  }).finally(() => connections.close());
  const spent = budget.spentOf(target.id);
  const profile: Profile = {
    type: 'profile',
    schemaVersion: 1,
    version: suiteVersion(),
    measuredAt: run.startedAt,
    target: {
      id: target.id,
      baseUrl: reach.baseUrl,
      model: target.model,
      dialect: target.provider.dialect,
    },
    delivery,
    spent: { requests: spent.requests, tokens: spent.tokens, dollars: spent.cost },
    stopped: found.stopped,
    facts: found.measured.map(({ fact, finding, trials }) => ({
      id: fact.id,
      area: fact.area,
      revision: fact.revision ?? 1,
      question: fact.question,
      finding,
      evidence: trials.map((trial) => cassetteOfTrial(trial, target, delivery)),
    })),
  };
  writeProfile(join(run.folder, target.folder), profile, run.cassettes);
  return profile;
}

function accessTo(
  { target, reach, budget, limits, timeouts, signal, secrets = [], extraBody }: TargetToMeasure,
  connections: LiveConnections,
): Access {
  return {
    connections,
    options: { ...timeouts, ...signingOf(reach), ...budget.of(target, signal), limits, signal },
    baseUrl: reach.baseUrl,
    key: reach.key?.value ?? null,
    redactor: createRedactor([...secretsOf(reach), ...secrets]),
    ...(extraBody === undefined ? {} : { extraBody }),
  };
}

/** Writes the profile, and the same as flags and for models.dev. These two link to the recordings. */
function writeProfile(folder: string, profile: Profile, cassettes: string): void {
  const there = relative(folder, cassettes).replaceAll('\\', '/');
  const facts = profile.facts.map((fact) => ({
    ...fact,
    evidence: fact.evidence.map((file) => `${there}/${file}`),
  }));
  const linked = { ...profile, facts };
  writeAllWhole([
    { path: join(folder, 'profile.json'), content: `${JSON.stringify(profile, null, 2)}\n` },
    { path: join(folder, 'flags.json'), content: flagsDocument(linked) },
    { path: join(folder, 'models.dev.toml'), content: modelsDevToml(linked) },
  ]);
}
