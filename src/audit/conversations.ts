/**
 * Groups the exchanges of a recording into conversations (docs/reading.md). A conversation has one target: an exchange
 * that is pinned to another upstream starts another conversation. An exchange that names a response, or a conversation
 * stored on the server, belongs to the conversation that received it.
 */

import type { Delivery } from '../evidence/exchange.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import type { Extension } from '../judge/check.ts';
import { isAnsweredAsIssuedBy, isContinuedBy, isRepeatedAsIssuedBy, isRepeatedBy } from './carried-on.ts';
import { hasFailed, type ToldExchange } from './told-apart.ts';

/** One exchange of a judged dialect, with its reading. */
export interface Utterance {
  readonly recorded: RecordedExchange;
  /** The index in the recording, from 0. */
  readonly position: number;
  readonly url: string;
  readonly told: ToldExchange;
  /** The id of the dialect. */
  readonly dialect: string;
  readonly extensions: ReadonlySet<Extension>;
  readonly host: string;
  readonly model: string;
  /** The only upstream that the request allows; null when it allows several or any. */
  readonly upstream: string | null;
}

export interface RecordedConversation
  extends Pick<Utterance, 'dialect' | 'extensions' | 'host' | 'model' | 'upstream'> {
  /** The delivery of the first request. Later requests may ask for another. */
  readonly delivery: Delivery;
  readonly utterances: readonly Utterance[];
}

/** Returns the conversations of one recording, in the order in which they start. */
export function conversationsOf(utterances: Iterable<Utterance>): RecordedConversation[] {
  const threads = new Threads();
  const found = new Set<OpenConversation>();
  for (const utterance of utterances) found.add(threads.add(utterance));
  return [...found].map(conversationOf);
}

/** Reduces an exchange of a conversation to the data that is kept. */
export type Keeping = (utterance: Utterance) => Utterance;

/** A conversation that later exchanges may continue. */
export interface OpenConversation {
  readonly first: Utterance;
  readonly utterances: readonly Utterance[];
}

export function conversationOf({ first, utterances }: OpenConversation): RecordedConversation {
  const { dialect, extensions, host, model, upstream } = first;
  return { dialect, extensions, host, model, upstream, delivery: deliveryOf(first), utterances };
}

/** Assigns exchanges to conversations, one by one. */
export class Threads {
  readonly #byOpening = new Map<string, Candidates>();
  readonly #byName = new Map<string, Thread>();
  readonly #kept: Keeping;
  #started = 0;

  /** @param kept keeps everything by default */
  constructor(kept: Keeping = (utterance) => utterance) {
    this.#kept = kept;
  }

