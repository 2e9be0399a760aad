/**
 * The results of an audit, ready to display. Findings against the model and the client are separate from the
 * provider's.
 */

import { dialectName } from '../catalogue/every-rule.ts';
import { dialects } from '../dialects/catalogue.ts';
import type { Level, PlacedFinding, Subject } from '../judge/verdict.ts';
import { readingIn } from '../results/check-readings.ts';
import type { ConversationRecord, VerdictRecord } from '../results/results.ts';
import { checkRecords } from '../results/run-record.ts';
import { groupBy } from '../text/group-by.ts';
import { byCodeUnit } from '../text/order.ts';
import type { AuditedConversation, ConversationPlace } from './files.ts';
import { Interned } from './interned.ts';
import type { AuditTarget } from './judge-recording.ts';
import { targetIds } from './target-ids.ts';

/** The judged traffic of one host in one dialect. */
export interface JudgedTraffic {
  readonly host: string;
  /** The display name of the dialect. */
  readonly dialect: string;
  readonly conversations: number;
  readonly exchanges: number;
}

/** The counts of one target. */
export interface TargetCounts {
  readonly target: string;
  readonly conversations: number;
  readonly passed: number;
  /** Failures of the provider, by level. Failures of level MAY are observations. */
  readonly provider: Readonly<Record<Level, number>>;
  /** MUST and SHOULD failures of the model; `client` counts those of the client. */
  readonly model: number;
  readonly client: number;
  readonly inconclusive: number;
  readonly errors: number;
}

/** The first place of a failed verdict. */
export interface FailurePlace {
  readonly file: string;
  /** The line of the exchange in the file. */
  readonly line: number | null;
  readonly scenario: string;
  readonly delivery: ConversationRecord['delivery'];
  readonly exchange: number;
  readonly event: number | null;
  readonly path: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;
  /** The number of all places in this conversation. */
  readonly places: number;
}

/** One check that one target fails, in one or more conversations. */
export interface Failure {
  readonly subject: Subject;
  readonly level: Level;
  readonly check: string;
  readonly title: string;
  readonly target: string;
  /** The number of conversations in which it fails. `first` is a place in the first of them. */
  readonly conversations: number;
  readonly first: FailurePlace;
}

export interface AuditAccount {
  readonly conversations: number;
  readonly exchanges: number;
  /** Sorted by host, then in the order of the dialects. */
  readonly judged: readonly JudgedTraffic[];
  readonly targets: readonly TargetCounts[];
  /** MUST before SHOULD, then in the order of the catalogue, then by target. */
  readonly failures: readonly Failure[];
  /** Checks that threw, which is a bug of this suite. */
  readonly errors: readonly { readonly file: string; readonly check: string; readonly reason: string }[];
}

/** The counts of one target while conversations are added. */
interface TargetTally {
  readonly target: AuditTarget;
  readonly counts: Writable<Omit<TargetCounts, 'target' | 'provider'>> & {
    readonly provider: Record<Level, number>;
  };
  exchanges: number;
  /** By level and check: the first place, and the number of failing conversations. */
  readonly failures: Map<string, { readonly first: FailurePlace; conversations: number }>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const COUNTED: readonly Level[] = ['MUST', 'SHOULD'];

/** Builds the account from conversations. It stores only counts, so its size does not grow with their number. */
export class Account {
  readonly #targets = new Map<string, TargetTally>();
  readonly #errors: AuditAccount['errors'][number][] = [];
  readonly #interned = new Interned();

  add({ result, target, place }: AuditedConversation): void {
    const { conversation, verdicts } = result;
    const tally = this.#tallyOf(target);
    tally.exchanges += conversation.exchanges;
    tally.counts.conversations += 1;
    tally.counts.passed += conversation.passed.length;
    for (const verdict of verdicts) this.#count(tally, verdict, place);
  }

  #tallyOf(target: AuditTarget): TargetTally {
    const key = JSON.stringify([target.id, target.dialect]);
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const tally: TargetTally = {
      target,
      counts: {
        conversations: 0,
        passed: 0,
        provider: { MUST: 0, SHOULD: 0, MAY: 0 },
        model: 0,
        client: 0,
        inconclusive: 0,
        errors: 0,
      },
      exchanges: 0,
      failures: new Map(),
    };
    this.#targets.set(key, tally);
    return tally;
  }

  #count({ counts, failures }: TargetTally, verdict: VerdictRecord, place: ConversationPlace): void {
    const { outcome, level, subject, check, reason } = verdict;
    if (outcome === 'inconclusive') counts.inconclusive += 1;
    if (outcome === 'error') {
      counts.errors += 1;
      this.#errors.push({ file: place.file, check, reason: reason ?? '' });
    }
    if (outcome !== 'fail') return;
    if (subject === 'provider') counts.provider[level] += 1;
    else if (level !== 'MAY') counts[subject] += 1;
    if (!COUNTED.includes(level)) return;
    const key = `${level} ${check}`;
    const known = failures.get(key);
    if (known === undefined) failures.set(key, { first: this.#placeOf(verdict, place), conversations: 1 });
    else known.conversations += 1;
  }

  #placeOf(
    { scenario, delivery, findings, findingCount }: VerdictRecord,
    place: ConversationPlace,
  ): FailurePlace {
    const [first] = findings;
    const { exchange, event, path, message, found, expected } = this.#interned.finding(first ?? NOWHERE);
    const line = place.lines[exchange - 1] ?? null;
    return {
      file: place.file,
      line,
      scenario,
      delivery,
      exchange,
      event,
      path,
      message,
      found,
      expected,
      places: findingCount,
    };
  }

  finish(): AuditAccount {
    const found = [...this.#targets.values()];
    const idOf = targetIds(found.map(({ target }) => target));
    const named = found
      .map((tally) => ({ ...tally, id: idOf(tally.target) }))
      .toSorted((left, right) => byCodeUnit(left.id, right.id));
    const checks = checkRecords(named.map(({ target }) => target.dialect));
    return {
      conversations: sum(named, ({ counts }) => counts.conversations),
      exchanges: sum(named, ({ exchanges }) => exchanges),
      judged: judgedTraffic(named),
      targets: named.map(({ id, counts }) => ({ target: id, ...counts })),
      failures: COUNTED.flatMap((level) =>
        Object.entries(checks).flatMap(([check, record]) =>
          named.flatMap(({ id, target: { dialect }, failures }): Failure[] => {
            const failure = failures.get(`${level} ${check}`);
            if (failure === undefined) return [];
            const { title, subject } = readingIn(record, dialect);
            return [{ subject, level, check, title, target: id, ...failure }];
          }),
        ),
      ),
      errors: this.#errors,
    };
  }
}

const NOWHERE: PlacedFinding = { exchange: 1, event: null, path: '', message: '', found: '', expected: '' };

function judgedTraffic(targets: readonly TargetTally[]): JudgedTraffic[] {
  const order = dialects().map(({ id }) => id);
  const byHost = groupBy(targets, ({ target: { host, dialect } }) => JSON.stringify([host, dialect]));
  return [...byHost.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const { host, dialect } = first.target;
      const conversations = sum(own, ({ counts }) => counts.conversations);
      return [{ host, dialect, conversations, exchanges: sum(own, ({ exchanges }) => exchanges) }];
    })
    .toSorted(
      (left, right) =>
        byCodeUnit(left.host, right.host) || order.indexOf(left.dialect) - order.indexOf(right.dialect),
    )
    .map((traffic) => ({ ...traffic, dialect: dialectName(traffic.dialect) }));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
