/** Order of UTF-16 code units, the same on every machine. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
