/** What a check is: one rule with a permanent id, and a pure function that judges one exchange by it. */

import type { Delivery } from '../evidence/exchange.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import type { OptionalFeature } from '../reading/refusal-matter.ts';
import { append } from '../text/append.ts';
import type { Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import type { Price } from './price.ts';
import type { Impact, Level, Subject } from './verdict.ts';

/** A set of additions to a wire format, such as OpenRouter's. */
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

/** The sentence of a reference that a rule rests on. */
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

/** Facts that only a scenario knows; in an audit they are absent. */
export interface ScenarioKnowledge {
  /** What the last answer must say: for each fact the spellings that count. */
  readonly facts: readonly (readonly string[])[];
  /** Which result belongs to which call, if the results were returned in another order. */
  readonly pairings?: readonly Pairing[];
  /** The ids in the history that another provider issued. */
  readonly foreignIds?: readonly string[];
  /** True when a provider must or may refuse the requests, so no answer is expected. */
  readonly invitesRefusal?: boolean;
  /** Features in the requests that a provider need not have: it may refuse them by name. */
  readonly optional?: readonly OptionalFeature[];
  /** The client was told to leave signatures and encrypted thoughts out of the history. */
  readonly dropsSignatures?: boolean;
}

/** The words of a dialect, used by the rules that all dialects share. */
export interface Terms {
  /** The field that says why an answer ended, as titles and findings call it. */
  readonly finishField: string;
  /** The values of that field. */
  readonly finishes: readonly string[];
  /** The values that say that the answer is complete. */
  readonly whole: readonly string[];
  /** The values that a response with calls may end with, whatever the request was. */
  readonly calling: readonly string[];
  /** Further values that are accepted if the request forced a call. */
  readonly callingForced: readonly string[];
  /** The values that say that the answer stopped before its end. */
  readonly cut: readonly string[];
  /** The names that titles use for the id of a call, its arguments and the text of an answer. */
  readonly id: string;
  readonly arguments: string;
  readonly text: string;
  /** The settings with which a request forbids calls, and forces one. */
  readonly forbidding: string;
  readonly forcing: string;
  /** The names of the token counts. */
  readonly counts: Readonly<Record<'prompt' | 'completion' | 'cached' | 'reasoning', string>>;
  /** Tool-call markup that may leak only from model templates of this dialect's providers. */
  readonly markup: readonly string[];
  /** The name that findings use for the message with the result of a call. */
  readonly result: string;
  /** The members that authenticate a thought; the client returns them unchanged. */
  readonly proofs: readonly string[];
}

/** What a check may know in addition to the exchange that it judges. */
export interface Context<R extends Reading = Reading> {
  readonly terms: Terms;
  readonly extensions: ReadonlySet<Extension>;
  /** The earlier exchanges of the conversation, without failed attempts. */
  readonly earlier: readonly R[];
  /** The earlier exchanges that issued a call with an id, by that id. */
  readonly issuers: ReadonlyMap<Json, readonly R[]>;
  /** True for the last exchange of the conversation. */
  readonly last: boolean;
  readonly scenario: ScenarioKnowledge | null;
  /** The first exchange of the same scenario in the other delivery; null if it is missing. */
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
  /** Set if the promise broken here is stronger than the check's usual level. */
  readonly level?: Level;
  /** Who broke the rule, if it is not the check's usual subject. */
  readonly subject?: Subject;
}

export interface Inconclusive {
  readonly inconclusive: string;
}

/** The provider says that it does not have the state that the request continues from. */
export interface Unsupported {
  readonly unsupported: string;
}

export const NOT_APPLICABLE = 'not-applicable';

/** Unauthorised, unpaid, forbidden, a proxy's, timed out, throttled: none of these is about the content of the request. */
const NOT_ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([401, 402, 403, 407, 408, 429]);

/** Returns true if a status says that the request itself is wrong. */
export function isAboutTheRequest(status: number): boolean {
  return status >= 400 && status <= 499 && !NOT_ABOUT_THE_REQUEST.has(status);
}

/** What a check looked at, and the places where its rule is broken. */
export interface Looked {
  /** How many things in the exchange the rule applies to; a pass needs at least one. */
  readonly looked: number;
  /** Empty if the rule holds. */
  readonly findings: readonly Finding[];
}

/**
 * What a check says about one exchange: what it looked at and found, or why it cannot decide. Only {@link HOLDS},
 * {@link NOTHING_THERE}, {@link broken}, {@link among} and {@link inconclusive} create one.
 */
export type Judgement = Looked | Inconclusive | Unsupported | typeof NOT_APPLICABLE;

/** The check looked at one thing, and it keeps the rule. */
export const HOLDS: Looked = { looked: 1, findings: [] };

/** The exchange could have had something that the rule applies to, but had nothing, so it is no pass. */
export const NOTHING_THERE: Looked = { looked: 0, findings: [] };

/** Returns true if the judgement says that the rule is broken. */
export function hasFindings(judgement: Judgement): judgement is Looked {
  return typeof judgement === 'object' && 'findings' in judgement && judgement.findings.length > 0;
}

/** The judgement of a check that found broken places and counts nothing else. */
export function broken(...findings: readonly [Finding, ...Finding[]]): Looked {
  return { looked: findings.length, findings };
}

/**
 * The findings among the things that the rule applies to. Without any such thing the check is not applicable, unless
 * it found something all the same.
 *
 * @param things the things, or their number
 */
export function among(
  things: readonly unknown[] | number,
  findings: readonly Finding[],
): Looked | typeof NOT_APPLICABLE {
  const looked = typeof things === 'number' ? things : things.length;
  return looked === 0 && findings.length === 0 ? NOT_APPLICABLE : { looked, findings };
}

/**
 * Which exchanges a check can judge: streamed answers, buffered answers, or either; refusals (status 300 and up); any
 * response; or only the request, whatever the response was.
 */
export type AnswerKind = 'streaming' | 'buffered' | 'either' | 'refusal' | 'any' | 'request';

export type Authorities = readonly [Authority, ...Authority[]];

/** The description of a check, as the catalogue shows it. */
export interface Rule {
  /** `family/name`, permanent. */
  readonly id: string;
  /** The rule in one sentence. */
  readonly title: string;
  readonly level: Level;
  /** The level where an extension of the dialect changes the promise. */
  readonly levelUnder?: Readonly<Partial<Record<Extension, Level>>> | undefined;
  /** A text for the catalogue, if some findings have a level of their own. */
  readonly levelNote?: string | undefined;
  readonly impact: Impact;
  readonly subject: Subject;
  readonly authority: Authorities;
  readonly feature?: Feature | undefined;
  /**
   * Increases whenever the meaning of the rule changes. It tells a verdict that changed because of the rule from one that
   * changed because of the provider. 1 by default.
   */
  readonly revision?: number | undefined;
  /** Why level, impact or subject differ from those of the other dialects. */
  readonly because?: string | undefined;
}

/** Which exchanges a check applies to; the judge reads only this before it runs a check. */
export interface Scope<R extends Reading = Reading> {
  readonly answer: AnswerKind;
  /**
   * Returns true if the rule applies to the request; by default it applies to every request. `delivery` is that of the
   * answer, if one came.
   */
  readonly asked?: ((request: R['request'], at: Context<R>, delivery: Delivery) => boolean) | undefined;
  /** The check is about calls: it does not apply to a request without tools that got no answer. */
  readonly aboutCalls?: boolean | undefined;
  /** The check does not judge answers with audio. */
  readonly skipsAudio?: boolean | undefined;
  /** The check looks at the envelope of an answer; a stream that contains only an error has no envelope. */
  readonly skipsBareErrors?: boolean | undefined;
  /** The check is inconclusive if an error ended the answer early. */
  readonly needsEnd?: boolean | undefined;
  /** The check finds missing things: it is inconclusive if an unreadable part of the answer may contain them. */
  readonly needsEveryEvent?: boolean | undefined;
  /** The check is inconclusive, whatever it found, if the answer was cut off (`cutOff`) or has no end (`truncated`). */
  readonly voidWhen?: 'cutOff' | 'truncated' | undefined;
  /** The check reports a 2xx of this delivery without a body; one check for each delivery, so that one cause is one failure. */
  readonly judgesEmpty?: Delivery | undefined;
  /** The check also judges unreadable answers, and reports why they cannot be read. */
  readonly judgesUnreadable?: boolean | undefined;
  /** The check also judges answers that broke off, and reports that they did. */
  readonly judgesBroken?: boolean | undefined;
  /** The check also judges failed attempts that were sent again. */
  readonly judgesRetried?: boolean | undefined;
  /**
   * Checks whose findings explain the findings of this one: if one of them finds something in the same exchange, this
   * check is inconclusive instead of failed.
   */
  readonly follows?: readonly string[] | undefined;
  /** The same, for checks whose findings in an earlier exchange explain the ones here. */
  readonly followsEarlier?: readonly string[] | undefined;
  /** The check looks at the bytes of a body, so a body that a recorder rewrote tells it nothing. */
  readonly readsBytes?: boolean | undefined;
  /** The check looks at how a value is encoded, such as its type, so a recording of rewritten messages tells it nothing. */
  readonly readsValues?: boolean | undefined;
}

export interface Check<R extends Reading = Reading> extends Rule, Scope<R> {
  readonly run: (reading: R, at: Context<R>) => Judgement;
}

export function inconclusive(reason: string): Inconclusive {
  return { inconclusive: reason };
}

/** A shared empty list: most things in a stream give no findings. */
export const NO_FINDINGS: readonly Finding[] = [];

/** The findings of all items. Like flatMap, but faster for thousands of events, of which nearly all are correct. */
export function findingsIn<T>(items: readonly T[], faultsOf: (item: T) => readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  for (const item of items) {
    const faults = faultsOf(item);
    if (faults.length > 0) append(found, faults);
  }
  return found;
}

/** A finding at a value that was read; it shows the value. */
export function findingAt(seen: Seen, message: string, expected: string): Finding {
  return { event: seen.event, path: seen.path, message, found: show(seen.value), expected };
}
