/** What a live run left behind. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { expect } from './test.ts';

/** The one run below a folder of reports. */
export class RecordedRun {
  readonly #reports: string;

  constructor(reports: string) {
    this.#reports = reports;
  }

  get folder(): string {
    const runs = readdirSync(join(this.#reports, 'live'));
    expect(runs.length).toBe(1);
    return join(this.#reports, 'live', runs[0] ?? '');
  }

  get id(): string {
    return basename(this.folder);
  }

  /** Every cassette of the run with the hash of its bytes. */
  cassettes(): Map<string, string> {
    const root = join(this.folder, 'cassettes');
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.yaml'),
    );
    const hash = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest('hex');
    return new Map(names.sort().map((name) => [name, hash(name)]));
  }

  exchangesOf(name: string) {
    return readCassette(join(this.folder, 'cassettes', name)).interactions.map(({ exchange }) => exchange);
  }

  results() {
    const file = join(this.folder, 'results.jsonl');
    return parseResults(readFileSync(file, 'utf8'), file);
  }
}
