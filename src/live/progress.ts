/**
 * How the recording of a live run gets on, a line for each provider: redrawn in place on a terminal, repeated from time
 * to time in a log. It goes to standard error, so that standard output stays clean.
 */
import { createLogUpdate } from 'log-update';
import { thousands } from '../text/display.ts';
import { plain } from '../text/plain-text.ts';
import type { Attempt } from '../transports/live.ts';

export interface ProgressOptions {
  /** How many conversations each provider, by its id, is to hold. The lines stand in this order. */
  readonly totals: ReadonlyMap<string, number>;
  /** Default: standard error. */
  readonly stream?: ProgressStream;
  /** Whether the stream can be redrawn. Default: what the stream says. */
  readonly isTTY?: boolean;
  /** The width in characters where the stream does not tell its own. Default 80. */
  readonly columns?: number;
  /** Milliseconds since some fixed moment; never runs backwards. Default: the clock of this process. */
  readonly now?: () => number;
  /** Default: a timer that does not keep the process alive. */
  readonly every?: Every;
}

export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Does the task again and again, so many milliseconds apart, until the function that it gives is called. */
export type Every = (ms: number, task: () => void) => () => void;

/** Providers are named by the ids of `totals`; conversations by any text that is theirs alone. */
export interface Progress {
  /** A conversation began. The first one starts the clock of its provider. */
  started(provider: string, conversation: string): void;
  /** An attempt left; any but the first for its request is a retry. */
  requested(provider: string, attempt: Pick<Attempt, 'number'>): void;
  /** An answer reported what it cost in US dollars and tokens; null for what it did not say. */
  spent(provider: string, amount: { readonly cost: number | null; readonly tokens: number | null }): void;
  /** A conversation is over; `notSent` when a request of it was never sent, as where the budget is used up. */
  ended(provider: string, conversation: string, outcome: { readonly notSent: boolean }): void;
  /** Shows a line above the display. */
  note(text: string): void;
  /** Shows how things stand for the last time, and stops the timers. */
  finish(): void;
}

/** What is known of one provider; times as `now` of the options gives them. */
export interface ProviderProgress {
  readonly id: string;
  readonly total: number;
  /** Null before the first conversation. */
  startedAt: number | null;
  /** Null before the last conversation is over. */
  endedAt: number | null;
  done: number;
  notSent: number;
  retries: number;
  /** US dollars; null as long as no answer told its cost. */
  cost: number | null;
  tokens: number | null;
  /** When the attempts of the last seconds left, the oldest first. */
  departures: readonly number[];
  /** Conversations that began and are not over, the oldest first. */
  readonly underWay: Set<string>;
}

const REDRAWN_EVERY = 100;
const LOGGED_EVERY = 10_000;
const RATE_WINDOW = 10_000;
const LONGEST_LOGGED = 200;

/** Begins to show progress at once; whoever calls this must call `finish`. */
export function createProgress({
  totals,
  stream = process.stderr,
  isTTY = stream.isTTY === true,
  columns = 80,
  now = () => performance.now(),
  every = unreferencedTimer,
}: ProgressOptions): Progress {
  const providers = new Map([...totals].map(([id, total]) => [id, fresh(id, total)]));
  const of = (id: string): ProviderProgress => {
    const provider = providers.get(id);
    if (provider === undefined) throw new Error(`no total was given for the provider ${id}`);
    return provider;
  };
  const all = [...providers.values()];
  // Some pseudo-terminals have no size, and nothing can be redrawn where no line has a width.
  const redrawn = isTTY && stream.columns !== 0;
  const shown = redrawn ? showOnTerminal(stream, columns, all, now) : showInLog(stream, all, now);
  const stop = every(redrawn ? REDRAWN_EVERY : LOGGED_EVERY, shown.tick);
  return {
    started(id, conversation) {
      const provider = of(id);
      provider.startedAt ??= now();
      provider.underWay.add(conversation);
    },
    requested(id, { number }) {
      const provider = of(id);
      if (number > 1) provider.retries += 1;
      provider.departures = [...recent(provider, now()), now()];
    },
    spent(id, { cost, tokens }) {
      const provider = of(id);
      if (cost !== null) provider.cost = (provider.cost ?? 0) + cost;
      if (tokens !== null) provider.tokens = (provider.tokens ?? 0) + tokens;
    },
    ended(id, conversation, { notSent }) {
      const provider = of(id);
      provider.underWay.delete(conversation);
      provider.done += 1;
      if (notSent) provider.notSent += 1;
      if (provider.done < provider.total) return;
      provider.endedAt = now();
      shown.ended(provider);
    },
    note: shown.note,
    finish() {
      stop();
      shown.finish();
    },
  };
}