  /** Returns the conversation that the exchange continues or starts. */
  add(utterance: Utterance): OpenConversation {
    const opening = openingOf(utterance);
    const candidates = this.#byOpening.get(opening) ?? new Candidates();
    this.#byOpening.set(opening, candidates);
    const { continues } = utterance.told.request;
    const named = continues === null ? undefined : this.#byName.get(nameKey(utterance, continues));
    let thread = named ?? candidates.threadOf(utterance);
    const kept = this.#kept(utterance);
    if (thread === undefined) {
      thread = candidates.start(kept, this.#started);
      this.#started += 1;
    } else {
      thread.candidates.carryOn(thread, kept);
    }
    for (const key of nameKeysOf(kept)) this.#byName.set(key, thread);
    return thread;
  }

  /** Removes a conversation, so that no later exchange continues it. */
  forget(conversation: OpenConversation): void {
    const opening = openingOf(conversation.first);
    const candidates = this.#byOpening.get(opening);
    candidates?.forget(conversation);
    if (candidates?.isEmpty === true) this.#byOpening.delete(opening);
    for (const key of conversation.utterances.flatMap(nameKeysOf)) {
      if (this.#byName.get(key) === conversation) this.#byName.delete(key);
    }
  }
}

/** Returns the keys of what later requests may name: the response, and the conversation stored on the server. */
function nameKeysOf(utterance: Utterance): string[] {
  const { id, conversation } = utterance.told.turn;
  return [id, conversation].flatMap((name) => (typeof name === 'string' ? nameKey(utterance, name) : []));
}

function deliveryOf({ told }: Utterance): Delivery {
  return told.request.streaming ? 'streaming' : 'buffered';
}

/** Returns the key that all exchanges of a conversation share, when each request repeats the history. */
function openingOf(utterance: Utterance): string {
  const question = utterance.told.request.history.find(({ role }) => role === 'user')?.text ?? null;
  return JSON.stringify([...partiesOf(utterance), question]);
}

/**
 * Returns the key of a response or stored conversation that a later request may name. It ignores the opening prompt.
 */
function nameKey(utterance: Utterance, id: string): string {
  return JSON.stringify([...partiesOf(utterance), id]);
}

function partiesOf(utterance: Utterance): readonly (string | null)[] {
  const { dialect, host, model, upstream } = utterance;
  return [dialect, host, model, upstream];
}

/** The conversations with one opening, in the order in which they start. Hundreds may share the same prompt. */
class Candidates {
  #threads: Thread[] = [];
  /** The conversations that issued an id, in the same order. */
  readonly #byId = new Map<string, Thread[]>();
  /** The conversations whose latest exchange failed. */
  readonly #failed = new Set<Thread>();
  /** The number of conversations by the number of messages in their latest request. */
  readonly #lengths = new Map<number, number>();

  get isEmpty(): boolean {
    return this.#threads.length === 0;
  }

  /** @param ordinal the number of conversations of the recording that start before it */
  start(utterance: Utterance, ordinal: number): Thread {
    const thread = new Thread(utterance, ordinal, this);
    this.#threads.push(thread);
    this.#note(thread, utterance);
    return thread;
  }

  carryOn(thread: Thread, utterance: Utterance): void {
    this.#unnoteLatest(thread);
    thread.add(utterance);
    this.#note(thread, utterance);
  }

  forget(conversation: OpenConversation): void {
    const thread = this.#threads.find((one) => one === conversation);
    if (thread === undefined) return;
    this.#threads = this.#threads.filter((one) => one !== thread);
    this.#unnoteLatest(thread);
    for (const id of new Set(thread.utterances.flatMap(issuedIds))) {
      const others = (this.#byId.get(id) ?? []).filter((one) => one !== thread);
      if (others.length === 0) this.#byId.delete(id);
      else this.#byId.set(id, others);
    }
  }

  /**
   * Returns the latest conversation that the exchange continues. Ids distinguish concurrent conversations with the same
   * texts, so messages decide only when no id does. A conversation with the same delivery has priority, because
   * recordings often contain the same texts in both deliveries.
   */
  threadOf(utterance: Utterance): Thread | undefined {
    const delivery = deliveryOf(utterance);
    const isSame = (thread: Thread) => thread.delivery === delivery;
    const isOther = (thread: Thread) => thread.delivery !== delivery;
    return (
      this.#repeatedBy(utterance, isSame) ??
      this.#knowingAnIdOf(utterance, isSame) ??
      this.#continuedBy(utterance, isSame) ??
      this.#knowingAnIdOf(utterance, isOther) ??
      this.#continuedBy(utterance, isOther)
    );
  }

  #repeatedBy(utterance: Utterance, isOfDelivery: (thread: Thread) => boolean): Thread | undefined {
    return [...this.#failed]
      .sort(byOrdinal)
      .findLast((thread) => isOfDelivery(thread) && isRepeatedBy(thread.latest, utterance));
  }

  #knowingAnIdOf(utterance: Utterance, isOfDelivery: (thread: Thread) => boolean): Thread | undefined {
    const named = utterance.told.request.history.flatMap(({ calls, answers }) => [
      answers,
      ...calls.map(({ id }) => id),
    ]);
    const knowing = [...new Set(named)].flatMap((id) =>
      typeof id === 'string' ? [this.#byId.get(id) ?? []] : [],
    );
    const latest = knowing.flatMap((threads) => threads.findLast(isOfDelivery) ?? []).sort(byOrdinal);
    const last = latest.at(-1);
    if (last === undefined || isRepeatedAsIssuedBy(last.latest, utterance)) return last;
    // Many conversations issue the same id, such as call_0.
    const others = [...new Set(knowing.flat())].filter(isOfDelivery).sort(byOrdinal);
    return others.findLast((thread) => isRepeatedAsIssuedBy(thread.latest, utterance)) ?? last;
  }

  #continuedBy(utterance: Utterance, isOfDelivery: (thread: Thread) => boolean): Thread | undefined {
    const { length } = utterance.told.request.history;
    if (![...this.#lengths.keys()].some((before) => before < length)) return undefined;
    const isContinued = (thread: Thread) => isOfDelivery(thread) && isContinuedBy(thread.latest, utterance);
    return (
      this.#threads.findLast(
        (thread) => isContinued(thread) && isAnsweredAsIssuedBy(thread.latest, utterance),
      ) ?? this.#threads.findLast(isContinued)
    );
  }

  #note(thread: Thread, utterance: Utterance): void {
    if (hasFailed(utterance.told)) this.#failed.add(thread);
    const { length } = utterance.told.request.history;
    this.#lengths.set(length, (this.#lengths.get(length) ?? 0) + 1);
    for (const id of issuedIds(utterance)) {
      const threads = this.#byId.get(id) ?? [];
      this.#byId.set(id, threads);
      const last = threads.at(-1);
      if (last === thread) continue;
      threads.push(thread);
      if (last !== undefined && byOrdinal(last, thread) > 0) threads.sort(byOrdinal);
    }
  }

  #unnoteLatest(thread: Thread): void {
    this.#failed.delete(thread);
    const { length } = thread.latest.told.request.history;
    const left = (this.#lengths.get(length) ?? 0) - 1;
    if (left > 0) this.#lengths.set(length, left);
    else this.#lengths.delete(length);
  }
}

function byOrdinal(one: Thread, other: Thread): number {
  return one.ordinal - other.ordinal;
}

function issuedIds({ told }: Utterance): string[] {
  return told.turn.calls.flatMap(({ id }) => (typeof id?.value === 'string' ? [id.value] : []));
}

class Thread implements OpenConversation {
  readonly first: Utterance;
  /** The number of conversations that start before this one. */
  readonly ordinal: number;
  /** The candidates that contain this conversation. */
  readonly candidates: Candidates;
  readonly utterances: Utterance[];
  latest: Utterance;

  constructor(first: Utterance, ordinal: number, candidates: Candidates) {
    this.first = first;
    this.latest = first;
    this.ordinal = ordinal;
    this.candidates = candidates;
    this.utterances = [first];
  }

  /** The delivery of the latest exchange. */
  get delivery(): Delivery {
    return deliveryOf(this.latest);
  }

  add(utterance: Utterance): void {
    this.utterances.push(utterance);
    this.latest = utterance;
  }
}
