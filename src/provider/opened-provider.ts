/** The reference provider's dialects, loaded, and the fault that each of them shows. */

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
  /** The one key that is let in; null lets everybody in. */
  readonly apiKey: string | null;
  /** The models that are served; null serves any name but the one that the scenario unknown-model asks for. */
  readonly models: readonly string[] | null;
  /** Refuses calls that come back without the thoughts behind them, in dialects that leave that open too. */
  readonly insistsOnThoughts: boolean;
  /** Reports half of the prompt of every request with a history as read from a cache. */
  readonly cachesPrompts: boolean;
  /** What else is refused and ignored; absent for nothing. */
  readonly rules?: ProfileRules;
}

/** A fault to show, and the proof that it belongs to. */
export interface ShownFault {
  readonly proof: Proof;
  readonly fault: SeededFault;
}

/** A fault by its name, in every dialect that shows it. */
export interface ChosenFault {
  readonly name: string;
  /** By the id of the dialect. */
  readonly inDialects: ReadonlyMap<string, ShownFault>;
  /** It is a fault in how a request is throttled. */
  readonly isAboutThrottling: boolean;
}

export interface Served {
  readonly dialect: AnyDialect;
  readonly service: Service;
}

export interface OpenedProvider extends ProviderOptions {
  /** What was kept of earlier requests, by the id of the response. */
  readonly kept: Kept;
  readonly remembered: RememberedTurns;
  /** A number from 0 up to 1, another one each time, in an order that the seed decides. */
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

/** What prints the names of the faults that can be shown. */
export const FAULT_LIST = 'serve --list-faults';

/** @throws {SuiteError} when there is no such fault, or one that no provider can show */
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

/** Every seeded fault of every dialect. */
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
