/** Durations in Go's notation: https://pkg.go.dev/time#ParseDuration */

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00B5s': 1e-3,
  '\u03BCs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00B5s|\u03BCs|ms|s|m|h)/g;
const WHOLE = new RegExp(`^(?:0|(?:${PART.source})+)$`);

/** The milliseconds of a Go duration (`1m2.5s`) or of an integer number of nanoseconds; null for anything else. */
export function parseGoDuration(duration: string | number): number | null {
  if (typeof duration === 'number')
    return Number.isInteger(duration) && duration >= 0 ? duration / 1e6 : null;
  if (!WHOLE.test(duration)) return null;
  let sum = 0;
  for (const [, amount, unit = ''] of duration.matchAll(PART))
    sum += Number(amount) * (MILLISECONDS[unit] ?? 0);
  return sum;
}

/** The milliseconds as a Go duration, exact to the nanosecond. */
export function formatGoDuration(ms: number): string {
  return `${ms.toFixed(6).replace(/\.?0+$/, '')}ms`;
}
