/** The outcome of one request: answered, refused because of its content, or unclear. */
import { whyUnsent } from '../evidence/exchange.ts';
import type { Reading } from '../reading/reading.ts';
import { shorten } from '../text/json-text.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  /** The provider's message. */
  readonly said: string;
}

export type Outcome =
  | { readonly kind: 'answered' }
  | Refused
  /** Shows nothing about the content of the request: a wrong key, an overload, a budget. */
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * The statuses that can be about the content of a request. 401, 402, 403 and 404 are about the client and the model,
 * 408, 409 and 429 about the time, 413 about the request as a whole, and 5xx about the server.
 */
const ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([400, 415, 422]);

const LONGEST_WORDS = 300;

/** The prefix of the reason when a request was not sent. */
export const NOT_ASKED = 'not asked: ';

/** Readable reasons why a request was not sent. */
const UNSENT: Readonly<Record<string, string>> = {
  budget: 'the budget of the run did not allow one more request',
  interrupted: 'the run was interrupted before',
};

export function outcomeOf({ exchange, standing, turn, unreadable, foreign }: Reading): Outcome {
  switch (standing.kind) {
    case 'lost': {
      const unsent = whyUnsent(exchange);
      const reason = unsent === null ? standing.reason : `${NOT_ASKED}${UNSENT[unsent] ?? unsent}`;
      return { kind: 'unclear', reason };
    }
    case 'empty':
      return { kind: 'unclear', reason: 'the answer is empty' };
    case 'refused': {
      const { status, reason } = standing;
      const isAboutIt = ABOUT_THE_REQUEST.has(status) && !isAboutCircumstances(standing.said);
      return isAboutIt
        ? { kind: 'refused', status, said: shorten(standing.said, LONGEST_WORDS) }
        : { kind: 'unclear', reason };
    }
    case 'answered': {
      const [error] = turn.errors;
      if (error !== undefined) return { kind: 'unclear', reason: 'the answer holds an error' };
      if (unreadable !== null) return { kind: 'unclear', reason: unreadable };
      if (foreign !== undefined || turn.choices.length === 0)
        return { kind: 'unclear', reason: 'what came back has nothing of an answer' };
      return { kind: 'answered' };
    }
  }
}

/**
 * Returns true when the message is not about the content. Some servers send 400 where others send 401, 402, 404 or 429.
 * A request that is too long as a whole also shows nothing about its parts.
 */
function isAboutCircumstances(said: string): boolean {
  return CIRCUMSTANCES.some((words) => words.test(said));
}

const CIRCUMSTANCES: readonly RegExp[] = [
  /\b(?:api[ _-]?key|credits?|billing|quota|rate[ -]?limit\w*|overloaded|unauthori[sz]ed)\b/iu,
  /\b(?:model[ _](?:not found|does not exist)|no such model)\b/iu,
  /\bcontext[ _-]?(?:length|window|size|limit)\b|\bn_ctx\b|\bprompt is too long\b/iu,
  /\b(?:too many|maximum|exceeds?|input|total)\b.{0,60}\btokens?\b/iu,
];
