/** The recordings of a profile: one cassette for each request. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../config/providers.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import { type Delivery, type Exchange, whyUnsent } from '../evidence/exchange.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { Trial } from './fact.ts';

/** The attempts of each sent request, by the path of its cassette, relative to the folder of cassettes. */
export type Recordings = ReadonlyMap<string, readonly Exchange[]>;

/** @throws {CassetteError} when a cassette cannot be read */
export function readRecordings(folder: string): Recordings {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.yaml'));
  const read = files.map((file): [string, readonly Exchange[]] => [
    file,
    readCassette(join(folder, file)).interactions.map(({ exchange }) => exchange),
  ]);
  return new Map(
    read.filter(
      ([, exchanges]) => exchanges.length > 0 && exchanges.every((each) => whyUnsent(each) === null),
    ),
  );
}

/** Returns the path of the cassette of a request, relative to the folder of cassettes. */
export function cassetteOfTrial(
  { scenario, sample }: Trial,
  target: Pick<Target, 'folder'>,
  delivery: Delivery,
): string {
  return cassetteOf(target, scenario, delivery, sample);
}
