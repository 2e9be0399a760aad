/** What Ctrl-C means to a live run: the first one lets what is under way come to its end, the second one drops it. */
import { setMaxListeners } from 'node:events';
import { ENDING } from '../system/process-group.ts';

export interface Interruption {
  /** No further conversation begins. */
  readonly stop: AbortSignal;
  /** What is under way is dropped. */
  readonly drop: AbortSignal;
  /** Gives the signals back their usual meaning. */
  readonly release: () => void;
}

/** Where signals arrive, as at `process`. */
export interface Signals {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** @param tell told what happens, in a sentence */
export function watchForInterruption(signals: Signals, tell: (sentence: string) => void): Interruption {
  const stop = new AbortController();
  const drop = new AbortController();
  // Every conversation under way listens.
  setMaxListeners(0, stop.signal, drop.signal);
  const interrupt = () => {
    if (stop.signal.aborted) {
      drop.abort();
      return;
    }
    tell('interrupted: conversations under way are held to their end; interrupt again to drop them');
    stop.abort();
  };
  for (const signal of ENDING) signals.on(signal, interrupt);
  return {
    stop: stop.signal,
    drop: drop.signal,
    release: () => {
      for (const signal of ENDING) signals.off(signal, interrupt);
    },
  };
}
