/**
 * The recording phase of a live run: holds the conversations, many at the same time but each provider within its
 * limits, and writes each to its cassette when it has ended. Nothing is judged here.
 */
import PQueue from 'p-queue';
import type { Provider } from '../config/providers.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { groupBy } from '../text/group-by.ts';
import { type Access, type Held, hold } from './hold.ts';
import type { HeldTogether } from './live-plan.ts';
import { saveHeld } from './save-held.ts';

/** Conversations with a provider at the same time, where its configuration sets no limit. */
export const USUAL_IN_FLIGHT = 8;

/**
 * Conversations for each request that may be in flight. The limits of the transport hold back what is too much: so a
 * request waits for each that ends, while the conversation of that one reads its answer, or its cassette is written.
 */
const CONVERSATIONS_PER_REQUEST = 1.25;

export interface RecordingPhase {
  /** What is to be held, in the order of its importance. */
  readonly plan: readonly HeldTogether[];
  /** The folder of cassettes. */
  readonly cassettes: string;
  readonly accessOf: (id: ConversationId) => Access;
  /** No further conversation begins; those under way are held to their end. */
  readonly stop: AbortSignal;
  readonly onStarted?: (id: ConversationId) => void;
  /** Told of each conversation once its cassette is written. */
  readonly onWritten?: (id: ConversationId, held: Held) => void;
}

/**
 * Ends when everything is held, or what was under way when it was stopped.
 *
 * @throws {SuiteError} the first problem of the suite itself, such as a full disk; nothing begins after it
 */
export async function recordConversations(phase: RecordingPhase): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([phase.stop, failed.signal]);
  const byProvider = groupBy(phase.plan, ({ target }) => target.provider.id);
  await Promise.all(
    [...byProvider.values()].map(async (own) => {
      const queue = new PQueue({ concurrency: concurrencyWith(own[0]?.target.provider) });
      for (const together of own) {
        // Fed as it drains: thousands of conversations wait as data, not as promises.
        await queue.onSizeLessThan(1);
        if (stop.aborted) break;
        void queue.add(() => holdTogether(together, phase, stop).catch((error) => failed.abort(error)));
      }
      await queue.onIdle();
    }),
  );
  failed.signal.throwIfAborted();
}

function concurrencyWith(provider: Provider | undefined): number {
  const inFlight = provider?.limits?.inFlight;
  return inFlight === undefined ? USUAL_IN_FLIGHT : Math.floor(inFlight * CONVERSATIONS_PER_REQUEST);
}

async function holdTogether(
  { conversations }: HeldTogether,
  { cassettes, accessOf, onStarted, onWritten }: RecordingPhase,
  stop: AbortSignal,
): Promise<void> {
  if (stop.aborted) return;
  await Promise.all(
    conversations.map(async (id) => {
      onStarted?.(id);
      const held = await hold(id, accessOf(id));
      if (held === null) return;
      await saveHeld(cassettes, id, held);
      onWritten?.(id, held);
    }),
  );
}
