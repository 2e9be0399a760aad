/**
 * The recording phase of a live run: holds the conversations, many at the same time but each provider within its
 * limits, and writes each to its cassette when it has ended. Nothing is judged here.
 */
import PQueue from 'p-queue';
import type { Provider, Target } from '../config/providers.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { groupBy } from '../text/group-by.ts';
import { firstOf, whyHopeless } from './first-conversation.ts';
import { type Access, type Held, hold } from './hold.ts';
import type { HeldTogether } from './live-plan.ts';
import { LongAnswersInTurn } from './long-answers.ts';
import { saveHeld } from './save-held.ts';
import { UnfinishedAnswers } from './unfinished-answers.ts';

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
  /**
   * Told why the rest of a target is not sent: its first conversation has shown that nothing would be answered, or a few
   * answers did not come to an end.
   */
  readonly onHopeless?: (target: Target, why: string) => void;
}

/**
 * Ends when everything is held, or what was under way when it was stopped.
 *
 * @throws {SuiteError} the first problem of the suite itself, such as a full disk; nothing begins after it
 */
export async function recordConversations(phase: RecordingPhase): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([phase.stop, failed.signal]);
  const longAnswers = new LongAnswersInTurn();
  const byProvider = groupBy(phase.plan, ({ target }) => target.provider.id);
  await Promise.all(
    [...byProvider.values()].map(async (own) => {
      const queue = new PQueue({ concurrency: concurrencyWith(own[0]?.target.provider) });
      const add = (task: () => Promise<unknown>) =>
        void queue.add(() => task().catch((error) => failed.abort(error)));
      const unfinished = new Map(own.map(({ target }) => [target.id, new UnfinishedAnswers(target)]));
      const hopeless = new Set<string>();
      const holdUnlessHopeless = async (together: HeldTogether, isFirst: boolean) => {
        const { target } = together;
        if (hopeless.has(target.id)) return;
        const held = await holdTogether(together, phase, longAnswers, stop);
        const exchanges = held.flatMap((one) => one?.exchanges ?? []);
        const first = isFirst ? await whyFirstHopeless(together, held, phase) : null;
        const why = first ?? unfinished.get(target.id)?.add(exchanges) ?? null;
        if (why === null || hopeless.has(target.id)) return;
        hopeless.add(target.id);
        phase.onHopeless?.(target, why);
      };
      const firsts = firstOfEachTarget(own);
      for (const first of firsts) add(() => holdUnlessHopeless(first, true));
      await queue.onIdle();
      for (const together of own) {
        if (firsts.has(together)) continue;
        // Fed as it drains: thousands of conversations wait as data, not as promises.
        await queue.onSizeLessThan(1);
        if (stop.aborted) break;
        add(() => holdUnlessHopeless(together, false));
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

/** What each target begins with. */
function firstOfEachTarget(plan: readonly HeldTogether[]): ReadonlySet<HeldTogether> {
  const byTarget = groupBy(plan, ({ target }) => target.id);
  return new Set(
    [...byTarget.values()].flatMap((own) => {
      const first = firstOf(own.flatMap(({ conversations }) => conversations));
      return own.find(({ conversations }) => conversations.some((id) => id === first)) ?? [];
    }),
  );
}

/** @returns why nothing else would be answered; null when that is not clear */
async function whyFirstHopeless(
  { conversations: [id] }: HeldTogether,
  [held]: readonly (Held | null)[],
  { accessOf }: RecordingPhase,
): Promise<string | null> {
  if (held === undefined || held === null || id === undefined) return null;
  return whyHopeless(id, held.exchanges, accessOf(id));
}

/** Null for a conversation that was dropped before its end; nothing when none was to begin. */
async function holdTogether(
  { conversations }: HeldTogether,
  { cassettes, accessOf, onStarted, onWritten }: RecordingPhase,
  longAnswers: LongAnswersInTurn,
  stop: AbortSignal,
): Promise<(Held | null)[]> {
  if (stop.aborted) return [];
  return Promise.all(
    conversations.map(async (id) => {
      onStarted?.(id);
      return longAnswers.run(accessOf(id), async (access) => {
        const held = await hold(id, access);
        if (held === null) return null;
        await saveHeld(cassettes, id, held);
        onWritten?.(id, held);
        return held;
      });
    }),
  );
}
