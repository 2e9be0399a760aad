/** The traffic of a tap: writes each exchange when it ends, and judges the conversation that it belongs to. */
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
  /** The folder for cassettes: one for each conversation, and one for each exchange that no dialect judges. */
  readonly folder: string;
  readonly startedAt: Date;
  readonly failOn: FailOn;
  /** True if {@link WatchedTraffic.finish} returns the records of every conversation. */
  readonly recorded: boolean;
  readonly keptBytes: number;
  /** Keep what looks like a credential, except the credentials that requests authenticate with. */
  readonly keepSecrets: boolean;
  /** Called after each exchange with its new findings. */
  readonly onFound: (found: FoundInConversation) => void;
}

export interface FoundInConversation {
  readonly target: AuditTarget;
  readonly result: ConversationResult;
  /** Failures with the findings that were not reported before, and checks that threw. */
  readonly news: readonly VerdictRecord[];
}

/** The state of a conversation that may continue. */
interface Watched {
  readonly conversation: OpenConversation;
  readonly cassette: GrowingCassette;
  /** The path of the cassette below the folder, with forward slashes. */
  readonly file: string;
  readonly readings: ReadingsByDialect;
  readonly told: Set<string>;
  judged: AuditedConversation | null;
  bytes: number;
}

/** Beyond this size, idle conversations are released; a later exchange of one starts a new conversation. */
const OPEN_BYTES = 16 * 1024 * 1024;
/** A single active conversation is also released beyond this multiple of the body limit. */
const BODIES_OF_ONE = 16;
/** A limit, because each credential makes the search slower. */
const MOST_CREDENTIALS = 100;
/** The estimated size of an exchange's reading, in bytes. */
const PER_EXCHANGE = 32 * 1024;
const TIMES_ITS_BYTES = 4;

/** The kind of traffic that a cut request is reported as. */
const CUT = 'requests that are longer than what --max-body keeps';

export class WatchedTraffic {
  readonly #options: WatchedTrafficOptions;
  readonly #records: AuditRecords | null;
  readonly #tally: AuditTally;
  readonly #threads = new Threads();
  /** The conversation that was idle longest comes first. */
  readonly #open = new Map<OpenConversation, Watched>();
  readonly #skipped = new Map<string, SkippedTraffic>();
  /** The credential that was seen longest ago comes first. */
  readonly #secrets = new Map<string, { readonly name: string; readonly value: string }>();
  #redactor: Redactor = createRedactor([]);
  /** Values that look like credentials. */
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
   * Closes all conversations and sums up.
   *
   * @returns the report, and the records of every conversation if `recorded` was set
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

  /** Remembers the request's credentials, because one may come back in the answer to another request. */
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

  /** Also masks what looks like somebody else's credential. */
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

/** Failures with the findings that are not in `told` yet, and checks that threw. Adds them to `told`. */
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

/** A file name that is valid on every system. */
function safeName(text: string): string {
  return (
    text
      .replaceAll(/[^A-Za-z0-9._@-]+/gu, '_')
      .replace(/^\.+/u, '_')
      .slice(0, 100) || '_'
  );
}
