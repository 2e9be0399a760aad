/**
 * The judge: conversation in, verdicts out. Pure: no I/O, no clock, no order dependence; the same bytes give the same
 * verdicts. What binds all checks (docs/reading.md) stands here once.
 */

import { type Exchange, HUNG_UP } from '../evidence/exchange.ts';
import type { Reading } from '../reading/reading.ts';
import { isAboutStoredResponse, matterOf, refusesFeature } from '../reading/refusal-matter.ts';
import { whatBroke } from '../system/broke.ts';
import type { Json } from '../text/json.ts';
import {
  type AnswerKind,
  type Check,
  type Context,
  type Extension,
  type Feature,
  hasFindings,
  inconclusive,
  isAboutTheRequest,
  type Judgement,
  type Looked,
  NOT_APPLICABLE,
  type Rule,
  type ScenarioKnowledge,
  type Terms,
} from './check.ts';
import { KEPT_WHOLE, type Kept, keptOf, NOT_KEPT } from './kept.ts';
import { withoutMasked } from './masked.ts';
import type { Price } from './price.ts';
import { resendsIn } from './resends.ts';
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
  /** What the recorder kept; everything where it is left out. Checks that need more are not applicable. */
  readonly kept?: Kept;
}

/** The verdicts in the order of the catalogue, and the readings that they rest on. */
export interface Judged<R extends Reading> {
  readonly verdicts: readonly Verdict[];
  readonly readings: readonly R[];
  /** How many things each verdict's check looked at, in the order of the verdicts; a pass rests on one at least. */
  readonly looked: readonly number[];
  /** How many exchanges failed and were sent again. */
  readonly retries: number;
}

/**
 * Judges a conversation by every check of its dialect. Never throws: a check that breaks gives the verdict `error`, and so
 * do all of them where an exchange cannot be read.
 */
export function judge<R extends Reading>(dialect: Judging<R>, conversation: Conversation): Judged<R> {
  const readings: R[] = [];
  try {
    for (const exchange of conversation.exchanges) readings.push(dialect.read(exchange, readings.length + 1));
    return judgeReadings(dialect, conversation, readings);
  } catch (error) {
    const isRead = readings.length === conversation.exchanges.length;
    const where = isRead ? 'the judge' : `the reading of exchange ${readings.length + 1}`;
    const reason = `${where} broke: ${whatBroke(error)}`;
    const verdicts = dialect.checks.map((check) => verdict(check, check.level, 'error', reason));
    return { verdicts, readings, looked: verdicts.map(() => 0), retries: 0 };
  }
}

function judgeReadings<R extends Reading>(
  dialect: Judging<R>,
  conversation: Conversation,
  readings: readonly R[],
): Judged<R> {
  const { counterpart, extensions, scenario, price, kept = KEPT_WHOLE } = conversation;
  const about = {
    terms: dialect.terms,
    extensions,
    scenario,
    price,
    counterpart: counterpart === undefined ? null : dialect.read(counterpart, 1),
  };
  const resends = resendsIn(readings);
  const tallies = dialect.checks.map((check) => tallyOf(check, extensions));
  // All three grow from exchange to exchange; a check sees what stood there before its own.
  const earlier: R[] = [];
  const issuers = new Map<Json, R[]>();
  const blamed = new Set<string>();
  const silent = new Set<string>();
  for (const [index, reading] of readings.entries()) {
    const retried = resends[index] !== null;
    const context = { ...about, earlier, issuers, last: index === readings.length - 1 };
    const shown = keptOf(reading, kept);
    const situation = { reading, shown, context, retried, hasBytes: kept.answer === 'bytes' };
    const said = dialect.checks.map((check) => sayingOf(check, situation));
    const sayings = { blaming: new Set<string>(), blamed, silent };
    dialect.checks.forEach(({ id }, at) => {
      if (said[at] === UNKEPT) silent.add(id);
      else if (isFinding(said[at])) sayings.blaming.add(id);
    });
    const isBare = isNothing(reading);
    tallies.forEach((tally, at) => {
      count(tally, said[at], reading.number, sayings, isBare);
    });
    for (const id of sayings.blaming) blamed.add(id);
    if (retried) continue;
    earlier.push(shown);
    for (const { id } of reading.turn.calls) {
      if (id === null) continue;
      const others = issuers.get(id.value);
      if (others === undefined) issuers.set(id.value, [shown]);
      else if (others.at(-1) !== shown) others.push(shown);
    }
  }
  const isStreamed = readings.some(({ request }) => request.streaming);
  const retries = readings.filter(
    ({ exchange }, index) => resends[index] !== null && exchange.failure !== HUNG_UP,
  );
  return {
    verdicts: tallies.map((tally) => verdictOf(tally, unsupportedBy(tally.check, isStreamed, conversation))),
    readings,
    looked: tallies.map(({ looked }) => looked),
    retries: retries.length,
  };
}

