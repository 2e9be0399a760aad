/** Judges how a client returns the calls that it got, and whether the provider accepts them. */
import {
  among,
  broken,
  type Context,
  type Finding,
  HOLDS,
  hasFindings,
  inconclusive,
  isAboutTheRequest,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { holdsMask, MASKED } from '../judge/masked.ts';
import { isFilledText, listOf } from '../reading/presence.ts';
import type { HistoryMessage, Reading, RequestReading, ToolCall } from '../reading/reading.ts';
import { isAboutStoredResponse, type Matter, matterOf } from '../reading/refusal-matter.ts';
import { groupBy } from '../text/group-by.ts';
import { isObject, type Json } from '../text/json.ts';
import { sameJson, show } from '../text/json-text.ts';

/**
 * Compares a request with the calls of the answer before it. Adjacent assistant messages count as one, so all that the
 * request adds to the history is searched (the whole history, where it does not continue the one before); of several
 * choices the client continues one.
 */
export function judgeEcho(reading: Reading, { earlier, terms }: Context): Judgement {
  const { request } = reading;
  const before = answeredBefore(reading, earlier);
  if (before === undefined || before.turn.calls.length === 0) return NOT_APPLICABLE;
  const callsByChoice = before.turn.choices.map(({ calls }) => calls);
  const added = request.history.slice(before.request.history.length);
  const continued = continuedBy(added, callsByChoice);
  const messages = continued === undefined ? request.history : added;
  // If no choice with calls was repeated, the client may have continued with a choice of text.
  const issued =
    continued ??
    continuedBy(messages, callsByChoice) ??
    callsByChoice.find((calls) => calls.length === 0) ??
    callsByChoice[0] ??
    [];

  const issuedIds = issued.map(({ id }) => id?.value);
  const own = new Set(issuedIds);
  const isOfIt = ({ calls, answers }: HistoryMessage) =>
    own.has(answers) || calls.some(({ id }) => own.has(id));
  const isOfCalls = ({ calls, answers }: HistoryMessage) => calls.length > 0 || answers !== undefined;
  if (isBrokenOff(before) && !messages.some(isOfIt) && !added.some(isOfCalls)) return inconclusive(DROPPED);
  if (!issuedIds.every((id) => typeof id === 'string'))
    return inconclusive('calls were issued without an id');
  if (own.size < issuedIds.length) return inconclusive('one id was issued to several calls');
  const repeated = groupBy(
    messages.flatMap(({ calls }) => calls),
    ({ id }) => id,
  );
  const answers = groupBy(messages, (message) => message.answers);
  const isStored = request.continues !== null;
  const ofEach = issuedIds.flatMap((id) => [
    ...(isStored ? [] : repetitionFaults(id, repeated.get(id)?.length ?? 0, request)),
    ...answerFaults(id, answers.get(id) ?? [], request, terms.result),
  ]);
  const faults = [...ofEach, ...orderFaults(own, request)];
  const returned = messages.flatMap(({ calls, answers }) => [...calls.map(({ id }) => id), answers]);
  if (faults.length > 0 && holdsMask(returned)) return inconclusive(MASKED);
  if (faults.length > 0 && goesByAnotherId(before, returned)) return inconclusive(SEVERAL_IDS);
  return among(issuedIds, faults);
}

export const SEVERAL_IDS =
  'the provider gave one call several ids, and the client goes by another than the first';

/** Returns true if the client returns another id of a call to which the provider gave several ids. */
export function goesByAnotherId({ turn }: Reading, returned: readonly Json[]): boolean {
  return turn.calls.some(({ otherIds }) => otherIds?.some(({ value }) => returned.includes(value)));
}

/** The calls of the first choice of which the messages repeat one. */
function continuedBy(
  messages: readonly HistoryMessage[],
  callsByChoice: readonly (readonly ToolCall[])[],
): readonly ToolCall[] | undefined {
  const repeated = new Set(messages.flatMap(({ calls }) => calls.map(({ id }) => id)));
  return callsByChoice.find((calls) => calls.some(({ id }) => repeated.has(id?.value)));
}

/** Returns true for an answer that was cut off or ended in an error; a client may drop it, because its calls may be incomplete. */
export function isBrokenOff({ cutOff, turn }: Reading): boolean {
  return cutOff || turn.errors.length > 0;
}

export const DROPPED = 'the answer with the calls was broken off, and the client went on without it';
export const COMPACTED = 'the history was compacted';

/** Reasons why it is unknown how an answer came back, although nothing came back that was not issued. */
const LEFT_OUT: ReadonlySet<string> = new Set([DROPPED, COMPACTED]);

/** The latest answer that the request can continue. */
export function answeredBefore<R extends Reading>(reading: R, earlier: readonly R[]): R | undefined {
  return earlier.findLast((other) => other.standing.kind === 'answered' && !isSampledAgain(other, reading));
}

/** Returns true if the client requested another answer, to the same messages or with another last prompt. */
export function isSampledAgain({ request: one }: Reading, { request: other }: Reading): boolean {
  return sameJson(one.json, other.json) || (other.continues === null && isAskedAnew(one, other));
}

/** Returns true if both requests have equally many messages, and only the last prompts differ. */
function isAskedAnew(one: RequestReading, other: RequestReading): boolean {
  if (sentIn(one) !== sentIn(other)) return false;
  const at = one.history.findIndex((entry, place) => !isSentAgain(entry, other.history[place]));
  return other.history.slice(at === -1 ? one.history.length : at).every(({ role }) => role === 'user');
}

/** Returns true if both are the same message, with the same calls. Some dialects compare histories without ids and arguments. */
function isSentAgain(one: HistoryMessage, other: HistoryMessage | undefined): boolean {
  return sameJson([one.json, callsIn(one)], [other?.json, callsIn(other)]);
}

function callsIn(message: HistoryMessage | undefined): Json {
  return message?.calls.map(({ id, arguments: given }) => [id, given]);
}

/** The number of messages in a request. */
function sentIn({ json, historyPath }: RequestReading): number {
  return isObject(json) ? listOf(json[historyPath]).length : 0;
}

function repetitionFaults(id: string, times: number, { historyPath }: RequestReading): Finding[] {
  if (times === 1) return [];
  const message =
    times === 0 ? 'the assistant message does not repeat this id' : 'the id is repeated several times';
  return [
    {
      event: null,
      path: `request.${historyPath}`,
      message,
      found: `${show(id)} ${times} times`,
      expected: 'once',
    },
  ];
}

/** The calls that go back, but not before their results. */
function orderFaults(ids: ReadonlySet<Json>, { history, orphans }: RequestReading): Finding[] {
  if (orphans.length === 0) return [];
  const answered = new Set<Json>();
  const late = new Set<Json>();
  for (const { calls, answers } of history) {
    for (const { id } of calls) if (answered.has(id)) late.add(id);
    answered.add(answers);
  }
  return orphans
    .filter(({ value }) => ids.has(value) && late.has(value))
    .map(({ path, value }) => ({
      event: null,
      path,
      message: 'the result stands where no call is before it',
      found: show(value),
      expected: 'a place behind its call',
    }));
}

function answerFaults(
  id: string,
  answers: readonly HistoryMessage[],
  { historyPath }: RequestReading,
  result: string,
): Finding[] {
  if (answers.length === 1) return [];
  const path = `request.${answers[1]?.path ?? historyPath}`;
  const message = answers.length === 0 ? `no ${result} answers this id` : `several ${result}s answer this id`;
  return [{ event: null, path, message, found: `${show(id)} ${answers.length} times`, expected: 'once' }];
}

/**
 * Returns true if everything in the history is as the provider issued it. A server reads the whole history, so earlier
 * answers must not have changed either. An answer that cannot be returned, such as a call with two ids, may cause the
 * refusal too.
 *
 * @param echo judges how the client returned an answer; for the latest answer, this was done before
 */
export function isAllAsIssued<R extends Reading>(
  echo: (reading: R, at: Context<R>) => Judgement,
  reading: R,
  at: Context<R>,
): boolean {
  if (reading.request.continues !== null) return true;
  return at.earlier.every((_, place) => {
    const returned = echo(reading, { ...at, earlier: at.earlier.slice(0, place) });
    if (typeof returned === 'object' && 'inconclusive' in returned)
      return LEFT_OUT.has(returned.inconclusive);
    return !hasFindings(returned);
  });
}

/**
 * Returns true if another message stands between a call and its result, where references require the result first; or a
 * message that the client invented in the name of the model.
 */
function isInterrupted({ request }: Reading, { earlier }: Context): boolean {
  const said = earlier.flatMap(({ turn }) => turn.choices.map(({ text }) => text));
  const open = new Set<Json>();
  return request.history.some(({ role, text, calls, answers }) => {
    for (const { id } of calls) open.add(id);
    open.delete(answers);
    if (open.size === 0 || calls.length > 0 || answers !== undefined) return false;
    return role !== 'assistant' || !said.some((own) => own.includes(text));
  });
}

/** Returns true if the request has a call without its result or the reverse, perhaps from before the recording. */
function isUnpaired({ orphans, unanswered }: RequestReading): boolean {
  return orphans.length > 0 || unanswered.length > 0;
}

/**
 * Returns true if the result of an earlier call follows the calls of the last answer, so that the client merged several
 * turns, or if one of these calls follows the result of another, so that the client split a turn.
 */
function isRearranged({ request }: Reading, before: Reading | undefined): boolean {
  const own = new Set<Json>(before?.turn.calls.map(({ id }) => id?.value).filter(isFilledText));
  const earlier = new Set<Json>(
    before?.request.history.map(({ answers }) => answers).filter((id) => typeof id === 'string'),
  );
  let isBehind = false;
  let isAnswered = false;
  return request.history.some(({ calls, answers }) => {
    const isOwn = calls.some(({ id }) => own.has(id));
    if (isOwn && isAnswered) return true;
    isBehind ||= isOwn;
    isAnswered ||= own.has(answers);
    return isBehind && earlier.has(answers);
  });
}

/** Returns true if the refusal is about the role of one of the client's own messages, without calls or results. */
function refusesAPrompt(said: string, { history, historyPath }: RequestReading): boolean {
  const role = new RegExp(`\\b${historyPath}[[.](\\d+)\\]?\\.role\\b`, 'iu').exec(said);
  const place = `${historyPath}[${role?.[1]}]`;
  const named = history.filter(({ path }) => path === place || path.startsWith(`${place}.`));
  return named.length > 0 && named.every(({ calls, answers }) => calls.length === 0 && answers === undefined);
}

/** Returns true if every call of the history was issued in this recording, for requests with the same settings. */
function isOfOneRecording({ request }: Reading, { earlier }: Context): boolean {
  const [first] = earlier;
  return (
    first?.request.history.every(({ calls }) => calls.length === 0) === true &&
    earlier.every(
      (other) => other.request.model === request.model && sameJson(askedIn(other.request), askedIn(request)),
    )
  );
}

/** A request without its history. */
function askedIn({ json, historyPath }: RequestReading): Json {
  return isObject(json) ? { ...json, [historyPath]: null } : json;
}

/**
 * Judges that a provider accepts what it issued, if it comes back unchanged. A refusal fails only if it is about the matter
 * of the check; other problems of the request are judged elsewhere. If the provider issued nothing of the kind, such as no
 * thought, it demands what it never gave.
 *
 * @param echo how the client returned it; {@link NOTHING_THERE} if the calls came without anything of the kind
 * @param matter the matter of the check
 * @param isAsSent returns true if everything that the refusal may be about is as the provider issued it
 */
export function acceptanceOf<R extends Reading>(
  echo: (reading: R, at: Context<R>) => Judgement,
  finding: { readonly unjudged: string; readonly message: string },
  matter: Matter,
  isAsSent: (said: string, reading: R, at: Context<R>) => boolean = () => true,
) {
  return (reading: R, at: Context<R>): Judgement => {
    const returned = echo(reading, at);
    if (returned === NOT_APPLICABLE || !('findings' in returned)) return returned;
    if (returned.findings.length > 0) return inconclusive(finding.unjudged);
    const isNeverIssued = returned.looked === 0;
    if (reading.standing.kind !== 'refused') return isNeverIssued ? NOT_APPLICABLE : HOLDS;
    const { status, reason, said } = reading.standing;
    const named = isAboutTheRequest(status) ? matterOf(said) : null;
    if (isNeverIssued && named !== matter) return NOT_APPLICABLE;
    const { continues } = reading.request;
    if (continues !== null && (said.includes(continues) || isAboutStoredResponse(said)))
      return { unsupported: reason };
    // The refusal may be about something that was left out on purpose.
    const isMeant = at.scenario?.dropsSignatures === true;
    if (isMeant && (named === 'signatures' || named === 'reasoning')) return NOT_APPLICABLE;
    const isMixedUp =
      isUnpaired(reading.request) ||
      isRearranged(reading, answeredBefore(reading, at.earlier)) ||
      (matter === 'ids' && (isInterrupted(reading, at) || refusesAPrompt(said, reading.request)));
    const isAboutIt = named === matter && !isMeant && !isMixedUp;
    if (!isAboutIt || !isAsSent(said, reading, at) || !isAllAsIssued(echo, reading, at)) {
      return inconclusive(reason);
    }
    if (isNeverIssued && !isOfOneRecording(reading, at)) return inconclusive(reason);
    return broken({
      event: null,
      path: '',
      message: isNeverIssued ? 'the provider misses what it never issued' : finding.message,
      found: reason,
      expected: 'a 2xx status',
    });
  };
}
