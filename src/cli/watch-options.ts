/** The options of `watch`, and how they are parsed. */

import type { FailOn } from '../gate/gate.ts';
import { SuiteError } from '../system/failure.ts';
import { portOf } from './port.ts';

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

/** @throws {SuiteError} when a number is invalid */
export function watchNumbers({ port, maxBody }: Pick<WatchCommand, 'port' | 'maxBody'>): {
  readonly port: number;
  readonly keptBytes: number;
} {
  const listening = portOf(port, '--port');
  const mebibytes = Number(maxBody);
  if (!Number.isInteger(mebibytes) || mebibytes < 1 || mebibytes > 512) {
    throw new SuiteError(`--max-body ${maxBody}: must be a whole number of MiB from 1 to 512`);
  }
  return { port: listening, keptBytes: mebibytes * MIB };
}