/** One exchange with what the checks may know about its surroundings. */
interface Situation<R extends Reading> {
  readonly reading: R;
  /** The same, with no more than the recorder kept: all that a check sees. */
  readonly shown: R;
  readonly context: Context<R>;
  readonly hasBytes: boolean;
  /** It failed, and the client sent the same request again. */
  readonly retried: boolean;
}

/** What a check says of an exchange, before its findings are held against those of other checks; a text: how it broke. */
type Said = Judgement | typeof UNKEPT | { readonly broke: string };

/** The check asked for what the recorder did not keep. */
const UNKEPT = 'unkept';

function sayingOf<R extends Reading>(check: Check<R>, situation: Situation<R>): Said {
  try {
    return withoutMasked(judgeExchange(check, situation));
  } catch (error) {
    if (error === NOT_KEPT) return UNKEPT;
    return { broke: `the check broke on exchange ${situation.reading.number}: ${whatBroke(error)}` };
  }
}

function isFinding(said: Said | undefined): said is Looked {
  return typeof said === 'object' && 'findings' in said && said.findings.length > 0;
}

/** What a check said of the exchanges so far. */
interface Tally<R extends Reading> {
  readonly check: Check<R>;
  /** Its level for this conversation, where no finding has one of its own. */
  readonly usual: Level;
  level: Level;
  readonly findings: PlacedFinding[];
  /** Whom the findings blame. */
  readonly subjects: Subject[];
  looked: number;
  /** Some exchange would have needed more than the recorder kept. */
  unkept: boolean;
  lacking: string | null;
  reason: string | null;
  broke: string | null;
}

function tallyOf<R extends Reading>(check: Check<R>, extensions: ReadonlySet<Extension>): Tally<R> {
  const usual = levelOf(check, extensions);
  return {
    check,
    usual,
    level: usual,
    findings: [],
    subjects: [],
    looked: 0,
    unkept: false,
    lacking: null,
    reason: null,
    broke: null,
  };
}

/** Checks by what they said. */
interface Sayings {
  /** They found something in the same exchange. */
  readonly blaming: ReadonlySet<string>;
  /** They found something in an earlier one. */
  readonly blamed: ReadonlySet<string>;
  /** They could not be asked, in this one or an earlier one, for want of what the recorder did not keep. */
  readonly silent: ReadonlySet<string>;
}

/** @param isBare what came is no answer, so that what it is declared as explains all else */
function count<R extends Reading>(
  tally: Tally<R>,
  said: Said | undefined,
  exchange: number,
  sayings: Sayings,
  isBare: boolean,
): void {
  if (said === undefined || said === NOT_APPLICABLE) return;
  if (said === UNKEPT) {
    tally.unkept = true;
    return;
  }
  if ('looked' in said) {
    tally.looked += said.looked;
    if (said.findings.length === 0) return;
    const { blaming, blamed, silent } = sayings;
    const { id: own, answer, followsEarlier = [], subject: usual } = tally.check;
    const isDeclared = isBare && own !== DECLARATION && answer !== 'request';
    const follows = [...(tally.check.follows ?? []), ...(isDeclared ? [DECLARATION] : [])];
    // One cause, one failure: what follows from the finding of another check is no finding of its own.
    const cause =
      follows.find((id) => blaming.has(id)) ?? followsEarlier.find((id) => blaming.has(id) || blamed.has(id));
    if (cause !== undefined) {
      tally.reason ??= `exchange ${exchange}: it follows from ${cause}`;
      return;
    }
    if ([...follows, ...followsEarlier].some((id) => silent.has(id))) {
      tally.unkept = true;
      return;
    }
    for (const { event, path, message, found, expected, level, subject = usual } of said.findings) {
      tally.findings.push({ exchange, event, path, message, found, expected });
      if (!tally.subjects.includes(subject)) tally.subjects.push(subject);
      if (level !== undefined && strength(level) > strength(tally.level)) tally.level = level;
    }
  } else if ('broke' in said) tally.broke ??= said.broke;
  else if ('inconclusive' in said) tally.reason ??= `exchange ${exchange}: ${said.inconclusive}`;
  else tally.lacking ??= said.unsupported;
}

/** @param unsupported why the target need not keep the rule; undefined where it must */
function verdictOf<R extends Reading>(tally: Tally<R>, unsupported: string | undefined): Verdict {
  const { check, usual, level, findings, subjects, looked, unkept, lacking, reason, broke } = tally;
  if (unsupported !== undefined) return verdict(check, usual, 'unsupported', unsupported);
  if (broke !== null) return verdict(check, usual, 'error', broke);
  if (findings.length > 0) {
    const [only = check.subject, ...others] = subjects;
    const subject = others.length === 0 ? only : check.subject;
    return verdict({ id: check.id, subject }, level, 'fail', null, findings);
  }
  if (unkept) return verdict(check, usual, 'not-applicable', null);
  if (reason !== null) return verdict(check, usual, 'inconclusive', reason);
  if (looked > 0) return verdict(check, usual, 'pass', null);
  return verdict(check, usual, lacking === null ? 'not-applicable' : 'unsupported', lacking);
}

