/** The judge, for exchanges that a caller has and for recordings. */
import { audit } from '../audit/audit.ts';
import type { SkippedTraffic, Unreadable } from '../audit/files.ts';
import { judgeRecording } from '../audit/judge-recording.ts';
import { dialectOf, dialects, isDialectId } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { ConversationRecord, VerdictRecord } from '../results/results.ts';
import { SuiteError } from '../system/failure.ts';
import { groupBy } from '../text/group-by.ts';
import { suggest } from '../text/nearest-name.ts';
import { evidenceOf, type GivenExchange } from './given-exchange.ts';

/** What the caller knows of the traffic; what is left out is recognised from each request. */
export interface JudgeOptions {
  /**
   * The id of the wire format: `openai-chat`, `openai-responses`, `anthropic-messages` or `gemini`. Every POST is then
   * judged by it, but for those to a path that says what else they are, such as embeddings.
   */
  readonly dialect?: string | undefined;
  /** What the provider adds to the wire format. */
  readonly extensions?: readonly Extension[] | undefined;
}

/** What was judged, and what was not. */
export interface JudgedEvidence {
  /** In the order in which they begin. */
  readonly conversations: readonly ConversationVerdicts[];
  /** Traffic that no dialect judges, such as embeddings. */
  readonly skipped: readonly SkippedTraffic[];
  /** Files that are broken, missing or no recordings. */
  readonly unreadable: readonly Unreadable[];
}

/** One conversation: the exchanges with one model, each of which goes on where the one before it ended. */
export interface ConversationVerdicts {
  /** `<host>/<model>[@upstream]` */
  readonly target: string;
  /** The id of the wire format. */
  readonly dialect: string;
  /** As the client asked for it at first. */
  readonly delivery: Delivery;
  /** The recording; null for exchanges that were given. */
  readonly file: string | null;
  /** Where the exchanges stand: findings count them from 1, in this order. */
  readonly exchanges: readonly ExchangePlace[];
  /** The checks that passed, by id, in the order of the catalogue. */
  readonly passed: readonly string[];
  /** The checks of the wire format that had nothing to judge here. */
  readonly notApplicable: readonly string[];
  /** Every other verdict, in the order of the catalogue: `fail`, `inconclusive`, `error`. */
  readonly verdicts: readonly Verdict[];
  /** The requests that no answer came to; of a refusal the status, with the server's own words. */
  readonly unanswered: readonly UnansweredRequest[];
  /** Tokens, summed over the exchanges that report them; null when none does. */
  readonly usage: TokenUsage | null;
  /** US dollars, summed over the exchanges that report a cost; null when none does. */
  readonly cost: number | null;
  /** For each answer whose arrival was recorded. */
  readonly timings: readonly AnswerTiming[];
}

export interface UnansweredRequest {
  /** As findings count it. */
  readonly exchange: number;
  /** Null where nothing came back. */
  readonly status: number | null;
  readonly reason: string;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
}

/** When the parts of an answer arrived, in milliseconds after its request left; null for what it does not have. */
export interface AnswerTiming {
  /** As findings count it. */
  readonly exchange: number;
  readonly firstByteMs: number;
  readonly firstContentMs: number | null;
  readonly firstCallMs: number | null;
  readonly tokensPerSecond: number | null;
}

/** Where an exchange stands. */
export interface ExchangePlace {
  /** Its place in the list or in the file, from 1. */
  readonly number: number;
  /** Its line in the file, from 1; null where the recorder's format does not tell. */
  readonly line: number | null;
}

/**
 * Judges exchanges by every check of their wire formats. Which of them belong together is read from the requests, so the
 * exchanges of a whole test can be given, in the order in which they were sent.
 *
 * @throws {SuiteError} when an exchange is not as {@link GivenExchange} has it, or no wire format has the name
 */
export function judgeExchanges(
  exchanges: readonly GivenExchange[],
  { dialect, extensions }: JudgeOptions = {},
): JudgedEvidence {
  if (dialect !== undefined) requireDialect(dialect);
  const { conversations, skipped } = judgeRecording(evidenceOf(exchanges), 'exchanges', unnamed(), {
    dialect,
    extensions,
  });
  const traffic = groupBy(skipped, ({ host, kind }) => JSON.stringify([host, kind]));
  return {
    conversations: conversations.map(({ result, target, positions, lines }) =>
      verdictsOf(result.conversation, result.verdicts, {
        dialect: target.dialect,
        file: null,
        positions,
        lines,
      }),
    ),
    skipped: [...traffic.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : { host: first.host, kind: first.kind, exchanges: others.length + 1 },
    ),
    unreadable: [],
  };
}

/**
 * Reads recordings of every format that the command `audit` reads, and judges them. Never throws for what a file holds.
 *
 * @param paths recordings, and folders that are searched for some
 */
export function judgeRecordings(paths: string | readonly string[]): JudgedEvidence {
  const { results, places, skipped, unreadable } = audit([paths].flat());
  const own = groupBy(results.verdicts, ({ scenario }) => scenario);
  return {
    conversations: results.conversations.map((conversation) => {
      const { file = null, positions = [], lines = [] } = places.get(conversation.scenario) ?? {};
      const dialect = results.run.targets[conversation.target]?.dialect ?? '';
      const verdicts = own.get(conversation.scenario) ?? [];
      return verdictsOf(conversation, verdicts, { dialect, file, positions, lines });
    }),
    skipped,
    unreadable,
  };
}

function verdictsOf(
  { target, delivery, passed, notApplicable, unanswered = [], usage, cost, timings = [] }: ConversationRecord,
  records: readonly VerdictRecord[],
  place: {
    readonly dialect: string;
    readonly file: string | null;
    readonly positions: readonly number[];
    readonly lines: readonly (number | null)[];
  },
): ConversationVerdicts {
  const { dialect, file, positions, lines } = place;
  const own = new Set(dialectOf(dialect).rules.map(({ id }) => id));
  return {
    target,
    dialect,
    delivery,
    file,
    exchanges: positions.map((position, at) => ({ number: position + 1, line: lines[at] ?? null })),
    passed,
    notApplicable: notApplicable.filter((check) => own.has(check)),
    verdicts: records.map(({ check, level, subject, outcome, findings, findingCount, reason }) => ({
      check,
      level,
      subject,
      outcome,
      findings,
      findingCount,
      reason,
    })),
    unanswered,
    usage,
    cost,
    timings,
  };
}

/** @throws {SuiteError} when no wire format has the id */
export function requireDialect(id: string): void {
  if (isDialectId(id)) return;
  const known = dialects().map((dialect) => dialect.id);
  throw new SuiteError(`dialect ${JSON.stringify(id)} is unknown; ${suggest(id, known)}`);
}

/** Results need a name for each conversation; ours are told apart by their exchanges. */
function* unnamed(): Generator<string, string> {
  for (;;) yield 'exchanges';
}
