/**
 * Which exchanges of a recording belong together (docs/reading.md). A conversation has one target:
 * an exchange that is pinned to another upstream starts another. One that names a response, or a conversation that the
 * server keeps, belongs to the conversation that got it.
 */

import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Fidelity } from '../evidence/recordings/recorded.ts';
import type { Extension } from '../judge/check.ts';
import type { HistoryMessage, Reading, RequestReading } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';

/** One exchange of a judged dialect, read. */
export interface Utterance {
  readonly exchange: Exchange;
  /** Its place in the recording, from 0. */
  readonly position: number;
  readonly line: number | null;
  readonly fidelity: Fidelity;
  readonly reading: Reading;
  /** The id of its dialect. */
  readonly dialect: string;
  readonly extensions: ReadonlySet<Extension>;
  readonly host: string;
  readonly model: string;
  /** The one upstream that the request allows; null when it allows several or any. */
  readonly upstream: string | null;
}

export interface RecordedConversation
  extends Pick<Utterance, 'dialect' | 'extensions' | 'host' | 'model' | 'upstream'> {
  /** As the client asked for it at first; it may change from request to request. */
  readonly delivery: Delivery;
  readonly utterances: readonly Utterance[];
}

/** The conversations of one recording, in the order in which they start. */
export function conversationsOf(utterances: readonly Utterance[]): RecordedConversation[] {
  const threads = new Threads();
  return [...new Set(utterances.map((utterance) => threads.add(utterance)))].map(conversationOf);
}

/** A conversation that may go on. */
export interface OpenConversation {
  readonly first: Utterance;
  readonly utterances: readonly Utterance[];
}

export function conversationOf({ first, utterances }: OpenConversation): RecordedConversation {
  const { dialect, extensions, host, model, upstream } = first;
  return { dialect, extensions, host, model, upstream, delivery: deliveryOf(first), utterances };
}

/** The conversations so far, while exchanges come in. */
export class Threads {
  readonly #byOpening = new Map<string, Thread[]>();
  readonly #byName = new Map<string, Thread>();

  /** The conversation that the exchange carries on, or the one that it begins. */
  add(utterance: Utterance): OpenConversation {
    const opening = openingOf(utterance);
    const candidates = this.#byOpening.get(opening) ?? [];
    this.#byOpening.set(opening, candidates);
    const { continues } = utterance.reading.request;
    const named = continues === null ? undefined : this.#byName.get(nameKey(utterance, continues));
    let thread = named ?? threadOf(utterance, candidates);
    if (thread === undefined) {
      thread = new Thread(utterance);
      candidates.push(thread);
    } else {
      thread.add(utterance);
    }
    for (const key of nameKeysOf(utterance)) this.#byName.set(key, thread);
    return thread;
  }

