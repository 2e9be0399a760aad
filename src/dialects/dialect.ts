/**
 * The interface of a dialect for driver, judge and reports. Only the dialect itself knows the field names of its wire
 * format.
 */

import type { Service } from '../answers/service.ts';
import type { Codec } from '../drive/codec.ts';
import type { HistoryEdit } from '../drive/history-edit.ts';
import type { HttpRequest, HttpResponse } from '../evidence/exchange.ts';
import type { Check, Extension } from '../judge/check.ts';
import type { Judging } from '../judge/judge.ts';
import type { ProofParts } from '../proof/proof.ts';
import type { Reading } from '../reading/reading.ts';
import type { Lacks } from '../scenarios/scenario.ts';
import type { JsonObject } from '../text/json.ts';
import type { Carries } from './carries.ts';

/** An HTTP request that an audit found, with its response. */
export interface FoundRequest {
  readonly request: HttpRequest;
  /** Null if no response arrived. */
  readonly response: HttpResponse | null;
  /** The host name without the port; empty if the recorded URL is invalid. */
  readonly hostname: string;
  /** The path of the URL, without a trailing slash. */
  readonly path: string;
  /** True if the content of another exchange shows that this address belongs to the dialect. */
  readonly told?: boolean;
}

/** The result of recognising a request. */
export interface Recognised {
  /** Null if the dialect does not judge this request, such as a token count; `kind` then says what it is. */
  readonly judged: { readonly extensions: readonly Extension[]; readonly modelInUrl: string | null } | null;
  readonly kind: string;
  /** True if only the content identifies the dialect. A dialect that recognises the path takes precedence. */
  readonly byContent?: true;
}

/** An answer whose request was not recorded. */
export interface FoundAnswer {
  /**
   * The JSON body, or the data of the first event that is an object. An AWS frame is wrapped in a member with its name.
   */
  readonly first: JsonObject;
  readonly streaming: boolean;
}

/** The result of recognising an answer. */
export interface RecognisedAnswer {
  /** A stand-in for the request. It contains only what the answer implies: the dialect, and whether it streams. */
  readonly request: HttpRequest;
  readonly extensions: readonly Extension[];
}

/** A dialect with its checks, in the order of the catalogue. */
export interface Dialect<R extends Reading> extends Codec<R>, Judging<R> {
  /** The display name. */
  readonly name: string;
  readonly checks: readonly Check<R>[];
  /** Checks of other dialects that have no meaning here, with the reason. */
  readonly notApplicable: Readonly<Record<string, string>>;
  /** Features that scenarios may need and that the dialect has no field for, with the reason. */
  readonly lacks: Lacks;
  /** The fields that requests and answers have, and those that they lack. */
  carries(extension: Extension | null): Carries;
  /** The edits that a client may make to a history and that only this dialect has the fields for. */
  readonly historyEdits: readonly HistoryEdit[];
  /** The fields that can limit the length of an answer; a target chooses one. Absent if the dialect has only one. */
  readonly tokenLimitFields?: readonly string[];
  /** Recognises a recorded request of this dialect; null if it is not one. */
  recognise(found: FoundRequest): Recognised | null;
  /**
   * Recognises an answer of this dialect; null if it is not one. Without this method, an answer alone is not judged.
   */
  recogniseAnswer?(found: FoundAnswer): RecognisedAnswer | null;
  /** The parts that the reference provider needs to speak the dialect. Loaded on demand. */
  service(): Promise<Service>;
  /** The proof of its checks. Loaded on demand. */
  proof(): Promise<ProofParts>;
}
