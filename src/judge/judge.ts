/**
 * The judge: conversation in, verdicts out. Pure: no I/O, no clock, no order dependence; the same bytes give the same
 * verdicts. What binds all checks (docs/reading.md) stands here once.
 */

import { type Exchange, HUNG_UP } from '../evidence/exchange.ts';
import type { Reading } from '../reading/reading.ts';
import { isAboutStoredResponse } from '../reading/refusal-matter.ts';
import { sameJson } from '../text/json-text.ts';
import {
  type AnswerKind,
  type Check,
  type Context,
  type Extension,
  type Feature,
  inconclusive,
  isAboutTheRequest,
  type Judgement,
  type Looked,
  NOT_APPLICABLE,
  type Price,
  type Rule,
  type ScenarioKnowledge,
  type Terms,
} from './check.ts';
import {
  FINDINGS_KEPT,
  type Level,
  type Outcome,
  type PlacedFinding,
  type Subject,
  type Verdict,
} from './verdict.ts';

/** How a dialect is judged: how its exchanges are read, its words, and its checks in the order of the catalogue. */
export interface Judging<R extends Reading> {
  /** Reads an exchange; never throws, whatever the bytes are. `number` counts from 1. */
  read(exchange: Exchange, number: number): R;
  readonly terms: Terms;
  readonly checks: readonly Check<R>[];
}

/** The evidence of one conversation, and what is known about it besides. */
export interface Conversation {
  readonly exchanges: readonly Exchange[];
  readonly extensions: ReadonlySet<Extension>;
  readonly scenario: ScenarioKnowledge | null;
  /** See {@link Context.counterpart}. */
  readonly counterpart?: Exchange;
  readonly price: Price | null;
  /** Features that the target declares it does not have, with the reason. */
  readonly unsupported: ReadonlyMap<Feature, string>;
}

/** The verdicts in the order of the catalogue, and the readings that they rest on. */
export interface Judged<R extends Reading> {
  readonly verdicts: readonly Verdict[];
  readonly readings: readonly R[];
  /** How many exchanges failed and were sent again. */
  readonly retries: number;
}

/** Judges a conversation by every check of its dialect. Never throws: a check that breaks gives the verdict `error`. */
export function judge<R extends Reading>(dialect: Judging<R>, conversation: Conversation): Judged<R> {
  const readings = conversation.exchanges.map((exchange, index) => dialect.read(exchange, index + 1));
  const counterpart =
    conversation.counterpart === undefined ? null : dialect.read(conversation.counterpart, 1);
  const situations = situationsOf(readings, conversation, counterpart, dialect.terms);
  const saidBy = new Map(dialect.checks.map((check) => [check.id, sayingsOf(check, situations)]));
  const verdicts = dialect.checks.map((check) => verdictOf(check, situations, saidBy, conversation));
  const retries = situations.filter(
    ({ retried, reading }) => retried && reading.exchange.failure !== HUNG_UP,
  );
  return { verdicts, readings, retries: retries.length };
}

/** One exchange with what the checks may know about its surroundings. */
interface Situation<R extends Reading> {
  readonly reading: R;
  readonly context: Context<R>;
  /** It failed, and the client sent the same request again. */
  readonly retried: boolean;
}

function situationsOf<R extends Reading>(
  readings: readonly R[],
  conversation: Conversation,
  counterpart: R | null,
  terms: Terms,
): Situation<R>[] {
  const { extensions, scenario, price } = conversation;
  const retried = readings.map((reading, index) => isRetried(reading, readings.slice(index + 1)));
  return readings.map((reading, index) => ({
    reading,
    retried: retried[index] === true,
    context: {
      terms,
      extensions,
      scenario,
      price,
      counterpart,
      earlier: readings.slice(0, index).filter((_, before) => retried[before] !== true),
      last: index === readings.length - 1,
    },
  }));
}

/** An exchange that failed and was sent again unchanged. */
export function isRetried(reading: Reading, later: readonly Reading[]): boolean {
  if (reading.standing.kind !== 'refused' && reading.standing.kind !== 'lost') return false;
  if (reading.request.json === undefined) return false;
  return later.some(
    (other) =>
      other.exchange.request.method === reading.exchange.request.method &&
      other.exchange.request.url === reading.exchange.request.url &&
      sameJson(other.request.json, reading.request.json),
  );
}

