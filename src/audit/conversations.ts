/**
 * Which exchanges of a recording belong together (docs/reading.md). A conversation has one target
 * and one delivery: an exchange of another delivery, or pinned to another upstream, starts another. One that names a
 * response, or a conversation that the server keeps, belongs to the conversation that got it.
 */

import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Fidelity } from '../evidence/recordings/recorded.ts';
import type { Extension } from '../judge/check.ts';
import type { Reading } from '../reading/reading.ts';
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
  /** As the client asked for it. */
  readonly delivery: Delivery;
  readonly utterances: readonly Utterance[];
}

/** The conversations of one recording, in the order in which they start. */
export function conversationsOf(utterances: readonly Utterance[]): RecordedConversation[] {
  const threads: Thread[] = [];
  const threadsByOpening = new Map<string, Thread[]>();
  const threadsByName = new Map<string, Thread>();
  for (const utterance of utterances) {
    const opening = openingOf(utterance);
    const candidates = threadsByOpening.get(opening) ?? [];
    threadsByOpening.set(opening, candidates);
    const { continues } = utterance.reading.request;
    const named = continues === null ? undefined : threadsByName.get(nameKey(utterance, continues));
    let thread = named ?? threadOf(utterance, candidates);
    if (thread === undefined) {
      thread = new Thread(utterance);
      threads.push(thread);
      candidates.push(thread);
    } else {
      thread.add(utterance);
    }
    const { id, conversation } = utterance.reading.turn;
    for (const name of [id, conversation]) {
      if (typeof name === 'string') threadsByName.set(nameKey(utterance, name), thread);
    }
  }
  return threads.map(({ first, utterances }) => {
    const { dialect, extensions, host, model, upstream } = first;
    return { dialect, extensions, host, model, upstream, delivery: deliveryOf(first), utterances };
  });
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
  return [dialect, host, model, upstream, deliveryOf(utterance)];
}

/**
 * The latest conversation that the exchange carries on. Ids tell conversations apart that were held at the same time
 * with the same words, so the messages decide only where no id does.
 */
function threadOf(utterance: Utterance, candidates: readonly Thread[]): Thread | undefined {
  return (
    candidates.findLast((thread) => thread.isRepeatedBy(utterance)) ??
    candidates.findLast((thread) => thread.knowsAnIdOf(utterance)) ??
    candidates.findLast((thread) => thread.isContinuedBy(utterance))
  );
}

class Thread {
  readonly first: Utterance;
  readonly utterances: Utterance[] = [];
  readonly #issuedIds = new Set<unknown>();
  #last: Utterance;

  constructor(first: Utterance) {
    this.first = first;
    this.#last = first;
    this.add(first);
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

  /** The exchange sends the messages of the last one, and more. */
  isContinuedBy({ reading }: Utterance): boolean {
    const before = this.#last.reading.request.history;
    const { history } = reading.request;
    return (
      history.length > before.length && before.every(({ json }, at) => sameJson(json, history[at]?.json))
    );
  }
}
