/** What came of the gateways that were tried for the reports. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../system/package-root.ts';
import { type GatewayRecord, parseRecords } from './record.ts';

/** Relative to the project. */
export const GATEWAYS_FILE = 'docs/gateways.jsonl';

/** Empty where nothing was measured. @throws {SuiteError} naming a line that is no record */
export function measuredGateways(): readonly GatewayRecord[] {
  const file = path.join(fileURLToPath(packageRoot()), GATEWAYS_FILE);
  return existsSync(file) ? parseRecords(readFileSync(file, 'utf8'), GATEWAYS_FILE) : [];
}
