/** What the driver, the judge and the report ask of a dialect; all that knows a wire format's field names is behind it. */

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

/** An HTTP request as an audit finds it, with what was answered. */
export interface FoundRequest {
  readonly request: HttpRequest;
  /** Null when no answer came. */
  readonly response: HttpResponse | null;
  /** Without port; empty where the recorded URL is none. */
  readonly hostname: string;
  /** The path of the URL, without a slash at its end. */
  readonly path: string;
  /** Another exchange told by its content that this address is the dialect's. */
  readonly told?: boolean;
}

/** What an audit takes a request for. */
export interface Recognised {
  /** Null when the dialect does not judge it, such as a count of tokens; `kind` then says what it is. */
  readonly judged: { readonly extensions: readonly Extension[]; readonly modelInUrl: string | null } | null;
  readonly kind: string;
  /** Only what was asked and answered tells, so that a dialect which knows the path comes first. */
  readonly byContent?: true;
}

/** An answer whose request nobody recorded. */
export interface FoundAnswer {
  /** The body, or the data of the first event of a stream that is an object; of a frame of AWS below its name. */
  readonly first: JsonObject;
  readonly streaming: boolean;
}

/** What an audit takes an answer for. */
export interface RecognisedAnswer {
  /** Says no more than the answer does: the dialect, and whether a stream was asked for. */
  readonly request: HttpRequest;
  readonly extensions: readonly Extension[];
}

/** A dialect with the checks that hold for it, in the order of the catalogue. */
export interface Dialect<R extends Reading> extends Codec<R>, Judging<R> {
  /** What people call it. */
  readonly name: string;
  readonly checks: readonly Check<R>[];
  /** Checks of other dialects that have no meaning here, with the reason. */
  readonly notApplicable: Readonly<Record<string, string>>;
  /** What scenarios may need and the dialect has no field for, with the reason. */
  readonly lacks: Lacks;
  /** What requests and answers have fields for, and what not. */
  carries(extension: Extension | null): Carries;
  /** Ways in which a client may alter a history that only this dialect has the fields for. */
  readonly historyEdits: readonly HistoryEdit[];
  /** The fields of which a target may choose the one that limits an answer; absent where there is but one. */
  readonly tokenLimitFields?: readonly string[];
  /** Whether a recorded request is of this dialect; null when it is not. */
  recognise(found: FoundRequest): Recognised | null;
  /** Whether an answer is of this dialect; null when it is not. Without it answers alone are not judged. */
  recogniseAnswer?(found: FoundAnswer): RecognisedAnswer | null;
  /** What the reference provider needs to speak it; loaded when it is asked for. */
  service(): Promise<Service>;
  /** The proof that its checks work; loaded when it is asked for. */
  proof(): Promise<ProofParts>;
}
