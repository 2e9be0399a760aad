/**
 * Decides what a fault did to a client, by comparison with the same client on the conforming provider
 * (docs/clients.md). Pure.
 *
 * A client must behave as it does without the fault, unless it reports that something is wrong. Its behaviour comes
 * from the calls that it says it ran, and from the histories that it sends. If a call has a result in the history but
 * did not run, the client told the model about an error, which also counts as a report.
 */
import { canonicalText, shorten, show } from '../text/json-text.ts';
import type { Deed, Deeds, ToldHistory } from './deeds.ts';
import type { ClientOutcome, Harm, HarmKind } from './record.ts';

/** How the client ended, and the evidence. */
export interface Observed {
  readonly deeds: Deeds;
  /** An exit code or the name of a signal; null for a process that continues with the next task. */
  readonly exit: number | string | null;
  readonly timedOut: boolean;
  readonly stderr: string;
  /** True when an answer contained the fault. */
  readonly isShown: boolean;
}

export interface Weighed {
  readonly outcome: ClientOutcome;
  readonly harms: readonly Harm[];
  /** The client's error message; null when it reported nothing. */
  readonly report: string | null;
}

/** @param sound the client on the conforming provider */
export function outcomeOf(sound: Observed, faulty: Observed): Weighed {
  const told = toldToModel(faulty.deeds);
  const error = errorOf(faulty);
  const [first] = told;
  const report = error ?? (first === undefined ? null : `told the model: ${show(first.result)}`);
  const isExcused = report !== null || faulty.timedOut;
  const harms = harmsOf(sound.deeds, faulty.deeds, { isExcused, told });
  if (faulty.timedOut) return { outcome: 'hangs', harms, report };
  if (harms.length > 0) return { outcome: 'corrupts', harms, report };
  if (report !== null) return { outcome: 'reports', harms, report };
  return { outcome: faulty.isShown ? 'tolerates' : 'not-shown', harms, report };
}

/** The maximum length of an error message, in UTF-16 code units. */
const LONGEST_ERROR = 1000;

/** Returns the client's error message; null when it reports none and ends normally. */
export function errorOf({ deeds, exit, stderr }: Omit<Observed, 'timedOut' | 'isShown'>): string | null {
  if (deeds.said?.error != null) return shorten(deeds.said.error, LONGEST_ERROR);
  if (exit === null || exit === 0) return null;
  const last =
    stderr
      .trim()
      .split('\n')
      .findLast((line) => /error/iu.test(line)) ?? stderr.trim().split('\n').at(-1);
  return last === undefined || last === '' ? `ended with ${exit}` : last.trim();
}

