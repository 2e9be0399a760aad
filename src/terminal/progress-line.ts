/** A progress line on a terminal, shown only when the work takes a while. */
import { plain } from '../text/plain-text.ts';
import type { Output } from './columns.ts';

export interface ProgressLine {
  /** Shows the progress, such as `judging: 37 of 120 files`. Cheap: may be called for every item. */
  show(text: () => string): void;
  /** Removes the line, before other text is printed. */
  clear(): void;
}

/** Work that is done sooner shows no progress. */
const SILENT_FOR = 2000;
const REDRAWN_EVERY = 100;

/**
 * @param stream nothing is shown unless it is a terminal that can be redrawn
 * @param now milliseconds since some fixed moment; must not run backwards
 */
export async function progressLine(
  stream: Output,
  now: () => number = () => performance.now(),
): Promise<ProgressLine> {
  if (stream.isTTY !== true || stream.columns === 0) return { show() {}, clear() {} };
  const { createLogUpdate } = await import('log-update');
  // A hidden cursor would stay hidden if the process is killed.
  const log = createLogUpdate(stream, { showCursor: true });
  let next = now() + SILENT_FOR;
  return {
    show(text) {
      if (now() < next) return;
      log(plain(text()).replaceAll(/\s+/gu, ' '));
      next = now() + REDRAWN_EVERY;
    },
    clear: () => log.clear(),
  };
}