  /** No exchange carries it on from here. */
  forget(conversation: OpenConversation): void {
    const opening = openingOf(conversation.first);
    const others = (this.#byOpening.get(opening) ?? []).filter((thread) => thread !== conversation);
    if (others.length === 0) this.#byOpening.delete(opening);
    else this.#byOpening.set(opening, others);
    for (const key of conversation.utterances.flatMap(nameKeysOf)) {
      if (this.#byName.get(key) === conversation) this.#byName.delete(key);
    }
  }
}

/** Of what later requests may name: the response, and the conversation that the server keeps. */
function nameKeysOf(utterance: Utterance): string[] {
  const { id, conversation } = utterance.reading.turn;
  return [id, conversation].flatMap((name) => (typeof name === 'string' ? nameKey(utterance, name) : []));
}

function deliveryOf({ reading }: Utterance): Delivery {
  return reading.request.streaming ? 'streaming' : 'buffered';
}

/** What all exchanges of a conversation share, where the history is theirs to bring. */
function openingOf(utterance: Utterance): string {
  const question = utterance.reading.request.history.find(({ role }) => role === 'user')?.text ?? null;
  return JSON.stringify([...partiesOf(utterance), question]);
}

/** A response or a conversation that a later request may name, whatever that one says first. */
function nameKey(utterance: Utterance, id: string): string {
  return JSON.stringify([...partiesOf(utterance), id]);
}

function partiesOf(utterance: Utterance): readonly (string | null)[] {
  const { dialect, host, model, upstream } = utterance;
  return [dialect, host, model, upstream];
}

/**
 * The latest conversation that the exchange carries on. Ids tell conversations apart that ran at the same time with the
 * same words, so the messages decide only where no id does; and a conversation of the same delivery comes first, since
 * recordings often hold the same words in both.
 */
function threadOf(utterance: Utterance, candidates: readonly Thread[]): Thread | undefined {
  const delivery = deliveryOf(utterance);
  const same = candidates.filter((thread) => thread.delivery === delivery);
  const other = candidates.filter((thread) => thread.delivery !== delivery);
  return (
    same.findLast((thread) => thread.isRepeatedBy(utterance)) ??
    same.findLast((thread) => thread.knowsAnIdOf(utterance)) ??
    same.findLast((thread) => thread.isContinuedBy(utterance)) ??
    other.findLast((thread) => thread.knowsAnIdOf(utterance)) ??
    other.findLast((thread) => thread.isContinuedBy(utterance))
  );
}

class Thread implements OpenConversation {
  readonly first: Utterance;
  readonly utterances: Utterance[] = [];
  readonly #issuedIds = new Set<unknown>();
  #last: Utterance;

  constructor(first: Utterance) {
    this.first = first;
    this.#last = first;
    this.add(first);
  }

  /** Of its latest exchange. */
  get delivery(): Delivery {
    return deliveryOf(this.#last);
  }

  add(utterance: Utterance): void {
    this.utterances.push(utterance);
    this.#last = utterance;
    for (const { id } of utterance.reading.turn.calls) {
      if (typeof id?.value === 'string') this.#issuedIds.add(id.value);
    }
  }

  /** The exchange sends the last one again unchanged, which failed. */
  isRepeatedBy({ exchange, reading }: Utterance): boolean {
    const { exchange: before, reading: last } = this.#last;
    return (
      (last.standing.kind === 'refused' || last.standing.kind === 'lost') &&
      before.request.url === exchange.request.url &&
      sameJson(last.request.json, reading.request.json)
    );
  }

  knowsAnIdOf({ reading }: Utterance): boolean {
    return reading.request.history.some(
      ({ calls, answers }) =>
        (typeof answers === 'string' && this.#issuedIds.has(answers)) ||
        calls.some(({ id }) => this.#issuedIds.has(id)),
    );
  }

  /** The exchange sends the messages of the last one, and more; a client may give the calls in them other ids. */
  isContinuedBy({ reading }: Utterance): boolean {
    const { request: before } = this.#last.reading;
    const { request } = reading;
    const added = request.history.slice(before.history.length);
    return (
      added.length > 0 &&
      before.history.every((entry, at) => isSameEntry(entry, request.history[at])) &&
      !isHandOver(before, request, added)
    );
  }
}

function isSameEntry(one: HistoryMessage, other: HistoryMessage | undefined): boolean {
  if (other === undefined) return false;
  return sameJson(one.json, other.json) || sameJson(withoutIds(one), withoutIds(other));
}

/** What is left of a call or a result without its id; any other entry stays as it is. */
function withoutIds({ role, text, calls, answers, json }: HistoryMessage): Json {
  if (calls.length === 0 && answers === undefined) return json;
  return [role, text, calls.map((call) => [call.name, call.arguments]), answers === undefined];
}

/** Another agent takes over: it has instructions and tools of its own, and is told in words what went before. */
function isHandOver(
  before: RequestReading,
  request: RequestReading,
  added: readonly HistoryMessage[],
): boolean {
  return (
    added.every(({ role, answers }) => role === 'user' && answers === undefined) &&
    !sameJson(before.instructions, request.instructions) &&
    !sameJson(before.tools, request.tools)
  );
}
