/** The time limits of `--timeout`. */
import { SuiteError } from '../system/failure.ts';
import { TIMEOUTS, type Timeouts } from '../transports/live.ts';

/**
 * @param text seconds for the whole answer; or three limits, to the first byte, between two chunks, and in total, such
 *   as `60,30,600`
 * @param option the name of the option, for messages
 * @throws {SuiteError} when the text is neither one number nor three
 */
export function timeoutsOf(text: string | undefined, option = '--timeout'): Timeouts {
  if (text === undefined) return TIMEOUTS;
  const seconds = text.split(',').map((part) => (/^\d+(?:\.\d+)?$/u.test(part.trim()) ? Number(part) : 0));
  const [first = 0, idle = first, whole = first] = seconds;
  if (![1, 3].includes(seconds.length) || seconds.some((one) => one <= 0 || one > LONGEST)) {
    throw new SuiteError(
      `${option} ${text}: give the seconds of a whole answer, such as 60, or those to its first byte, between two arrivals and of the whole, such as 60,30,600`,
    );
  }
  return { firstByteMs: 1000 * first, idleMs: 1000 * idle, wholeMs: 1000 * whole };
}

/** One day: timers cannot count much longer. */
const LONGEST = 86_400;

/** Describes the limits in one line. */
export function timeoutLine({ firstByteMs, idleMs, wholeMs }: Timeouts): string {
  const seconds = (ms: number) => `${ms / 1000} s`;
  return `an answer may take ${seconds(firstByteMs)} to its first byte, ${seconds(idleMs)} between two arrivals and ${seconds(wholeMs)} in total; --timeout sets other limits`;
}
