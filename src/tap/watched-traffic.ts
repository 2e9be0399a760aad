/** The traffic of a tap: each exchange that has ended is written and judged with the conversation that it belongs to. */
import path from 'node:path';
import { conversationOf, type OpenConversation, Threads } from '../audit/conversations.ts';
import type { AuditedConversation, SkippedTraffic } from '../audit/files.ts';
import {
  type AuditTarget,
  judgeConversation,
  type ReadingsByDialect,
  readingsByDialect,
  targetOf,
  utteranceOf,
} from '../audit/judge-recording.ts';
import { AuditRecords, type AuditResults } from '../audit/records.ts';
import { type AuditReport, AuditTally } from '../audit/run-audit.ts';
import { recogniseTraffic, type ToldAddresses } from '../audit/traffic.ts';
import { GrowingCassette } from '../evidence/cassette/write.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { FailOn } from '../gate/gate.ts';
import { maskOf } from '../redact/mask.ts';
import { createRedactor, type Redactor } from '../redact/redact.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { VerdictRecord } from '../results/results.ts';
import { type EndedExchange, withoutCodings } from './arriving-exchanges.ts';
import { credentialsOf } from './credentials.ts';

export interface WatchedTrafficOptions {
  /** Of cassettes: one for each conversation, one for each exchange that no dialect judges. */
  readonly folder: string;
  readonly startedAt: Date;
  readonly failOn: FailOn;
  /** Whether the records of every conversation are wanted in the end. */
  readonly recorded: boolean;
  readonly keptBytes: number;
  /** Keep what looks like a credential, but for those that the requests prove themselves with. */
  readonly keepSecrets: boolean;
  /** Told what an exchange brought to light: only the findings that are new. */
  readonly onFound: (found: FoundInConversation) => void;
}

export interface FoundInConversation {
  readonly target: AuditTarget;
  readonly result: ConversationResult;
  /** Failures with the findings that were not told before, and checks that broke. */
  readonly news: readonly VerdictRecord[];
}

/** What is known of a conversation while it may go on. */
interface Watched {
  readonly conversation: OpenConversation;
  readonly cassette: GrowingCassette;
  /** Below the folder, with forward slashes. */
  readonly file: string;
  readonly readings: ReadingsByDialect;
  readonly told: Set<string>;
  judged: AuditedConversation | null;
  bytes: number;
}

/** Conversations that rest are let go from so much on: what carries them on later is a conversation of its own. */
const OPEN_BYTES = 16 * 1024 * 1024;
/** And from the one that goes on when it takes so many times what is kept of a body. */
const BODIES_OF_ONE = 16;
/** The search takes longer with each credential that is looked for. */
const MOST_CREDENTIALS = 100;
/** What is kept of an exchange besides its bytes: what was read of it. */
const PER_EXCHANGE = 32 * 1024;
const TIMES_ITS_BYTES = 4;

/** What such an exchange is told as, where others stand under their kind of traffic. */
const CUT = 'requests that are longer than what --max-body keeps';

export class WatchedTraffic {
  readonly #options: WatchedTrafficOptions;
  readonly #records: AuditRecords | null;
  readonly #tally: AuditTally;
  readonly #threads = new Threads();
  /** The one that rested longest comes first. */
  readonly #open = new Map<OpenConversation, Watched>();
  readonly #skipped = new Map<string, SkippedTraffic>();
  /** The one that was shown longest ago comes first. */
  readonly #secrets = new Map<string, { readonly name: string; readonly value: string }>();
  #redactor: Redactor = createRedactor([]);
  /** What looked like a credential. */
  readonly #credentials = new Set<string>();
  readonly #told: ToldAddresses = new Map();
  #files = 0;

  constructor(options: WatchedTrafficOptions) {
    this.#options = options;
    this.#records = options.recorded ? new AuditRecords() : null;
    this.#tally = new AuditTally(options.failOn, this.#records);
  }

