/** The measurements of gateways, for the reports. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../system/package-root.ts';
import { type GatewayRecord, parseRecords } from './record.ts';

/** Relative to the project root. */
export const GATEWAYS_FILE = 'docs/gateways.jsonl';

/**
 * Returns the measurements; empty when there are none. @throws {SuiteError} naming a line that is not a valid record
 */
export function measuredGateways(): readonly GatewayRecord[] {
  const file = path.join(fileURLToPath(packageRoot()), GATEWAYS_FILE);
  return existsSync(file) ? parseRecords(readFileSync(file, 'utf8'), GATEWAYS_FILE) : [];
}
