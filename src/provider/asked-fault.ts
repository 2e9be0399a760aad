/** Which fault a request asks for: by its header, by its path, or as the provider was started. */
import type { ProviderRequest } from '../answers/service.ts';
import { type ChosenFault, faultCalled } from './opened-provider.ts';

/** Names a fault for one request, whatever the path says. */
export const FAULT_HEADER = 'X-Fault';

/** Every base path stands below `/fault/<name>` too, such as `/fault/ids/too-long/v1`. */
const FAULT_PATH = /^\/fault\/([^/]+\/[^/]+)(\/.*)$/u;

export interface AskedFault {
  /** Null for none. */
  readonly name: string | null;
  /** The request as it is without a fault. */
  readonly request: ProviderRequest;
}

/** @param usual the fault that the provider was started with */
export function askedFault(request: ProviderRequest, usual: string | null): AskedFault {
  const [, onPath = null, path = request.path] = FAULT_PATH.exec(request.path) ?? [];
  const name = request.headers[FAULT_HEADER.toLowerCase()] ?? onPath ?? usual;
  return { name, request: { ...request, path } };
}

/** Faults by their names, each looked up once. */
export class Faults {
  readonly #known = new Map<string, Promise<ChosenFault>>();

  /** @throws {SuiteError} when there is no such fault, or one that no provider can show */
  async called(name: string): Promise<ChosenFault> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const looked = faultCalled(name);
    this.#known.set(name, looked);
    // A name that nobody has is not kept: there is no end of them.
    looked.catch(() => this.#known.delete(name));
    return looked;
  }
}
