/**
 * The progress of a live run, a line for each provider: redrawn in place on a terminal, repeated from time to time in a
 * log. It goes to standard error, so that standard output contains only results.
 */
import { createLogUpdate } from 'log-update';
import { thousands } from '../text/display.ts';
import { plain } from '../text/plain-text.ts';
import type { Attempt } from '../transports/live.ts';

export interface ProgressOptions {
  /** The number of conversations for each provider, by its id. The lines are in this order. */
  readonly totals: ReadonlyMap<string, number>;
  /** Default: standard error. */
  readonly stream?: ProgressStream;
  /** True when the stream can be redrawn. Default: the stream's own value. */
  readonly isTTY?: boolean;
  /** The width in characters if the stream does not report one. Default 80. */
  readonly columns?: number;
  /** Milliseconds since some fixed moment; must not run backwards. Default: the clock of this process. */
  readonly now?: () => number;
  /** Default: a timer that does not keep the process alive. */
  readonly every?: Every;
}

export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Runs the task repeatedly at an interval in milliseconds. Returns a function that stops it. */
export type Every = (ms: number, task: () => void) => () => void;

/** Providers are identified by the ids in `totals`; conversations by any unique text. */
export interface Progress {
  /** A conversation began. The first one starts the clock of its provider. */
  started(provider: string, conversation: string): void;
  /** An attempt was sent; all except the first for its request are retries. */
  requested(provider: string, attempt: Pick<Attempt, 'number'>): void;
  /** An answer was charged, in US dollars and tokens; null for an unknown amount. */
  spent(provider: string, amount: { readonly cost: number | null; readonly tokens: number | null }): void;
  /** A conversation is over; `notSent` when one of its requests was never sent, such as when the budget is used up. */
  ended(provider: string, conversation: string, outcome: { readonly notSent: boolean }): void;
  /** Shows a line above the display. */
  note(text: string): void;
  /** Shows the final state, and stops the timers. */
  finish(): void;
}

/** The state of one provider; times are values of `now`. */
export interface ProviderProgress {
  readonly id: string;
  readonly total: number;
  /** Null before the first conversation. */
  startedAt: number | null;
  /** Null until the last conversation is over. */
  endedAt: number | null;
  done: number;
  notSent: number;
  retries: number;
  /** US dollars; null until an answer reports a cost. */
  cost: number | null;
  tokens: number | null;
  /** When the attempts of the last seconds were sent, the oldest first. */
  departures: readonly number[];
  /** Conversations in progress, the oldest first. */
  readonly underWay: Set<string>;
}

const REDRAWN_EVERY = 100;
const LOGGED_EVERY = 10_000;
const RATE_WINDOW = 10_000;
const LONGEST_LOGGED = 200;

/** Starts to show progress immediately; the caller must call `finish`. */
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
  // Some pseudo-terminals report a width of 0, and redrawing needs a width.
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

/** Formats a line for each provider, in columns, each line at most `columns` characters wide. */
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

/** Formats the state of one provider, as a line of a log. */
export function formatLine(provider: Readonly<ProviderProgress>, now: number): string {
  const facts = [...factsOf(provider, now), ...tailOf(provider)].filter((fact) => fact !== '');
  return cut(`${nameOf(provider)}: ${facts.join(', ')}`, LONGEST_LOGGED);
}

/** Formats a duration as `0:07`, `1:05`, `1:02:05`. */
export function formatTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const padded = (number: number) => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${padded(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${padded(minutes % 60)}:${padded(seconds % 60)}`;
}

/** Always returns the same facts in the same order; empty texts for missing ones. */
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

/** Attempts sent per second, over the last seconds. */
function rateOf(provider: Readonly<ProviderProgress>, now: number): string {
  const { startedAt, endedAt } = provider;
  if (startedAt === null || endedAt !== null) return '';
  // Over less than a second, the first attempts would give far too high a rate.
  const window = Math.min(RATE_WINDOW, Math.max(1000, now - startedAt));
  return `${((1000 * recent(provider, now).length) / window).toFixed(1)}/s`;
}

function recent({ departures }: Readonly<ProviderProgress>, now: number): readonly number[] {
  return departures.filter((at) => at > now - RATE_WINDOW);
}

/** Always four decimal places, so that the column does not move. */
function spendOf({ cost, tokens }: Readonly<ProviderProgress>): string {
  if (cost !== null) return `$${cost.toFixed(4)}`;
  return tokens === null ? '' : `${thousands(tokens)} tokens`;
}

/** The remaining time at the rate so far, or the total time. */
function timeOf({ startedAt, endedAt, done, total }: Readonly<ProviderProgress>, now: number): string {
  if (startedAt === null) return 'waiting';
  if (endedAt !== null) return `took ${formatTime(endedAt - startedAt)}`;
  return `eta ${done === 0 ? '-:--' : formatTime(((total - done) * (now - startedAt)) / done)}`;
}

/** The rest of a line, not aligned in columns. */
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

/** Shows the progress. */
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
  // A hidden cursor would stay hidden if the process is killed.
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