/** Why the target need not keep the rule; what it says of streams holds for streams. */
function unsupportedBy(
  { feature }: Rule,
  isStreamed: boolean,
  { unsupported }: Conversation,
): string | undefined {
  if (feature === undefined || (feature === 'stream-usage' && !isStreamed)) return undefined;
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

function levelOf({ level, levelUnder }: Rule, extensions: ReadonlySet<Extension>): Level {
  if (levelUnder === undefined) return level;
  for (const extension of extensions) {
    const other = levelUnder[extension];
    if (other !== undefined) return other;
  }
  return level;
}

function strength(level: Level): number {
  return ['MAY', 'SHOULD', 'MUST'].indexOf(level);
}

/** The judgement of one check on one exchange, with the rules that bind them all applied in their order. */
function judgeExchange<R extends Reading>(
  check: Check<R>,
  { reading, shown, context, retried, hasBytes }: Situation<R>,
): Judgement {
  const { standing } = reading;
  if (check.readsBytes === true && !hasBytes) throw NOT_KEPT;
  // Nothing came, so there is nothing that errors/* could judge, and the answer that came in the end was judged.
  if (retried && standing.kind === 'lost') return NOT_APPLICABLE;
  if (retried && !(check.judgesRetried === true && JUDGES_REFUSALS.has(check.answer))) return NOT_APPLICABLE;
  if (!isAsked(check, reading, shown, context)) return NOT_APPLICABLE;

  if (check.answer === 'request') return check.run(shown, context);
  if (standing.kind === 'lost') {
    const isJudged = check.judgesBroken === true && reading.exchange.response !== null;
    return isJudged ? check.run(shown, context) : inconclusive(standing.reason);
  }
  if (standing.kind === 'refused') {
    if (JUDGES_REFUSALS.has(check.answer)) return check.run(shown, context);
    if (reading.request.continues !== null && isAboutStoredResponse(standing.said))
      return { unsupported: standing.reason };
    return isInvited(reading, context) ? NOT_APPLICABLE : inconclusive(standing.reason);
  }
  if (check.answer === 'refusal') return NOT_APPLICABLE;
  if (standing.kind === 'empty') return judgeEmpty(check, reading, shown, context, standing.proven);

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
  const said = check.run(shown, context);
  const isLost = check.needsEveryEvent === true && reading.torn && hasFindings(said);
  return isLost ? inconclusive('a part of the answer could not be read') : said;
}

/** The request asks to be refused, and is: that says nothing of answers, and leaves nothing open about them. */
function isInvited({ standing, request }: Reading, { scenario }: Context): boolean {
  if (standing.kind !== 'refused' || !isAboutTheRequest(standing.status)) return false;
  const { orphans, unanswered } = request;
  if (scenario?.invitesRefusal === true || orphans.length > 0 || unanswered.length > 0) return true;
  const matter = matterOf(standing.said);
  if (matter === 'ids' && scenario?.foreignIds !== undefined) return true;
  if (scenario?.dropsSignatures === true && (matter === 'signatures' || matter === 'reasoning')) return true;
  return refusesFeature(standing.said, scenario?.optional ?? []);
}

/** A page or a proxy's words under the media type of such: the media type says so, and nothing else of it is an answer. */
const DECLARATION = 'framing/content-type';

/** Not even the beginning of an answer came, nor was it sent in the other way. */
function isNothing({ standing, request, delivery, unreadable, turn }: Reading): boolean {
  const isStreamed = delivery === 'streaming';
  const isBare = isStreamed ? turn.choices.length === 0 && turn.errors.length === 0 : unreadable !== null;
  return standing.kind === 'answered' && request.streaming === isStreamed && isBare;
}

const JUDGES_REFUSALS: ReadonlySet<AnswerKind> = new Set(['refusal', 'any']);

/** Whether the request lets the check apply; where no answer came, the request is all there is. */
function isAsked<R extends Reading>(check: Check<R>, reading: R, shown: R, context: Context<R>): boolean {
  const { request, standing } = reading;
  const isAnswered = standing.kind === 'answered';
  if (check.answer === 'streaming' && !request.streaming && !isAnswered) return false;
  if (check.answer === 'buffered' && request.streaming && !isAnswered) return false;
  if (check.aboutCalls === true && request.tools.length === 0 && !isAnswered) return false;
  const delivery = isAnswered ? reading.delivery : request.streaming ? 'streaming' : 'buffered';
  return check.asked === undefined || check.asked(shown.request, context, delivery);
}

/** A 2xx without a body: its absence is one failure where the recording proves it, and else proves nothing. */
function judgeEmpty<R extends Reading>(
  check: Check<R>,
  reading: R,
  shown: R,
  context: Context<R>,
  proven: boolean,
): Judgement {
  const wanted = reading.request.streaming ? 'streaming' : 'buffered';
  if (check.judgesEmpty === wanted && proven) return check.run(shown, context);
  return inconclusive('the response has no body');
}
