/** Determines the fault for a request: from its header, its path, or the provider's default fault, in this order. */
import type { ProviderRequest } from '../answers/service.ts';
import { type ChosenFault, faultCalled } from './opened-provider.ts';

/** Names the fault for one request. It takes precedence over the path. */
export const FAULT_HEADER = 'X-Fault';

/** Every base path is also served under `/fault/<name>`, such as `/fault/ids/too-long/v1`. */
const FAULT_PATH = /^\/fault\/([^/]+\/[^/]+)(\/.*)$/u;

export interface AskedFault {
  /** Null for no fault. */
  readonly name: string | null;
  /** The request without the fault prefix in its path. */
  readonly request: ProviderRequest;
}

/** @param usual the default fault, set when the provider was started */
export function askedFault(request: ProviderRequest, usual: string | null): AskedFault {
  const [, onPath = null, path = request.path] = FAULT_PATH.exec(request.path) ?? [];
  const name = request.headers[FAULT_HEADER.toLowerCase()] ?? onPath ?? usual;
  return { name, request: { ...request, path } };
}

/** Looks faults up by name and caches the results. */
export class Faults {
  readonly #known = new Map<string, Promise<ChosenFault>>();

  /** @throws {SuiteError} when the fault does not exist, or when no provider can show it */
  async called(name: string): Promise<ChosenFault> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const looked = faultCalled(name);
    this.#known.set(name, looked);
    // Unknown names are not cached, because their number is unlimited.
    looked.catch(() => this.#known.delete(name));
    return looked;
  }
}
