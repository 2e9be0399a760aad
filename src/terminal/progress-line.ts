/** One line on a terminal that says how far something is, once it takes long enough to wonder. */
import { plain } from '../text/plain-text.ts';
import type { Output } from './columns.ts';

export interface ProgressLine {
  /** Shows how things stand, such as `judging: 37 of 120 files`. Cheap: may be called for every item. */
  show(text: () => string): void;
  /** Takes the line away, before other text is printed. */
  clear(): void;
}

/** Nobody wonders before. */
const SILENT_FOR = 2000;
const REDRAWN_EVERY = 100;

/**
 * @param stream nothing is shown where it is no terminal that can be redrawn
 * @param now milliseconds since some fixed moment; never runs backwards
 */
export async function progressLine(
  stream: Output,
  now: () => number = () => performance.now(),
): Promise<ProgressLine> {
  if (stream.isTTY !== true || stream.columns === 0) return { show() {}, clear() {} };
  const { createLogUpdate } = await import('log-update');
  // A hidden cursor would have to be brought back by whatever ends the process.
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