/** What a check says of an exchange, before its findings are held against those of other checks; a text: how it broke. */
type Said = Judgement | { readonly broke: string };

function sayingsOf<R extends Reading>(check: Check<R>, situations: readonly Situation<R>[]): Said[] {
  return situations.map((situation) => {
    try {
      return judgeExchange(check, situation);
    } catch (error) {
      const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { broke: `the check broke on exchange ${situation.reading.number}: ${problem}` };
    }
  });
}

function isFinding(said: Said | undefined): said is Looked {
  return typeof said === 'object' && 'findings' in said && said.findings.length > 0;
}

/** One cause, one failure: what follows from the finding of another check is no finding of its own. */
function causeOf<R extends Reading>(
  { follows = [], followsEarlier = [] }: Check<R>,
  at: number,
  saidBy: ReadonlyMap<string, readonly Said[]>,
): string | undefined {
  return (
    follows.find((id) => isFinding(saidBy.get(id)?.[at])) ??
    followsEarlier.find(
      (id) =>
        saidBy
          .get(id)
          ?.slice(0, at + 1)
          .some(isFinding) === true,
    )
  );
}

function verdictOf<R extends Reading>(
  check: Check<R>,
  situations: readonly Situation<R>[],
  saidBy: ReadonlyMap<string, readonly Said[]>,
  conversation: Conversation,
): Verdict {
  const unsupported = unsupportedBy(check, situations, conversation);
  const usual = levelOf(check, conversation.extensions);
  if (unsupported !== undefined) return verdict(check, usual, 'unsupported', unsupported);

  const findings: PlacedFinding[] = [];
  const subjects = new Set<Subject>();
  let level = usual;
  let looked = 0;
  let lacking: string | null = null;
  let reason: string | null = null;
  for (const [at, said] of (saidBy.get(check.id) ?? []).entries()) {
    if (said === NOT_APPLICABLE) continue;
    if ('broke' in said) return verdict(check, usual, 'error', said.broke);
    const exchange = situations[at]?.reading.number ?? at + 1;
    if ('inconclusive' in said) {
      reason ??= `exchange ${exchange}: ${said.inconclusive}`;
      continue;
    }
    if ('unsupported' in said) {
      lacking ??= said.unsupported;
      continue;
    }
    looked += said.looked;
    const cause = said.findings.length === 0 ? undefined : causeOf(check, at, saidBy);
    if (cause !== undefined) {
      reason ??= `exchange ${exchange}: it follows from ${cause}`;
      continue;
    }
    for (const { level: own, subject = check.subject, ...finding } of said.findings) {
      findings.push({ exchange, ...finding });
      subjects.add(subject);
      if (own !== undefined && strength(own) > strength(level)) level = own;
    }
  }
  if (findings.length > 0) {
    const [only = check.subject, ...others] = subjects;
    const subject = others.length === 0 ? only : check.subject;
    return verdict({ id: check.id, subject }, level, 'fail', null, findings);
  }
  if (reason !== null) return verdict(check, usual, 'inconclusive', reason);
  if (looked > 0) return verdict(check, usual, 'pass', null);
  return verdict(check, usual, lacking === null ? 'not-applicable' : 'unsupported', lacking);
}

/** Why the target need not keep the rule; what it says of streams holds for streams. */
function unsupportedBy<R extends Reading>(
  { feature }: Rule,
  situations: readonly Situation<R>[],
  { unsupported }: Conversation,
): string | undefined {
  if (feature === undefined) return undefined;
  if (feature === 'stream-usage' && !situations.some(({ reading }) => reading.request.streaming))
    return undefined;
  return unsupported.get(feature);
}

/** Written out, since it is made for each check of each conversation. */
function verdict(
  { id, subject }: Pick<Rule, 'id' | 'subject'>,
  level: Level,
  outcome: Outcome,
  reason: string | null,
  findings: readonly PlacedFinding[] = [],
): Verdict {
  const kept = findings.length > FINDINGS_KEPT ? findings.slice(0, FINDINGS_KEPT) : findings;
  return { check: id, level, subject, outcome, findings: kept, findingCount: findings.length, reason };
}

