/** Ctrl-C during a live run: the first one finishes the conversations in progress, the second one drops them. */
import { setMaxListeners } from 'node:events';
import { ENDING } from '../system/process-group.ts';

export interface Interruption {
  /** No further conversation begins. */
  readonly stop: AbortSignal;
  /** Conversations in progress are dropped. */
  readonly drop: AbortSignal;
  /** Restores the default handling of the signals. */
  readonly release: () => void;
}

/** Delivers signals, as `process` does. */
export interface Signals {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** @param tell called with a sentence that says what happens */
export function watchForInterruption(signals: Signals, tell: (sentence: string) => void): Interruption {
  const stop = new AbortController();
  const drop = new AbortController();
  // Each conversation in progress adds a listener.
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
