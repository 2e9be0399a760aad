/**
 * The recording phase of a live run: holds conversations in parallel, each provider within its limits, and writes each
 * cassette when its conversation has ended. Nothing is judged here.
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

/** The number of parallel conversations with a provider without a configured limit. */
export const USUAL_IN_FLIGHT = 8;

/**
 * More conversations than requests may be in flight, and the transport's limits delay the surplus. So a request is
 * always ready, while other conversations read an answer or write a cassette.
 */
const CONVERSATIONS_PER_REQUEST = 1.25;

export interface RecordingPhase {
  /** The conversations to hold, the most important first. */
  readonly plan: readonly HeldTogether[];
  /** The folder of cassettes. */
  readonly cassettes: string;
  readonly accessOf: (id: ConversationId) => Access;
  /** No further conversation begins; those in progress continue to their end. */
  readonly stop: AbortSignal;
  readonly onStarted?: (id: ConversationId) => void;
  /** Called with each conversation once its cassette is written. */
  readonly onWritten?: (id: ConversationId, held: Held) => void;
  /**
   * Called with the reason when the rest of a target is not sent: its first conversation showed that no request would
   * succeed, or several answers had no end.
   */
  readonly onHopeless?: (target: Target, why: string) => void;
}

/**
 * Resolves when everything is held, or after a stop, when the conversations in progress have ended.
 *
 * @throws {SuiteError} the first problem of the suite itself, such as a full disk; after it, no conversation begins
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
        // The queue is filled as it drains, so that thousands of conversations wait as data, not as promises.
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

/** Returns the conversations to begin with, for each target. */
function firstOfEachTarget(plan: readonly HeldTogether[]): ReadonlySet<HeldTogether> {
  const byTarget = groupBy(plan, ({ target }) => target.id);
  return new Set(
    [...byTarget.values()].flatMap((own) => {
      const first = firstOf(own.flatMap(({ conversations }) => conversations));
      return own.find(({ conversations }) => conversations.some((id) => id === first)) ?? [];
    }),
  );
}

/** @returns why no further request would succeed; null when that is unclear */
async function whyFirstHopeless(
  { conversations: [id] }: HeldTogether,
  [held]: readonly (Held | null)[],
  { accessOf }: RecordingPhase,
): Promise<string | null> {
  if (held === undefined || held === null || id === undefined) return null;
  return whyHopeless(id, held.exchanges, accessOf(id));
}

/** Returns null for a conversation that was dropped before its end; an empty list when none was to begin. */
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