function levelOf(check: Rule, extensions: ReadonlySet<Extension>): Level {
  for (const extension of extensions) {
    const level = check.levelUnder?.[extension];
    if (level !== undefined) return level;
  }
  return check.level;
}

function strength(level: Level): number {
  return ['MAY', 'SHOULD', 'MUST'].indexOf(level);
}

/** The judgement of one check on one exchange, with the rules that bind them all applied in their order. */
function judgeExchange<R extends Reading>(
  check: Check<R>,
  { reading, context, retried }: Situation<R>,
): Judgement {
  const { standing } = reading;
  // Nothing came, so there is nothing that errors/* could judge, and the answer that came in the end was judged.
  if (retried && standing.kind === 'lost') return NOT_APPLICABLE;
  if (retried && !(check.judgesRetried === true && JUDGES_REFUSALS.has(check.answer))) return NOT_APPLICABLE;
  if (!isAsked(check, reading, context)) return NOT_APPLICABLE;

  if (check.answer === 'request') return check.run(reading, context);
  if (standing.kind === 'lost') return inconclusive(standing.reason);
  if (standing.kind === 'refused') {
    if (JUDGES_REFUSALS.has(check.answer)) return check.run(reading, context);
    if (reading.request.continues !== null && isAboutStoredResponse(standing.reason))
      return { unsupported: standing.reason };
    return isInvited(reading, context) ? NOT_APPLICABLE : inconclusive(standing.reason);
  }
  if (check.answer === 'refusal') return NOT_APPLICABLE;
  if (standing.kind === 'empty') return judgeEmpty(check, reading, context, standing.proven);

  if (reading.audio && check.skipsAudio === true) return NOT_APPLICABLE;
  if (check.answer !== 'either' && check.answer !== 'any' && check.answer !== reading.delivery)
    return NOT_APPLICABLE;
  if (reading.unreadable !== null && check.judgesUnreadable !== true) {
    return inconclusive(reading.unreadable);
  }
  if (check.needsEnd === true && reading.turn.errors.length > 0) {
    return inconclusive('an error ended the answer');
  }
  if (check.voidWhen === 'cutOff' && reading.cutOff) {
    return inconclusive('the answer was cut off');
  }
  if (check.voidWhen === 'truncated' && reading.truncated) {
    return inconclusive('the stream ended before the answer did');
  }
  return check.run(reading, context);
}

/** The request asks to be refused, and is: that says nothing of answers, and leaves nothing open about them. */
function isInvited({ standing, request }: Reading, { scenario }: Context): boolean {
  if (standing.kind !== 'refused' || !isAboutTheRequest(standing.status)) return false;
  const { orphans, unanswered, toolChoice } = request;
  if (scenario?.invitesRefusal === true || orphans.length > 0 || unanswered.length > 0) return true;
  const probesChoice = scenario !== null && toolChoice !== null && toolChoice.kind !== 'auto';
  return probesChoice && /tool_?choice|tool_?config|function_?calling_?config/iu.test(standing.reason);
}

const JUDGES_REFUSALS: ReadonlySet<AnswerKind> = new Set(['refusal', 'any']);

/** Whether the request lets the check apply; where no answer came, the request is all there is. */
function isAsked<R extends Reading>(check: Check<R>, reading: R, context: Context<R>): boolean {
  const { request, standing } = reading;
  const isAnswered = standing.kind === 'answered';
  if (check.answer === 'streaming' && !request.streaming && !isAnswered) return false;
  if (check.answer === 'buffered' && request.streaming && !isAnswered) return false;
  if (check.aboutCalls === true && request.tools.length === 0 && !isAnswered) return false;
  const delivery = isAnswered ? reading.delivery : request.streaming ? 'streaming' : 'buffered';
  return check.asked === undefined || check.asked(request, context, delivery);
}

/** A 2xx without a body: its absence is one failure where the recording proves it, and else proves nothing. */
function judgeEmpty<R extends Reading>(
  check: Check<R>,
  reading: R,
  context: Context<R>,
  proven: boolean,
): Judgement {
  const wanted = reading.request.streaming ? 'streaming' : 'buffered';
  if (check.judgesEmpty === wanted && proven) return check.run(reading, context);
  return inconclusive('the response has no body');
}
