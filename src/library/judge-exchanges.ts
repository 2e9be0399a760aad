/** Judges the exchanges of a caller, and recordings. */
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

/** Known facts about the traffic; omitted ones are detected from each request. */
export interface JudgeOptions {
  /**
   * The id of the wire format: `openai-chat`, `openai-responses`, `anthropic-messages`, `gemini`, `bedrock-converse` or
   * `ollama`. It then applies to every POST, except to paths of other services, such as embeddings.
   */
  readonly dialect?: string | undefined;
  /** Extensions of the wire format that the provider has. */
  readonly extensions?: readonly Extension[] | undefined;
}

/** The verdicts, and everything that was not judged. */
export interface JudgedEvidence {
  /** In the order in which they begin. */
  readonly conversations: readonly ConversationVerdicts[];
  /** Traffic that no dialect judges, such as embeddings. */
  readonly skipped: readonly SkippedTraffic[];
  /** Files that are broken or missing, or are not recordings. */
  readonly unreadable: readonly Unreadable[];
}

/** One conversation: exchanges with one model, each of which continues the previous one. */
export interface ConversationVerdicts {
  /** `<host>/<model>[@upstream]` */
  readonly target: string;
  /** The id of the wire format. */
  readonly dialect: string;
  /** The delivery of the first request. */
  readonly delivery: Delivery;
  /** The recording; null for exchanges that the caller gave. */
  readonly file: string | null;
  /** The places of the exchanges: findings number them from 1, in this order. */
  readonly exchanges: readonly ExchangePlace[];
  /** The ids of the checks that passed, in the order of the catalogue. */
  readonly passed: readonly string[];
  /** The checks of the wire format that did not apply. */
  readonly notApplicable: readonly string[];
  /** Every other verdict, in the order of the catalogue: `fail`, `inconclusive`, `error`. */
  readonly verdicts: readonly Verdict[];
  /** The requests without an answer; for a refusal, its status and the server's own message. */
  readonly unanswered: readonly UnansweredRequest[];
  /** The sum of tokens over the exchanges that report them; null when none does. */
  readonly usage: TokenUsage | null;
  /** The sum of US dollars over the exchanges that report a cost; null when none does. */
  readonly cost: number | null;
  /** For each answer whose arrival times were recorded. */
  readonly timings: readonly AnswerTiming[];
}

export interface UnansweredRequest {
  /** The number that findings use. */
  readonly exchange: number;
  /** Null when there was no response. */
  readonly status: number | null;
  readonly reason: string;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
}

/** Arrival times of an answer's parts, in milliseconds after its request was sent; null for missing parts. */
export interface AnswerTiming {
  /** The number that findings use. */
  readonly exchange: number;
  readonly firstByteMs: number;
  readonly firstContentMs: number | null;
  readonly firstCallMs: number | null;
  readonly tokensPerSecond: number | null;
}

/** The place of an exchange. */
export interface ExchangePlace {
  /** Its number in the list or in the file, from 1. */
  readonly number: number;
  /** Its line in the file, from 1; null when the format has no lines. */
  readonly line: number | null;
}

/**
 * Judges exchanges with every check of their wire formats. Exchanges are grouped into conversations by their requests,
 * so a whole test's exchanges can be given, in the order in which they were sent.
 *
 * @throws {SuiteError} when an exchange does not match {@link GivenExchange}, or the wire format is unknown
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
 * Reads recordings in every format that the command `audit` reads, and judges them. Never throws because of a file's
 * content.
 *
 * @param paths recordings, or folders to search for recordings
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

/** @throws {SuiteError} when the wire format is unknown */
export function requireDialect(id: string): void {
  if (isDialectId(id)) return;
  const known = dialects().map((dialect) => dialect.id);
  throw new SuiteError(`dialect ${JSON.stringify(id)} is unknown; ${suggest(id, known)}`);
}

/** Results require a name for each conversation, but here conversations are identified by their exchanges. */
function* unnamed(): Generator<string, string> {
  for (;;) yield 'exchanges';
}