  /**
   * Writes the exchange, then judges its conversation.
   *
   * @throws {SuiteError} when the cassette cannot be written
   */
  async take({ exchange: asItCame, requestCut }: EndedExchange): Promise<void> {
    this.#learn(asItCame);
    const decoded = await withoutCodings(asItCame, this.#options.keptBytes);
    const exchange = this.#masked(this.#redactor.exchange(decoded));
    const traffic = recogniseTraffic(exchange, {}, this.#told);
    const recorded = { exchange, line: null, fidelity: 'bytes' } as const;
    const utterance = requestCut ? null : utteranceOf(recorded, exchange, 0, traffic, readingsByDialect());
    if (utterance === null) {
      const kind = requestCut ? CUT : traffic.kind;
      this.#skip(traffic.host, kind);
      await this.#writeAlone(exchange, traffic.host);
      return;
    }
    const conversation = this.#threads.add(utterance);
    const watched = this.#open.get(conversation) ?? this.#opened(conversation);
    this.#open.delete(conversation);
    this.#open.set(conversation, watched);
    await watched.cassette.add(exchange);
    const bytes = exchange.request.body.length + (exchange.response?.body.length ?? 0);
    watched.bytes += PER_EXCHANGE + TIMES_ITS_BYTES * bytes;
    this.#judge(watched);
    this.#letGo();
  }

  /**
   * What all exchanges came to.
   *
   * @returns the records of every conversation too, where they are wanted
   */
  finish(): AuditReport & { readonly recorded: AuditResults | null } {
    for (const watched of this.#open.values()) this.#close(watched);
    const { startedAt } = this.#options;
    const isCut = [...this.#skipped.values()].some(({ kind }) => kind === CUT);
    const report = this.#tally.report(
      {
        unreadable: [],
        passedOver: [],
        skipped: [...this.#skipped.values()],
        recordings: this.#files,
        notRecordings: 0,
        masked: this.#credentials.size,
      },
      isCut ? 'keep more of each request with --max-body' : 'give the client the base URL of the tap',
      startedAt,
    );
    return { ...report, recorded: this.#records?.results(startedAt) ?? null };
  }

  /** A credential may come back in the answer to another request. */
  #learn({ request }: Exchange): void {
    const shown = credentialsOf(request);
    const isKnown = shown.every(({ value }) => this.#secrets.has(value));
    for (const secret of shown) {
      this.#secrets.delete(secret.value);
      this.#secrets.set(secret.value, secret);
    }
    if (isKnown) return;
    for (const value of [...this.#secrets.keys()].slice(0, -MOST_CREDENTIALS)) this.#secrets.delete(value);
    this.#redactor = createRedactor([...this.#secrets.values()]);
  }

  /** What looks like a credential of anybody else, too. */
  #masked(exchange: Exchange): Exchange {
    if (this.#options.keepSecrets) return exchange;
    const mask = maskOf([exchange]);
    for (const value of mask.values) this.#credentials.add(value);
    return mask.exchange(exchange);
  }

  #opened(conversation: OpenConversation): Watched {
    const { host, model } = conversation.first;
    const file = this.#newFile(host, model);
    return {
      conversation,
      cassette: new GrowingCassette(path.join(this.#options.folder, file)),
      file,
      readings: readingsByDialect(),
      told: new Set(),
      judged: null,
      bytes: 0,
    };
  }

  #newFile(host: string, folder: string): string {
    this.#files += 1;
    const run = this.#options.startedAt.toISOString().replaceAll(/[-:]|Z$/gu, '');
    const number = String(this.#files).padStart(4, '0');
    return `${safeName(host)}/${safeName(folder)}/${run}-${number}.yaml`;
  }

  #judge(watched: Watched): void {
    const { conversation, cassette, file, readings, told } = watched;
    const whole = conversationOf(conversation);
    const target = targetOf(whole);
    const exchanges = whole.utterances.map(({ recorded }) => recorded.exchange);
    const result = judgeConversation(whole, exchanges, target, file, file, readings);
    const positions = cassette.lines.map((_, at) => at);
    const at = path.join(this.#options.folder, file);
    const shown = path.relative('', at).replaceAll(path.sep, '/');
    const place = { file: shown, path: at, positions, lines: cassette.lines };
    watched.judged = { result, target, place };
    const news = newsIn(result, told);
    if (news.length > 0) this.#options.onFound({ target, result, news });
  }

  #letGo(): void {
    let bytes = [...this.#open.values()].reduce((sum, watched) => sum + watched.bytes, 0);
    for (const watched of this.#open.values()) {
      const most = this.#open.size === 1 ? BODIES_OF_ONE * this.#options.keptBytes : OPEN_BYTES;
      if (bytes <= most) return;
      bytes -= watched.bytes;
      this.#close(watched);
    }
  }

  #close(watched: Watched): void {
    this.#open.delete(watched.conversation);
    this.#threads.forget(watched.conversation);
    if (watched.judged !== null) this.#tally.add(watched.judged);
  }

  #skip(host: string, kind: string): void {
    const key = JSON.stringify([host, kind]);
    this.#skipped.set(key, { host, kind, exchanges: (this.#skipped.get(key)?.exchanges ?? 0) + 1 });
  }

  async #writeAlone(exchange: Exchange, host: string): Promise<void> {
    const file = path.join(this.#options.folder, this.#newFile(host, 'not judged'));
    await new GrowingCassette(file).add(exchange);
  }
}

/** Failures that count with the findings that `told` does not have yet, and checks that broke. They are told from here on. */
function newsIn({ verdicts }: ConversationResult, told: Set<string>): VerdictRecord[] {
  return verdicts.flatMap((verdict) => {
    const { check, outcome, level, findings, reason } = verdict;
    if (outcome === 'error') return isNew(told, [check, reason]) ? [verdict] : [];
    if (outcome !== 'fail' || level === 'MAY') return [];
    const fresh = findings.filter(({ exchange, event, path, message }) =>
      isNew(told, [check, exchange, event, path, message]),
    );
    return fresh.length === 0 ? [] : [{ ...verdict, findings: fresh, findingCount: fresh.length }];
  });
}

function isNew(told: Set<string>, what: readonly (string | number | null)[]): boolean {
  const key = JSON.stringify(what);
  if (told.has(key)) return false;
  told.add(key);
  return true;
}

/** A name for a file in any system. */
function safeName(text: string): string {
  return (
    text
      .replaceAll(/[^A-Za-z0-9._@-]+/gu, '_')
      .replace(/^\.+/u, '_')
      .slice(0, 100) || '_'
  );
}
