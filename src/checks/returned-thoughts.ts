/** Shared rules for thoughts that are blocks of an answer, end with their signature, and go back with its calls. */
import { type Context, inconclusive, type Judgement, NOT_APPLICABLE } from '../judge/check.ts';
import type { ContentBlock } from '../reading/blocks.ts';
import type { HistoryMessage, Reading, RequestReading } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';
import { acceptanceOf, answeredBefore } from './echo.ts';
import type { BlockReading } from './streamed-blocks.ts';

/** Returns true if the request has results, and the client did not omit the thoughts on purpose. */
export function returnsThoughts({ returnsResults }: RequestReading, { scenario }: Context): boolean {
  return returnsResults && scenario?.dropsSignatures !== true;
}

/** Judges the thoughts of an answer. The signature is the end of a thought, so it may be missing in an answer that was cut off. */
export function overThoughts<B extends ContentBlock>(
  isThought: (block: B) => boolean,
  rule: (thoughts: readonly B[]) => Judgement,
) {
  return ({ blocks, cutOff, turn }: Reading & { readonly blocks: readonly B[] }): Judgement => {
    const thoughts = blocks.filter(isThought);
    if (thoughts.length === 0) return NOT_APPLICABLE;
    return cutOff || turn.errors.length > 0 ? inconclusive('the answer was cut off') : rule(thoughts);
  };
}

/**
 * The turn of a request that repeats the calls of an answer, found by their ids.
 *
 * @param idsIn returns the ids of the calls in a turn
 */
export function repeatedTurn<T>(
  turns: readonly T[],
  before: Reading | undefined,
  idsIn: (turn: T) => readonly Json[],
): T | undefined {
  const issued = new Set(before?.turn.calls.map(({ id }) => id?.value));
  return turns.findLast((turn) => idsIn(turn).some((id) => issued.has(id)));
}

/**
 * `reasoning/echo-accepted` and `signatures/echo-accepted`.
 *
 * @param echo judges how the client returned the thoughts
 * @param what the dialect's word for them
 * @param typesIn returns the types of the blocks that repeat an answer
 */
export function thoughtsAccepted<R extends BlockReading & Prefixed>(
  echo: (reading: R, at: Context<R>) => Judgement,
  what: string,
  typesIn: (reading: R, before: R | undefined) => readonly Json[] | undefined,
) {
  return (matter: 'reasoning' | 'signatures') =>
    acceptanceOf<R>(
      echo,
      {
        unjudged: `the client did not return the ${what} as issued`,
        message: `the ${what} that this provider issued came back unchanged and were refused`,
      },
      matter,
      // Blocks between the thoughts count too: a server refuses a message in which they changed.
      (_, reading, { earlier }) => {
        const before = answeredBefore(reading, earlier);
        if (before === undefined || !isUnderItsPrefix(reading, before)) return false;
        return sameJson(
          typesIn(reading, before),
          before.blocks.map(({ type }) => type),
        );
      },
    );
}

/** The part of a request that its thoughts are bound to. */
interface Prefixed {
  readonly request: Pick<RequestReading, 'history'> & {
    /** The system prompt and the tools, which come before the messages, without cache marks. */
    readonly prefix: readonly Json[];
  };
}

/** Returns true if the system prompt, the tools and the messages before an answer are the same as when it was issued. */
function isUnderItsPrefix({ request }: Prefixed, { request: asked }: Prefixed): boolean {
  const before = request.history.slice(0, asked.history.length);
  return sameJson([request.prefix, before.map(saidIn)], [asked.prefix, asked.history.map(saidIn)]);
}

function saidIn({ role, text, calls }: HistoryMessage): Json {
  const sent = calls.map(({ id, name, arguments: given }) => [id ?? null, name ?? null, given ?? null]);
  return [role, text, sent];
}
