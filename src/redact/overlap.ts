/** Searches sorted ranges, which do not overlap each other, for those that overlap another range. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Returns the index of the first range that ends after `offset`; the length of the list when there is none. */
export function firstEndingAfter(ranges: readonly Range[], offset: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Yields the ranges that overlap `[start, end)`, in order. Ranges that only touch it are not included. */
export function* overlapping<T extends Range>(
  ranges: readonly T[],
  start: number,
  end: number,
): Generator<T> {
  for (let at = firstEndingAfter(ranges, start); at < ranges.length; at += 1) {
    const range = ranges[at];
    if (range === undefined || range.start >= end) return;
    yield range;
  }
}
