/** ids: tool-call ids in one response, across turns, and returned by the client. */

import { among, type Finding, findingAt, type Judgement, NOT_APPLICABLE } from '../judge/check.ts';
import type { Reading, Seen, ToolCall } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { report } from './authorities.ts';
import { acceptanceOf, isSampledAgain, judgeEcho } from './echo.ts';
import { isTypeOf } from './offered-tool.ts';
import { BUFFERED, EITHER, type FamilyRules } from './record.ts';
import { unlessStrayChoice } from './stray-choice.ts';

export const REFUSED_IDS = {
  unjudged: 'the client did not return the ids as issued',
  message: 'the ids that this provider issued came back unchanged and were refused',
} as const;

export const ids = {
  'ids/present': {
    ...EITHER,
    needsEveryEvent: true,
    aboutCalls: true,
    title: ({ id }) => `Every call has a non-empty string ${id}`,
    follows: ['items/identity'],
    level: 'MUST',
    impact: 'critical',
    run: unlessStrayChoice(
      overCalls((calls) =>
        calls
          .filter(({ id }) => typeof id?.value !== 'string')
          .map((call) =>
            findingAt(
              call.id ?? { event: call.event, path: call.idPath, value: undefined },
              'no result can name this call',
              'a non-empty string',
            ),
          ),
      ),
    ),
  },
  'ids/type': {
    ...BUFFERED,
    aboutCalls: true,
    readsValues: true,
    title: 'Every buffered call has type function',
    level: 'MUST',
    impact: 'minor',
    run: (reading) => {
      const { calls } = reading.turn;
      const isTyped = ({ type, name }: ToolCall) => isTypeOf(type?.value, name?.value, () => reading.request);
      return among(
        calls,
        calls
          .filter((call) => call.isFunction && !isTyped(call))
          .map(({ type, path, event }) =>
            findingAt(
              type ?? { value: undefined, event, path: `${path}.type` },
              'not declared as a function',
              '"function"',
            ),
          ),
      );
    },
  },
  'ids/unique-in-response': {
    ...EITHER,
    aboutCalls: true,
    title: 'No two calls of one response share an id',
    level: 'MUST',
    impact: 'critical',
    authority: [
      report(
        'NousResearch/hermes-agent/pull/67777',
        'When two different calls of one response shared an id, Hermes ran both but dropped the second result from every later payload and the model made it up.',
      ),
      report(
        'vectorize-io/hindsight/pull/4250',
        'Hindsight replayed two calls with one id and a strict API refused the turn with 400 for multiple results under one id.',
      ),
    ],
    revision: 2,
    run: ({ turn: { calls } }) => noneTwice(calls.flatMap(({ id }) => id ?? [])),
  },
  'ids/unique-in-conversation': {
    ...EITHER,
    aboutCalls: true,
    title: ({ id }) => `No ${id} is issued again later in the conversation`,
    level: 'SHOULD',
    impact: 'major',
    authority: [
      report(
        'open-webui/open-webui/issues/28570',
        'Open WebUI drops a call whose id (`search_web:0`, Kimi through vLLM) an earlier round used, keeps its result, and every later message of that chat gets a 400.',
      ),
      report(
        'QwenLM/qwen-code/issues/8382',
        'Qwen Code blocks every call whose id is already in the session history, so a gateway that keeps sending `run_shell_command:0` stalls the session.',
      ),
    ],
    run: (reading, { issuers }) => {
      const repeated = new Set(reading.request.history.flatMap(({ calls }) => calls.map(({ id }) => id)));
      repeated.delete(undefined);
      const isBefore = (other: Reading) => !isSampledAgain(other, reading);
      if (repeated.size === 0 && !someOf(issuers.values(), (others) => others.some(isBefore)))
        return NOT_APPLICABLE;
      const issued = reading.turn.calls.flatMap(({ id }) => (id === null ? [] : [id]));
      const again = issued
        .filter(({ value }) => repeated.has(value) || issuers.get(value)?.some(isBefore) === true)
        .map((id) =>
          findingAt(id, 'an earlier call of the conversation has the same id', 'an id never issued before'),
        );
      return among(issued, again);
    },
  },
  'ids/portable': {
    ...EITHER,
    aboutCalls: true,
    title: ({ id }) =>
      `The ${id} matches ^[A-Za-z0-9_-]{1,40}$, so that history can move to another provider`,
    level: 'SHOULD',
    impact: 'major',
    authority: [
      report(
        'maximhq/bifrost/issues/5097',
        'History with ids such as `functions.Bash:0` sent on to Anthropic fails with 400, ids must match ^[a-zA-Z0-9_-]+$.',
      ),
      report(
        'langchain-ai/langchain/pull/37756',
        "A LangChain thread moved from Kimi to Claude was refused until ids with '.' and ':' were rewritten.",
      ),
    ],
    run: overIds((id) =>
      /^[A-Za-z0-9_-]{1,40}$/u.test(id.value)
        ? []
        : [findingAt(id, 'other providers refuse this id in a history', '1 to 40 of A-Z a-z 0-9 _ -')],
    ),
  },
  'ids/entropy': {
    ...EITHER,
    aboutCalls: true,
    title: ({ id }) => `The ${id} is guessable`,
    level: 'MAY',
    impact: 'minor',
    authority: [
      report(
        'tenstorrent/tt-inference-server/issues/3226',
        'A server issues call_1, call_2 and restarts the counter with the process, which can collide in multi-turn sessions.',
      ),
      report(
        'primerhq/primer/pull/212',
        "Low-entropy provider ids (call_0 restarting per stream) made concurrent siblings collide: an approval prompt was never sent and one operator's reply overwrote another's.",
      ),
    ],
    run: overIds((id) => {
      const bits = entropyBits(id.value);
      if (bits >= 32) return [];
      return [
        findingAt(
          id,
          `about ${Math.floor(bits)} bits, so other conversations will repeat it`,
          '32 bits or more',
        ),
      ];
    }),
  },
  'ids/echoed': {
    // Revision 2: the client is charged with a result before its call. 3: a prompt before the result counts. 4: the client
    // may return the second id that the provider gave a call. 5: it may omit the call of an answer that it asked to
    // replace. 6: it is not charged with a call without an index, which it must take for a part of another call. 7: it may
    // omit an older call of the same tool in Gemini.
    followsEarlier: ['deltas/index'],
    revision: 7,
    title: 'The next request repeats each call id byte for byte, and answers each exactly once',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
    run: judgeEcho,
  },
  'ids/echo-accepted': {
    follows: ['ids/echoed', 'ids/kept', 'reasoning/echoed', 'signatures/echoed', 'results/call-kept'],
    // Each revision excludes more refusals. 2: of names, features and plans. 3 and 4: of results that do not follow their
    // calls, and of things that an earlier answer issued and the client changed. 5: in some dialects, of calls of one
    // answer that came back in several messages, of merged turns, and of unpaired calls and results. 6: of things that an
    // earlier answer issued in a form that cannot be returned, such as a call with two ids. 7: of calls whose ids the
    // client dropped, and of split turns; and it includes more refusals of roles.
    revision: 7,
    followsEarlier: ['signatures/first-call'],
    title: 'The provider accepts its own ids when they come back',
    level: 'MUST',
    authority: [
      report(
        'vybestack/llxprt-code/pull/761',
        'Llxprt reports that Mistral hands out ids like call_0 and refuses them when echoed in the next request (must be nine alphanumerics).',
      ),
      report(
        'ml-explore/mlx-lm/pull/1399',
        'The server mints a UUID id that its own Mistral chat template then rejects on the second turn, so the echo gets a 404.',
      ),
    ],
    impact: 'critical',
    subject: 'provider',
    answer: 'any',
    judgesUnreadable: true,
    run: acceptanceOf(judgeEcho, REFUSED_IDS, 'ids'),
  },
  'ids/length': {
    ...EITHER,
    title: 'The call_id has at most 64 characters',
    level: 'MUST',
    impact: 'major',
    aboutCalls: true,
  },
  'ids/pattern': {
    ...EITHER,
    title: 'The id matches ^[a-zA-Z0-9_-]+$, or it is refused when it comes back',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'ids/all-or-none': {
    ...EITHER,
    title: 'All calls of one response have an id, or none has',
    level: 'SHOULD',
    impact: 'major',
    aboutCalls: true,
    revision: 2,
  },
  'ids/non-empty': {
    ...EITHER,
    title: 'An id, where sent, is a non-empty string',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'ids/kept': {
    title: 'An issued id is not dropped from the echo',
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
} satisfies FamilyRules<'ids'>;

/** Like `some`, but for any iterable, without a copy. */
function someOf<T>(items: Iterable<T>, holds: (item: T) => boolean): boolean {
  for (const item of items) if (holds(item)) return true;
  return false;
}

/** Judges that no two calls of one response share an id; with fewer than two ids there is nothing to compare. */
export function noneTwice(issued: readonly Seen[]): Judgement {
  const taken = new Set<Json>();
  const repeated: Finding[] = [];
  for (const id of issued) {
    if (taken.has(id.value))
      repeated.push(findingAt(id, 'another call of this response has the same id', 'an id of its own'));
    taken.add(id.value);
  }
  return among(issued.length < 2 ? 0 : issued, repeated);
}

function overCalls(rule: (calls: readonly ToolCall[]) => readonly Finding[]) {
  return ({ turn }: Reading): Judgement => among(turn.calls, rule(turn.calls));
}

/** Runs a rule on every id that is a non-empty string; ids/present judges the others. */
function overIds(rule: (id: Seen<string>) => readonly Finding[]) {
  return ({ turn }: Reading): Judgement => {
    const found = turn.calls.flatMap(({ id }) =>
      typeof id?.value === 'string' ? [{ ...id, value: id.value }] : [],
    );
    return among(found, found.flatMap(rule));
  };
}

/**
 * The entropy of an id in bits: 0 for counters (1 to 6 digits, or an ending of `:` or `.` and up to 4 digits), else its
 * length without the usual prefix, times the bits of its alphabet (digits, hex or base 36).
 */
function entropyBits(id: string): number {
  if (/^\d{1,6}$/u.test(id) || /[:.]\d{1,4}$/u.test(id)) return 0;
  const rest = id.replace(/^(?:chatcmpl-tool|tooluse|toolu|tool|call|fc|functions?)[_-]/u, '');
  const letters = /^\d*$/u.test(rest) ? 10 : /^[0-9a-f]*$/iu.test(rest) ? 16 : 36;
  return rest.length * Math.log2(letters);
}
