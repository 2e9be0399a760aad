/** The reference provider's dialects, loaded, and the fault that each of them shows. */

import type { Service } from '../answers/service.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { SeededFault } from '../proof/cases.ts';
import type { Proof } from '../proof/proof.ts';
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';
import { Kept } from './kept-history.ts';
import { whyNotServed } from './unserved-faults.ts';

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
}

/** A fault to show, and the proof that it belongs to. */
export interface ShownFault {
  readonly proof: Proof;
  readonly fault: SeededFault;
}

export interface Served {
  readonly dialect: AnyDialect;
  readonly service: Service;
  /** The rule that it breaks; null for none. */
  readonly shownFault: ShownFault | null;
}

export interface OpenedProvider extends ProviderOptions {
  /** What was kept of earlier requests, by the id of the response. */
  readonly kept: Kept;
  /** In the order of the catalogue. */
  readonly served: readonly [Served, ...Served[]];
}

/**
 * @param fault the name of a seeded fault; every dialect that knows it shows it
 * @throws {SuiteError} when there is no such fault, or one that no provider can show
 */
export async function openProvider(rules: ProviderOptions, fault: string | null): Promise<OpenedProvider> {
  const shown = fault === null ? new Map<string, ShownFault>() : await faultsCalled(fault);
  const [first, ...others] = await Promise.all(
    dialects().map(async (dialect): Promise<Served> => {
      const service = await dialect.service();
      return { dialect, service, shownFault: shown.get(dialect.id) ?? null };
    }),
  );
  if (first === undefined) throw new Error('there is no dialect to serve');
  return { ...rules, kept: new Kept(), served: [first, ...others] };
}

/** By the id of the dialect. */
async function faultsCalled(name: string): Promise<Map<string, ShownFault>> {
  const proofs = await Promise.all(
    dialects().map(async (dialect) => ({ dialect, proof: await dialect.proof() })),
  );
  const found = proofs.flatMap(({ dialect, proof }) =>
    proof.faults
      .filter((fault) => fault.name === name)
      .map((fault) => ({ dialect, proof, fault, reason: whyNotServed(fault, dialect) })),
  );
  const [first] = found;
  if (first === undefined) {
    const known = [...new Set(proofs.flatMap(({ proof }) => proof.faults.map((fault) => fault.name)))];
    throw new SuiteError(`there is no fault ${JSON.stringify(name)}; ${suggest(name, known)}`);
  }
  const shown = found.filter(({ reason }) => reason === null);
  if (shown.length === 0) {
    throw new SuiteError(
      `the fault ${name} is not for a provider to show: ${first.reason}; choose another one`,
    );
  }
  return new Map(shown.map(({ dialect, proof, fault }) => [dialect.id, { proof, fault }]));
}
