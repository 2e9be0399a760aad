/** What became of one request: answered, refused for what it asks, or neither. */
import { whyUnsent } from '../evidence/exchange.ts';
import type { Reading } from '../reading/reading.ts';
import { shorten } from '../text/json-text.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  /** The provider's own words. */
  readonly said: string;
}

export type Outcome =
  | { readonly kind: 'answered' }
  | Refused
  /** Says nothing about what was asked: a wrong key, an overload, a budget. */
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * The statuses that can be about what a request holds. 401, 402, 403 and 404 are about who asks and for which model, 408,
 * 409 and 429 about when, 413 about the request as a whole, and 5xx about the server.
 */
const ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([400, 415, 422]);

const LONGEST_WORDS = 300;

/** How the reason begins where a request was not sent. */
export const NOT_ASKED = 'not asked: ';

/** Why a request was not sent, in whole words. */
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

/** Some servers say with 400 what others say with 401, 402, 404 or 429; and what is too long as a whole says nothing of its parts. */
function isAboutCircumstances(said: string): boolean {
  return CIRCUMSTANCES.some((words) => words.test(said));
}

const CIRCUMSTANCES: readonly RegExp[] = [
  /\b(?:api[ _-]?key|credits?|billing|quota|rate[ -]?limit\w*|overloaded|unauthori[sz]ed)\b/iu,
  /\b(?:model[ _](?:not found|does not exist)|no such model)\b/iu,
  /\bcontext[ _-]?(?:length|window|size|limit)\b|\bn_ctx\b|\bprompt is too long\b/iu,
  /\b(?:too many|maximum|exceeds?|input|total)\b.{0,60}\btokens?\b/iu,
];