/** Returns calls with a result that the client did not run: its library told the model what was wrong. */
function toldToModel({ ran, histories }: Deeds): readonly Deed[] {
  if (ran === null) return [];
  const left = [...ran];
  const answered = histories.at(-1)?.calls.filter(({ result }) => result !== null && result !== '') ?? [];
  return answered.filter((call) => {
    const byId = left.findIndex(({ id }) => id !== null && id === call.id);
    const isRun = (other: Deed) =>
      isSameCall(call, other) || (call.name === other.name && call.result === other.result);
    const at = byId >= 0 ? byId : left.findIndex(isRun);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

interface Circumstances {
  /** After a report or a timeout, missing actions are not harms. */
  readonly isExcused: boolean;
  readonly told: readonly Deed[];
}

function harmsOf(sound: Deeds, faulty: Deeds, circumstances: Circumstances): Harm[] {
  const { isExcused, told } = circumstances;
  const ran =
    sound.ran === null || faulty.ran === null
      ? []
      : callHarms(sound.ran, faulty.ran, faulty.issued, { isExcused, told: [] }).map(
          (harm): Harm => ({ ...harm, exchange: null }),
        );
  const sent = historyHarms(sound, faulty, circumstances);
  const text = isExcused ? [] : textHarms(sound, faulty);
  // A call that the model is told is wrong need not be repeated as issued.
  const rules = (told.length > 0 ? [] : faulty.broken)
    .filter(({ check }) => check !== COMPARED_HERE && !sound.broken.some((other) => other.check === check))
    .map(
      ({ check, findings: [first] }): Harm => ({
        kind: 'history-changed',
        message: `${check}: ${first === undefined ? 'fails' : `${first.message} (${first.found})`}`,
        exchange: first?.exchange ?? null,
        asSent: faulty.histories.some((each) => each.isRepeated && each.exchange === first?.exchange),
      }),
    );
  const all = [...ran, ...sent, ...text, ...rules];
  return all.filter(({ message }, at) => all.findIndex((other) => other.message === message) === at);
}

/**
 * The check that a repeated call is as issued is left out: here the calls are compared with those without the fault.
 */
const COMPARED_HERE = 'results/call-kept';

type CallHarm = Omit<Harm, 'exchange'>;

function callHarms(
  sound: readonly Deed[],
  faulty: readonly Deed[],
  issued: readonly Deed[],
  { isExcused, told: reported }: Circumstances,
): CallHarm[] {
  const made = faulty.filter(
    (call) => !reported.some((other) => isSameCall(call, other) && call.result === other.result),
  );
  const [missing, extra] = unmatched(
    sound,
    made,
    (one, other) => isSameCall(one, other) && one.result === other.result,
  );
  const countIn = (calls: readonly Deed[], call: Deed) =>
    calls.filter((other) => isSameCall(call, other)).length;
  const harms: CallHarm[] = [];
  for (const call of extra) {
    const { kind, instead } = whatBecame(call, missing, sound);
    if (instead !== undefined) missing.splice(missing.indexOf(instead), 1);
    const asSent =
      kind === 'result-mispaired' || kind === 'result-lost'
        ? false
        : countIn(issued, call) >= countIn(faulty, call);
    if (kind === 'result-lost' && isExcused) continue;
    harms.push({ kind, message: wordsFor(kind, call, instead), asSent });
  }
  // If the client made only calls that are in the answers, a call that no answer contains was lost before the client
  // saw it.
  const isObedient = made.every((call) => countIn(issued, call) > 0);
  for (const call of isExcused ? [] : missing) {
    harms.push({
      kind: 'call-lost',
      message: wordsFor('call-lost', call),
      asSent: isObedient && countIn(issued, call) <= countIn(faulty, call),
    });
  }
  for (const call of made.filter((each) => !extra.includes(each))) {
    const own = call.id === null ? [] : issued.filter(({ id }) => id === call.id);
    const [one] = own;
    if (own.length !== 1 || one === undefined || isSameCall(one, call)) continue;
    // It is mispaired only if it is another call of the answers; otherwise only its notation differs.
    if (!issued.some((other) => isSameCall(other, call))) continue;
    const message = `${nameOf(call)} ran under the id of ${nameOf(one)}`;
    harms.push({ kind: 'call-mispaired', message, asSent: false });
  }
  return harms;
}

/** Classifies a call that the client does not make without the fault, and finds the call that it replaces. */
function whatBecame(
  call: Deed,
  missing: readonly Deed[],
  sound: readonly Deed[],
): { readonly kind: HarmKind; readonly instead?: Deed } {
  const same = missing.find((other) => isSameCall(call, other));
  if (same !== undefined)
    return { kind: call.result === null ? 'result-lost' : 'result-mispaired', instead: same };
  const doubled = sound.find((other) => isSameCall(call, other));
  if (doubled !== undefined) return { kind: 'call-doubled' };
  const instead =
    missing.find(({ name }) => name === call.name) ??
    missing.find((other) => canonicalText(other.arguments) === canonicalText(call.arguments));
  return instead === undefined ? { kind: 'call-invented' } : { kind: 'call-altered', instead };
}

function wordsFor(kind: HarmKind, call: Deed, instead?: Deed): string {
  switch (kind) {
    case 'call-lost':
      return `${nameOf(call)} is lost`;
    case 'call-doubled':
      return `${nameOf(call)} is made twice`;
    case 'call-invented':
      return `${nameOf(call)} is made, which nobody asked for`;
    case 'call-altered':
      return `${instead === undefined ? 'a call' : nameOf(instead)} became ${nameOf(call)}`;
    case 'result-mispaired':
      return `${nameOf(call)} got the result ${show(call.result)}, which is not its own`;
    default:
      return `${nameOf(call)} got no result`;
  }
}

function nameOf({ name, arguments: given }: Deed): string {
  return `${name === '' ? 'a call without a name' : name}(${show(given)})`;
}

function historyHarms(sound: Deeds, faulty: Deeds, circumstances: Circumstances): Harm[] {
  const { isExcused } = circumstances;
  for (const [at, history] of faulty.histories.entries()) {
    const own = sound.histories[at];
    if (own === undefined) return isExcused ? [] : furtherRequest(faulty, at);
    const harms = harmsIn(own, history, faulty, circumstances);
    // Later differences follow from the first one.
    if (harms.length > 0) return harms;
  }
  if (isExcused || faulty.histories.length >= sound.histories.length || faulty.ran !== null) return [];
  const left = sound.histories[faulty.histories.length];
  const lost = left?.calls.filter(
    (call) => !faulty.histories.at(-1)?.calls.some((other) => isSameCall(call, other)),
  );
  return (lost ?? []).map((call) => ({
    kind: 'call-lost',
    message: wordsFor('call-lost', call),
    exchange: faulty.histories.at(-1)?.exchange ?? null,
    asSent: !faulty.issued.some((other) => isSameCall(call, other)),
  }));
}

function furtherRequest({ histories }: Deeds, at: number): Harm[] {
  const { exchange = null } = histories[at] ?? {};
  const message = 'one more request is sent than without the fault';
  return [{ kind: 'history-changed', message, exchange, asSent: false }];
}

function harmsIn(
  own: ToldHistory,
  history: ToldHistory,
  faulty: Deeds,
  circumstances: Circumstances,
): Harm[] {
  const { exchange } = history;
  const calls = callHarms(own.calls, history.calls, faulty.issued, circumstances);
  const stray = history.strayResults.map((text): CallHarm => {
    const message = `the result ${show(text)} goes back under an id that no call has`;
    return { kind: 'result-mispaired', message, asSent: false };
  });
  const words: CallHarm[] =
    own.assistantText === history.assistantText
      ? []
      : [
          {
            kind: 'history-changed',
            message: `the answer goes back as ${show(history.assistantText)}`,
            asSent: saysSo(faulty, history.assistantText),
          },
        ];
  const prompts: CallHarm[] =
    own.prompts === history.prompts
      ? []
      : [{ kind: 'history-changed', message: 'the prompts before the answer are others', asSent: false }];
  return [...calls, ...stray, ...words, ...prompts].map((harm) => ({
    ...harm,
    exchange,
    // The client sends back exactly what it received, however that is read.
    asSent: harm.asSent || history.isRepeated,
  }));
}

/** True when the text is an answer's text, or all texts so far, or appears in an answer as one JSON string. */
function saysSo({ bodies, texts }: Deeds, text: string): boolean {
  const soFar = texts.map((_, at) => texts.slice(0, at + 1).join(''));
  return text !== '' && (bodies.includes(JSON.stringify(text)) || [...texts, ...soFar].includes(text));
}

function textHarms(sound: Deeds, faulty: Deeds): Harm[] {
  const [due, text] = [sound.said?.text ?? null, faulty.said?.text ?? null];
  if (due === null || due === text) return [];
  const kind = text === null || text === '' ? 'text-lost' : 'text-altered';
  const message =
    kind === 'text-lost'
      ? 'the last answer is lost'
      : `the last answer reads ${show(text)} in place of ${show(due)}`;
  const asSent = (text ?? '') === (faulty.texts.at(-1) ?? '') || saysSo(faulty, text ?? '');
  return [{ kind, message, exchange: null, asSent }];
}

function isSameCall(one: Deed, other: Deed): boolean {
  return one.name === other.name && argumentsOf(one) === argumentsOf(other);
}

/** An empty text means no arguments, as JSON text or as the value itself. */
function argumentsOf({ arguments: given }: Deed): string {
  return canonicalText(given === '' ? {} : given);
}

/** Returns the items of each list without a counterpart in the other. */
function unmatched(
  left: readonly Deed[],
  right: readonly Deed[],
  isSame: (one: Deed, other: Deed) => boolean,
): [left: Deed[], right: Deed[]] {
  const rest = [...left];
  const extra = right.filter((call) => {
    const at = rest.findIndex((other) => isSame(call, other));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [rest, extra];
}
