/** What faults did to the clients in the folder clients/, as `npm run clients` found it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../system/package-root.ts';
import { type MeasuredClients, parseRecords } from './record.ts';

/** Relative to the project. */
export const CLIENTS_FILE = 'docs/clients.jsonl';

/** Empty where nothing was measured. @throws {SuiteError} naming a line that is no record */
export function measuredClients(): MeasuredClients {
  const file = path.join(fileURLToPath(packageRoot()), CLIENTS_FILE);
  const records = existsSync(file) ? parseRecords(readFileSync(file, 'utf8'), CLIENTS_FILE) : [];
  return {
    sound: records.filter((record) => record.type === 'sound'),
    trials: records.filter((record) => record.type === 'trial'),
    shown: records.filter((record) => record.type === 'shown'),
  };
}
