/** Formats numbers and times, independent of the machine's locale and time zone. */
import { thousands } from './display.ts';

/** `1 conversation`, `2 conversations`. */
export function plural(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** US dollars with every digit that small sums need: `$0.0000375`. */
export function dollars(amount: number): string {
  money ??= new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
  return `$${money.format(amount)}`;
}

/** Created on first use, because it takes longer to load than most commands run. */
let money: Intl.NumberFormat | undefined;

export interface Share {
  readonly failed: number;
  readonly judged: number;
  /** Two shares, from 0 to 1. */
  readonly low: number;
  readonly high: number;
}

/** A share with its 95 % confidence interval: `3 of 20 (5 to 36 %)`. */
export function share({ failed, judged, low, high }: Share): string {
  return `${failed} of ${judged} (${Math.round(low * 100)} to ${Math.round(high * 100)}\u00a0%)`;
}

/** Milliseconds as `680 ms`, `2.4 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** An ISO 8601 time as `2025-11-20 12:34 UTC`. */
export function instant(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The day of an ISO 8601 time, as `28 Nov 2026`. */
export function day(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The first few of many names: `a, b, c and 4 more`. */
export function fewOf(names: readonly string[], most = 3): string {
  const left = names.length - most;
  if (left <= 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${left} more`;
}
