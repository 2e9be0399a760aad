/** The measured effects of faults on the clients in the folder clients/, from `npm run clients`. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../system/package-root.ts';
import { type MeasuredClients, parseRecords } from './record.ts';

/** Relative to the project root. */
export const CLIENTS_FILE = 'docs/clients.jsonl';

/**
 * Returns the measurements; empty when there are none. @throws {SuiteError} naming a line that is not a valid record
 */
export function measuredClients(): MeasuredClients {
  const file = path.join(fileURLToPath(packageRoot()), CLIENTS_FILE);
  const records = existsSync(file) ? parseRecords(readFileSync(file, 'utf8'), CLIENTS_FILE) : [];
  return {
    sound: records.filter((record) => record.type === 'sound'),
    trials: records.filter((record) => record.type === 'trial'),
    shown: records.filter((record) => record.type === 'shown'),
  };
}
