/** A run in shards, one for each machine. */
import { SuiteError } from '../system/failure.ts';

/** Shard `current`, from 1, of `total`. */
export interface Shard {
  readonly current: number;
  readonly total: number;
}

/** @throws {SuiteError} when the text is not of the form `1/4` */
export function parseShard(text: string): Shard {
  const [, current = 0, total = 0] = (/^(\d+)\/(\d+)$/u.exec(text) ?? []).map(Number);
  if (current < 1 || current > total) {
    throw new SuiteError(`--shard ${text}: is no part of a whole; write it as 1/4, 2/4, 3/4, 4/4`);
  }
  return { current, total };
}

/** Returns the items of a shard: neighbours stay together, and the sizes of two shards differ by at most one. */
export function partOf<T>(whole: readonly T[], { current, total }: Shard): readonly T[] {
  const end = (part: number) => Math.floor((part * whole.length) / total);
  return whole.slice(end(current - 1), end(current));
}
