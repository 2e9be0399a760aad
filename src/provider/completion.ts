/** Turns the model's output into the answers that a service renders. */
import { createHash, type Hash } from 'node:crypto';
import type { Answer, Bill, Finish, Tokens } from '../answers/answer.ts';
import type { AskedRequest } from '../answers/asked-request.ts';
import type { Completed, IdForms } from '../answers/service.ts';
import type { Extension } from '../judge/check.ts';
import { costOf, type Price } from '../judge/price.ts';
import { nextWords } from './scripted-model.ts';
import { type Measured, measure, promptTokens, type Spoken, tokensOf } from './tokens.ts';
import { writtenOf } from './told-story.ts';

export interface Issuer {
  /** Different seeds produce different ids. */
  readonly seed: string;
  readonly ids: IdForms;
  /** Seconds since 1970. */
  readonly created: number;
  readonly extension: Extension | null;
  /** The name under which the upstream is reported. */
  readonly upstream: string;
  /** Null for a free model. */
  readonly price: Price | null;
  readonly cachesPrompts: boolean;
}

/** Returns the model's answers to a request. The same request and seed give the same ids. */
export function complete(request: AskedRequest, issuer: Issuer): Completed {
  const { seed, ids, created, extension, upstream, price, cachesPrompts } = issuer;
  const basis = createHash('sha256').update(`${seed}\n${JSON.stringify(request.json)}`);
  const said = nextWords(request);
  const measuredChoice = (choice: number): Measured => {
    const { calls, ...words } = said;
    const issued = calls?.map((call, at) => ({
      id: ids.call((length) => identify(basis, `\n${choice} ${at}`, length)),
      name: call.name,
      ...writtenOf(call),
    }));
    const spoken: Spoken = { ...words, ...(issued === undefined ? {} : { calls: issued }) };
    return measure(spoken, request.maxTokens, request.stop);
  };
  const first = measuredChoice(0);
  const others = Array.from({ length: request.choices - 1 }, (_, at) => measuredChoice(at + 1));
  const measured = tokensOf(promptTokens(request.prompt), [first, ...others]);
  const goesOn = request.messages.some(({ role }) => role === 'assistant');
  const usage = {
    ...measured,
    ...(cachesPrompts && goesOn ? { cached: Math.floor(measured.prompt / 2) } : cacheUse(request)),
  };
  const reported = extension === 'openrouter' ? { ...usage, bill: billOf(usage, price) } : usage;
  const signature = ids.signature?.((length) => identify(basis, '\nsignature', length));
  const answer = (one: Measured): Answer => ({
    ...one.spoken,
    ...(said.served === undefined ? {} : { served: said.served }),
    ...(signature === undefined ? {} : { signature }),
    finish: finishOf(one),
    ...(one.stoppedAt === null ? {} : { stoppedAt: one.stoppedAt }),
    usage: reported,
  });
  return {
    envelope: {
      id: ids.answer((length) => identify(basis, '', length), extension),
      created,
      model: request.model,
      asked: request.json,
      ...(extension === 'openrouter' ? { provider: upstream } : {}),
    },
    answers: [answer(first), ...others.map(answer)],
  };
}

/**
 * Limits of a prompt cache in tokens, as OpenAI and Anthropic document them: a shorter prompt is not cached, and the
 * number of cached tokens is a multiple of the step.
 */
const LEAST_CACHED = 1024;
const CACHE_STEP = 128;

/**
 * Returns the cache usage: the previous request of the conversation wrote its prompt to the cache; this one reads it.
 */
function cacheUse({ cache, messages, prompt }: AskedRequest): Pick<Tokens, 'cached' | 'written'> {
  const whole = promptTokens(prompt);
  if (cache === undefined || whole < LEAST_CACHED) return {};
  const answer = messages.findLastIndex(({ role }) => role === 'assistant');
  const added = answer === -1 ? [] : messages.slice(answer).map(({ text, calls }) => [text, calls]);
  const before = answer === -1 ? 0 : Math.max(whole - promptTokens(added), 0);
  const cached = before < LEAST_CACHED ? 0 : before - (before % CACHE_STEP);
  return { cached, ...(cache === 'read' ? {} : { written: whole - cached - BEHIND_THE_MARK }) };
}

/** The tokens at the end of a prompt that open the answer. They are never cached. */
const BEHIND_THE_MARK = 3;

function finishOf({ cut, spoken }: Measured): Finish {
  if (cut) return 'length';
  return spoken.calls === undefined ? 'stop' : 'tool_calls';
}

/** Returns what a gateway charges. A price of null means free. */
function billOf(tokens: Tokens, price: Price | null): Bill {
  return price === null ? { prompt: 0, completion: 0 } : costOf(price, tokens);
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Derives an id of letters and digits from a text and its suffix. The id is deterministic, and unguessable without
 * them.
 *
 * @param length at most 32
 */
function identify(text: Hash, more: string, length: number): string {
  return [...text.copy().update(more).digest().subarray(0, length)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');
}
