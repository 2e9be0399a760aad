/** Runs one check on one exchange, after the rules on when a check applies. */

import type { Fidelity } from '../evidence/recordings/recorded.ts';
import type { Reading } from '../reading/reading.ts';
import { isAboutStoredResponse, matterOf, refusesFeature } from '../reading/refusal-matter.ts';
import { whatBroke } from '../system/broke.ts';
import {
  type AnswerKind,
  type Check,
  type Context,
  hasFindings,
  inconclusive,
  isAboutTheRequest,
  type Judgement,
  type Looked,
  NOT_APPLICABLE,
} from './check.ts';
import { NOT_KEPT } from './kept.ts';
import { withoutMasked } from './masked.ts';

/** One exchange, with its context. */
export interface Situation<R extends Reading> {
  readonly reading: R;
  /** The same reading, limited to what the recorder kept; checks see only this. */
  readonly shown: R;
  readonly context: Context<R>;
  readonly kept: Fidelity;
  /** True if the exchange failed and the client sent the same request again. */
  readonly retried: boolean;
}

/** What a check says about an exchange, before its findings are compared with those of other checks. */
export type Said = Judgement | typeof UNKEPT | { readonly broke: string };

/** The check needed something that the recorder did not keep. */
export const UNKEPT = 'unkept';

export function sayingOf<R extends Reading>(check: Check<R>, situation: Situation<R>): Said {
  try {
    return withoutMasked(judgeExchange(check, situation));
  } catch (error) {
    if (error === NOT_KEPT) return findsNothing(check, situation) ? NOT_APPLICABLE : UNKEPT;
    return { broke: `the check broke on exchange ${situation.reading.number}: ${whatBroke(error)}` };
  }
}

/**
 * Returns true if the check finds nothing even without its condition on the request. It is unknown whether that condition
 * holds, but then it does not matter.
 */
function findsNothing<R extends Reading>({ asked, ...check }: Check<R>, situation: Situation<R>): boolean {
  if (asked === undefined) return false;
  try {
    const judgement = judgeExchange(check, situation);
    return judgement === NOT_APPLICABLE || ('findings' in judgement && judgement.findings.length === 0);
  } catch {
    return false;
  }
}

export function isFinding(said: Said | undefined): said is Looked {
  return typeof said === 'object' && 'findings' in said && said.findings.length > 0;
}

/** The judgement of one check on one exchange. Applies the rules that bind all checks, in their order. */
function judgeExchange<R extends Reading>(
  check: Check<R>,
  { reading, shown, context, retried, kept }: Situation<R>,
): Judgement {
  const { standing } = reading;
  if (check.readsBytes === true && kept !== 'bytes') throw NOT_KEPT;
  if (check.readsValues === true && kept === 'messages') throw NOT_KEPT;
  // No response came, so errors/* has nothing to judge; the answer to the later attempt is judged.
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
  if (check.skipsBareErrors === true && isErrorAlone(reading)) return NOT_APPLICABLE;
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

/** Returns true if the stream contains an error and no part of an answer. */
function isErrorAlone({ delivery, turn }: Reading): boolean {
  const { choices, errors, id, usages } = turn;
  return (
    delivery === 'streaming' &&
    errors.length > 0 &&
    choices.length === 0 &&
    usages.length === 0 &&
    id === null
  );
}

/** Returns true if the request asks to be refused, and was: checks of answers then do not apply. */
function isInvited({ standing, request }: Reading, { scenario }: Context): boolean {
  if (standing.kind !== 'refused' || !isAboutTheRequest(standing.status)) return false;
  const { orphans, unanswered } = request;
  if (scenario?.invitesRefusal === true || orphans.length > 0 || unanswered.length > 0) return true;
  const matter = matterOf(standing.said);
  if (matter === 'ids' && scenario?.foreignIds !== undefined) return true;
  if (scenario?.dropsSignatures === true && (matter === 'signatures' || matter === 'reasoning')) return true;
  return refusesFeature(standing.said, scenario?.optional ?? []);
}

const JUDGES_REFUSALS: ReadonlySet<AnswerKind> = new Set(['refusal', 'any']);

/** Returns true if the check applies to the request. Without an answer, only the request decides. */
function isAsked<R extends Reading>(check: Check<R>, reading: R, shown: R, context: Context<R>): boolean {
  const { request, standing } = reading;
  const isAnswered = standing.kind === 'answered';
  if (check.answer === 'streaming' && !request.streaming && !isAnswered) return false;
  if (check.answer === 'buffered' && request.streaming && !isAnswered) return false;
  if (check.aboutCalls === true && request.tools.length === 0 && !isAnswered) return false;
  const delivery = isAnswered ? reading.delivery : request.streaming ? 'streaming' : 'buffered';
  return check.asked === undefined || check.asked(shown.request, context, delivery);
}

/** Judges a 2xx without a body: one check fails if the recording proves that it was empty, else all are inconclusive. */
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
