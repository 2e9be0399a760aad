/** Loads the dialects of the reference provider and the faults that they show. */

import { createHash } from 'node:crypto';
import type { Service } from '../answers/service.ts';
import { whyNotServed } from '../catalogue/unserved-faults.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';
import { responseOf } from '../proof/edits/edit.ts';
import { baseOf, type Proof } from '../proof/proof.ts';
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';
import { Kept } from './kept-history.ts';
import type { ProfileRules } from './profile-rules.ts';
import { RememberedTurns } from './turn.ts';

export interface ProviderOptions {
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The only accepted key; null accepts every request. */
  readonly apiKey: string | null;
  /** The served models; null serves any name except the one that the scenario unknown-model asks for. */
  readonly models: readonly string[] | null;
  /** Refuses calls that come back without their thoughts, also in dialects that do not require this. */
  readonly insistsOnThoughts: boolean;
  /** For every request with a history, reports half of the prompt as read from a cache. */
  readonly cachesPrompts: boolean;
  /** Further rules about what is refused or ignored. */
  readonly rules?: ProfileRules;
}

/** A fault to show, with its proof. */
export interface ShownFault {
  readonly proof: Proof;
  readonly fault: SeededFault;
}

/** A named fault, in every dialect that shows it. */
export interface ChosenFault {
  readonly name: string;
  /** Keyed by the id of the dialect. */
  readonly inDialects: ReadonlyMap<string, ShownFault>;
  /** True when the fault is about the throttling of requests. */
  readonly isAboutThrottling: boolean;
}

export interface Served {
  readonly dialect: AnyDialect;
  readonly service: Service;
}

export interface OpenedProvider extends ProviderOptions {
  /** The stored histories of earlier requests, by the id of the response. */
  readonly kept: Kept;
  readonly remembered: RememberedTurns;
  /** Returns the next pseudorandom number in [0, 1). The seed determines the sequence. */
  readonly draw: () => number;
  /** In the order of the catalogue. */
  readonly served: readonly [Served, ...Served[]];
}

export async function openProvider(rules: ProviderOptions): Promise<OpenedProvider> {
  const [first, ...others] = await Promise.all(
    dialects().map(async (dialect): Promise<Served> => ({ dialect, service: await dialect.service() })),
  );
  if (first === undefined) throw new Error('there is no dialect to serve');
  return {
    ...rules,
    kept: new Kept(),
    remembered: new RememberedTurns(),
    draw: drawing(rules.seed),
    served: [first, ...others],
  };
}

function drawing(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${seed}\ndraw ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
}

/** The command that prints the names of the faults that can be shown. */
export const FAULT_LIST = 'serve --list-faults';

/** @throws {SuiteError} when the fault does not exist, or when no provider can show it */
export async function faultCalled(name: string): Promise<ChosenFault> {
  const found = await faultsOf((fault) => fault.name === name);
  const [first] = found;
  if (first === undefined) {
    const names = new Set((await faultsOf(() => true)).map(({ fault }) => fault.name));
    throw new SuiteError(
      `there is no fault ${JSON.stringify(name)}; ${suggest(name, [...names], FAULT_LIST)}`,
    );
  }
  const shown = found.filter(({ unserved }) => unserved === null);
  if (shown.length === 0) {
    throw new SuiteError(
      `the fault ${name} is not for a provider to show: ${first.unserved}; choose another one`,
    );
  }
  return {
    name,
    inDialects: new Map(shown.map(({ dialect, proof, fault }) => [dialect.id, { proof, fault }])),
    isAboutThrottling: shown.some(isAboutThrottling),
  };
}

function isAboutThrottling({ proof, fault }: ShownFault): boolean {
  const [first] = baseOf(proof, fault.base).sound().exchanges;
  return first !== undefined && responseOf(first).status === 429;
}

export interface KnownFault extends ShownFault {
  readonly dialect: AnyDialect;
  /** Why no provider can show it; null when one can. */
  readonly unserved: string | null;
}

/** Returns all seeded faults of all dialects. */
export async function knownFaults(): Promise<readonly KnownFault[]> {
  return faultsOf(() => true);
}

async function faultsOf(isMeant: (fault: SeededFault) => boolean): Promise<KnownFault[]> {
  const proofs = await Promise.all(
    dialects().map(async (dialect) => ({ dialect, proof: await dialect.proof() })),
  );
  return proofs.flatMap(({ dialect, proof }) =>
    proof.faults
      .filter(isMeant)
      .map((fault) => ({ dialect, proof, fault, unserved: whyNotServed(fault, dialect) })),
  );
}
