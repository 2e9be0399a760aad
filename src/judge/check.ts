/** What a check is: one rule with a permanent id, and a pure function that judges one exchange by it. */

import type { Delivery } from '../evidence/exchange.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import type { OptionalFeature } from '../reading/refusal-matter.ts';
import { append } from '../text/append.ts';
import type { Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import type { Price } from './price.ts';
import type { Impact, Level, Subject } from './verdict.ts';

/** Something that dialects add on top of a wire format. */
export type Extension = 'openrouter';

/** A feature that a target may declare unsupported, with a reason; its checks are then `unsupported`. */
export const FEATURES = [
  'stream-usage',
  'parallel-tool-calls-off',
  'tool-choice-none',
  'tool-choice-required',
  'tool-choice-named',
  'cost',
] as const;
export type Feature = (typeof FEATURES)[number];

/** By which sentence of which reference a rule stands. */
export interface Authority {
  readonly name: string;
  readonly url: string;
  /** The promise, or what breaks without it, in a short sentence of our own. */
  readonly promise: string;
}

/** A result that belongs to one of several calls: the answer must say `fact` of `subject`. */
export interface Pairing {
  readonly subject: string;
  readonly fact: string;
}

/** What a scenario alone can know; all of it is absent in an audit. */
export interface ScenarioKnowledge {
  /** What the last answer must say: for each fact the spellings that count. */
  readonly facts: readonly (readonly string[])[];
  /** Which result belongs to which call, where the results were returned in another order. */
  readonly pairings?: readonly Pairing[];
  /** The ids in the history that another provider issued. */
  readonly foreignIds?: readonly string[];
  /** The requests are ones that a provider must or may refuse: nobody can expect an answer. */
  readonly invitesRefusal?: boolean;
  /** What the scenario asks for that a provider need not have: it may refuse it by its name. */
  readonly optional?: readonly OptionalFeature[];
  /** The client was told to leave signatures and encrypted thoughts out of the history. */
  readonly dropsSignatures?: boolean;
}

/** The words of a dialect, for rules that all dialects share. */
export interface Terms {
  /** The field that says why an answer ended, as titles and findings call it. */
  readonly finishField: string;
  /** What it may say. */
  readonly finishes: readonly string[];
  /** The words that claim a whole answer. */
  readonly whole: readonly string[];
  /** The words that a response with calls may end with, whatever was asked. */
  readonly calling: readonly string[];
  /** Words let through besides where the request forced a call. */
  readonly callingForced: readonly string[];
  /** The words that stop an answer before its end. */
  readonly cut: readonly string[];
  /** How titles call the id of a call, its arguments, the text of an answer. */
  readonly id: string;
  readonly arguments: string;
  readonly text: string;
  /** How a request forbids calls, and how it forces one. */
  readonly forbidding: string;
  readonly forcing: string;
  /** The counts of tokens. */
  readonly counts: Readonly<Record<'prompt' | 'completion' | 'cached' | 'reasoning', string>>;
  /** Tool-call markup that a model template of this dialect's providers may leak, besides what all may. */
  readonly markup: readonly string[];
  /** How findings call the message that answers a call. */
  readonly result: string;
  /** The members that prove a thought to the provider, and go back to it untouched. */
  readonly proofs: readonly string[];
}

/** What a check may know besides the exchange that it judges. */
export interface Context<R extends Reading = Reading> {
  readonly terms: Terms;
  readonly extensions: ReadonlySet<Extension>;
  /** The exchanges of the conversation before this one, failed attempts left out. */
  readonly earlier: readonly R[];
  /** Those of them that issued a call with an id, by that id as it was sent. */
  readonly issuers: ReadonlyMap<Json, readonly R[]>;
  /** True for the last exchange of the conversation. */
  readonly last: boolean;
  readonly scenario: ScenarioKnowledge | null;
  /** The first exchange of the same scenario in the other delivery; null when there is none. */
  readonly counterpart: R | null;
  readonly price: Price | null;
}

/** One place where the rule is broken; the judge adds the number of the exchange. */
export interface Finding {
  readonly event: number | null;
  readonly path: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;
  /** Where the promise broken here is stronger than the check's usual level. */
  readonly level?: Level;
  /** Who broke it, where it is another than the check is about. */
  readonly subject?: Subject;
}

export interface Inconclusive {
  readonly inconclusive: string;
}

/** The provider does not have what the request goes on from, and says so. */
export interface Unsupported {
  readonly unsupported: string;
}

export const NOT_APPLICABLE = 'not-applicable';

/** Unauthorised, unpaid, forbidden, a proxy's, timed out, throttled: nobody looked at what the request says. */
const NOT_ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([401, 402, 403, 407, 408, 429]);

/** Whether a status blames the request itself. */
export function isAboutTheRequest(status: number): boolean {
  return status >= 400 && status <= 499 && !NOT_ABOUT_THE_REQUEST.has(status);
}

/** What a check looked at, and the places where its rule is broken. */
export interface Looked {
  /** How many of the things that the rule speaks of the exchange has; a pass needs at least one. */
  readonly looked: number;
  /** None: the rule holds. */
  readonly findings: readonly Finding[];
}

/**
 * What a check says of one exchange: what it looked at and found, or why it cannot say. Made by {@link HOLDS},
 * {@link NOTHING_THERE}, {@link broken}, {@link among} and {@link inconclusive} alone.
 */
export type Judgement = Looked | Inconclusive | Unsupported | typeof NOT_APPLICABLE;

/** One thing was looked at, and keeps the rule. */
export const HOLDS: Looked = { looked: 1, findings: [] };

/** What the rule speaks of could have been there, and was not: nothing to pass. */
export const NOTHING_THERE: Looked = { looked: 0, findings: [] };

/** Whether a check says that its rule is broken. */
export function hasFindings(judgement: Judgement): judgement is Looked {
  return typeof judgement === 'object' && 'findings' in judgement && judgement.findings.length > 0;
}

/** The rule is broken there. */
export function broken(...findings: readonly [Finding, ...Finding[]]): Looked {
  return { looked: findings.length, findings };
}

/**
 * The findings among some things that the rule speaks of. With nothing to look at there is nothing to pass: the check is
 * then not applicable, unless something was found all the same.
 *
 * @param things or how many there are
 */
export function among(
  things: readonly unknown[] | number,
  findings: readonly Finding[],
): Looked | typeof NOT_APPLICABLE {
  const looked = typeof things === 'number' ? things : things.length;
  return looked === 0 && findings.length === 0 ? NOT_APPLICABLE : { looked, findings };
}

/**
 * Which exchanges a check can judge: answers that came streamed, buffered, or either; refusals (status 300 and up);
 * whatever came; or the request alone, whatever became of it.
 */
export type AnswerKind = 'streaming' | 'buffered' | 'either' | 'refusal' | 'any' | 'request';

export type Authorities = readonly [Authority, ...Authority[]];

/** What a check says of itself; all of it is in the catalogue. */
export interface Rule {
  /** `family/name`, permanent. */
  readonly id: string;
  /** The rule in one sentence. */
  readonly title: string;
  readonly level: Level;
  /** The level where an extension of the dialect changes the promise. */
  readonly levelUnder?: Readonly<Partial<Record<Extension, Level>>> | undefined;
  /** In words, for the catalogue, when some faults carry a level of their own. */
  readonly levelNote?: string | undefined;
  readonly impact: Impact;
  readonly subject: Subject;
  readonly authority: Authorities;
  readonly feature?: Feature | undefined;
  /**
   * Goes up whenever what the rule means does, so that a verdict that changed because of the rule is told from one that
   * changed because of the provider; 1 where it is left out.
   */
  readonly revision?: number | undefined;
  /** Why level, impact or subject are others here than in the rest of the dialects. */
  readonly because?: string | undefined;
}

/** Which exchanges a check is about; the judge asks this, and nothing else, of a check before it runs. */
export interface Scope<R extends Reading = Reading> {
  readonly answer: AnswerKind;
  /** Whether the request lets the rule apply; without it every request does. The delivery is that of the answer, if any. */
  readonly asked?: ((request: R['request'], at: Context<R>, delivery: Delivery) => boolean) | undefined;
  /** Is about calls, so that a request without tools that got no answer has nothing to do with it. */
  readonly aboutCalls?: boolean | undefined;
  /** Answers with audio are out of its scope. */
  readonly skipsAudio?: boolean | undefined;
  /** Looks at the envelope of an answer, of which a stream of nothing but an error has none. */
  readonly skipsBareErrors?: boolean | undefined;
  /** Cannot tell when an error ended the answer before its end. */
  readonly needsEnd?: boolean | undefined;
  /** Finds what is missing, so that its findings say nothing where a part of the answer that could not be read may hold it. */
  readonly needsEveryEvent?: boolean | undefined;
  /** Cannot tell, whatever it found, when the answer was cut off (`cutOff`) or stopped without an end (`truncated`). */
  readonly voidWhen?: 'cutOff' | 'truncated' | undefined;
  /** Says it where a 2xx of this delivery has no body at all; one check for each, so that one cause is one failure. */
  readonly judgesEmpty?: Delivery | undefined;
  /** Also judges an answer that cannot be read at all, and so says why it cannot. */
  readonly judgesUnreadable?: boolean | undefined;
  /** Also judges an answer that broke off, and so says that it did. */
  readonly judgesBroken?: boolean | undefined;
  /** Also judges attempts that failed and were sent again. */
  readonly judgesRetried?: boolean | undefined;
  /**
   * Checks whose findings explain this one's: where one of them finds something in the same exchange, what this check
   * finds follows from it, and it cannot tell.
   */
  readonly follows?: readonly string[] | undefined;
  /** The same of checks whose finding in an earlier exchange explains what comes of it here. */
  readonly followsEarlier?: readonly string[] | undefined;
  /** Looks at the bytes of a body rather than at what it says, so that a body that was written anew tells it nothing. */
  readonly readsBytes?: boolean | undefined;
  /** Looks at how a value is written, as whether it is a text, so that who keeps messages alone, and writes them anew, tells it nothing. */
  readonly readsValues?: boolean | undefined;
}

export interface Check<R extends Reading = Reading> extends Rule, Scope<R> {
  readonly run: (reading: R, at: Context<R>) => Judgement;
}

export function inconclusive(reason: string): Inconclusive {
  return { inconclusive: reason };
}

/** What most of the things in a stream give: one list for them all. */
export const NO_FINDINGS: readonly Finding[] = [];

/** What is wrong with each of them: as flatMap, but quick for a stream of thousands of events, nearly all of them sound. */
export function findingsIn<T>(items: readonly T[], faultsOf: (item: T) => readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  for (const item of items) {
    const faults = faultsOf(item);
    if (faults.length > 0) append(found, faults);
  }
  return found;
}

/** A fault at a value that was seen; its value is shown. */
export function findingAt(seen: Seen, message: string, expected: string): Finding {
  return { event: seen.event, path: seen.path, message, found: show(seen.value), expected };
}
