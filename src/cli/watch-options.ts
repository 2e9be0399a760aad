/** The options of `watch`, from what was typed. */
import type { FailOn } from '../gate/gate.ts';
import { SuiteError } from '../system/failure.ts';

export interface WatchCommand {
  readonly upstream: readonly string[];
  readonly port: string;
  readonly env?: readonly string[];
  readonly ca?: string;
  readonly http2?: true;
  readonly maxBody: string;
  readonly save?: string;
  readonly report?: string;
  readonly json?: true;
  readonly keepSecrets?: true;
  readonly failOn: FailOn;
}

const MIB = 1024 * 1024;

/** @throws {SuiteError} when a number is none */
export function watchNumbers({ port, maxBody }: Pick<WatchCommand, 'port' | 'maxBody'>): {
  readonly port: number;
  readonly keptBytes: number;
} {
  const [listening, mebibytes] = [Number(port), Number(maxBody)];
  if (!Number.isInteger(listening) || listening < 0 || listening > 65_535) {
    throw new SuiteError(`--port ${port}: is no port`);
  }
  if (!Number.isInteger(mebibytes) || mebibytes < 1 || mebibytes > 512) {
    throw new SuiteError(`--max-body ${maxBody}: is no whole number of MiB from 1 to 512`);
  }
  return { port: listening, keptBytes: mebibytes * MIB };
}