/** A line for each provider, in columns, none wider than so many characters. */
export function formatFrame(
  providers: readonly Readonly<ProviderProgress>[],
  now: number,
  columns: number,
): string {
  const rows = providers.map((provider) => ({ provider, facts: factsOf(provider, now) }));
  const nameWidth = Math.max(...rows.map(({ provider }) => nameOf(provider).length));
  const widths = (rows[0]?.facts ?? []).map((_, column) =>
    Math.max(...rows.map(({ facts }) => facts[column]?.length ?? 0)),
  );
  return rows
    .map(({ provider, facts }) => {
      const aligned = facts.map((fact, column) => fact.padStart(widths[column] ?? 0));
      const cells = [nameOf(provider).padEnd(nameWidth), ...aligned, ...tailOf(provider)];
      return cut(cells.filter((cell) => cell !== '').join('  '), columns).trimEnd();
    })
    .join('\n');
}

/** How things stand with one provider, as a line of a log. */
export function formatLine(provider: Readonly<ProviderProgress>, now: number): string {
  const facts = [...factsOf(provider, now), ...tailOf(provider)].filter((fact) => fact !== '');
  return cut(`${nameOf(provider)}: ${facts.join(', ')}`, LONGEST_LOGGED);
}

/** A length of time as `0:07`, `1:05`, `1:02:05`. */
export function formatTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const padded = (number: number) => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${padded(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${padded(minutes % 60)}:${padded(seconds % 60)}`;
}

/** Always the same facts in the same order, empty where there is nothing to say. */
function factsOf(provider: Readonly<ProviderProgress>, now: number): string[] {
  const { done, total, retries } = provider;
  return [
    `${done}/${total}`,
    rateOf(provider, now),
    spendOf(provider),
    `retries ${thousands(retries)}`,
    timeOf(provider, now),
  ];
}

/** Attempts that left per second, over the last seconds. */
function rateOf(provider: Readonly<ProviderProgress>, now: number): string {
  const { startedAt, endedAt } = provider;
  if (startedAt === null || endedAt !== null) return '';
  // Over less than a second the first attempts would look like a storm.
  const window = Math.min(RATE_WINDOW, Math.max(1000, now - startedAt));
  return `${((1000 * recent(provider, now).length) / window).toFixed(1)}/s`;
}

function recent({ departures }: Readonly<ProviderProgress>, now: number): readonly number[] {
  return departures.filter((at) => at > now - RATE_WINDOW);
}

/** Always four places, so that the column stands still. */
function spendOf({ cost, tokens }: Readonly<ProviderProgress>): string {
  if (cost !== null) return `$${cost.toFixed(4)}`;
  return tokens === null ? '' : `${thousands(tokens)} tokens`;
}

/** What is left at the rate so far, or how long it took. */
function timeOf({ startedAt, endedAt, done, total }: Readonly<ProviderProgress>, now: number): string {
  if (startedAt === null) return 'waiting';
  if (endedAt !== null) return `took ${formatTime(endedAt - startedAt)}`;
  return `eta ${done === 0 ? '-:--' : formatTime(((total - done) * (now - startedAt)) / done)}`;
}

/** What is said at the end of a line, in no column. */
function tailOf({ notSent, underWay }: Readonly<ProviderProgress>): string[] {
  const names = [...underWay].map(onOneLine).join(', ');
  return [
    ...(notSent === 0 ? [] : [`not sent ${thousands(notSent)}`]),
    ...(underWay.size === 0 ? [] : [`in flight ${underWay.size}: ${names}`]),
  ];
}

function nameOf({ id }: Readonly<ProviderProgress>): string {
  return onOneLine(id);
}

function onOneLine(text: string): string {
  return plain(text).replaceAll(/\s+/gu, ' ');
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Where progress is shown. */
interface Display {
  readonly tick: () => void;
  readonly ended: (provider: ProviderProgress) => void;
  readonly note: (text: string) => void;
  readonly finish: () => void;
}

function showOnTerminal(
  stream: ProgressStream,
  columns: number,
  providers: readonly ProviderProgress[],
  now: () => number,
): Display {
  // A hidden cursor would have to be brought back by whatever ends the process.
  const log = createLogUpdate(stream, { showCursor: true, defaultWidth: columns });
  const draw = () => log(formatFrame(providers, now(), stream.columns ?? columns));
  return {
    tick: draw,
    ended: () => {},
    note(text) {
      log.persist(onOneLine(text));
      draw();
    },
    finish() {
      draw();
      log.done();
    },
  };
}

function showInLog(
  stream: ProgressStream,
  providers: readonly ProviderProgress[],
  now: () => number,
): Display {
  const write = (line: string) => void stream.write(`${line}\n`);
  const tell = (provider: ProviderProgress) => write(formatLine(provider, now()));
  const tellOfUnfinished = () =>
    providers.filter(({ startedAt, endedAt }) => startedAt !== null && endedAt === null).forEach(tell);
  return {
    tick: tellOfUnfinished,
    ended: tell,
    note: (text) => write(onOneLine(text)),
    finish: tellOfUnfinished,
  };
}

function fresh(id: string, total: number): ProviderProgress {
  return {
    id,
    total,
    startedAt: null,
    endedAt: null,
    done: 0,
    notSent: 0,
    retries: 0,
    cost: null,
    tokens: null,
    departures: [],
    underWay: new Set(),
  };
}

function unreferencedTimer(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
}
