/** The matcher `toKeepProtocol` for Playwright Test, Vitest and Jest. They share one interface; none is imported. */
import * as z from 'zod';
import { readInput } from '../config/problems.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { counts } from '../gate/gate.ts';
import { type AnswerKind, type Extension, isAboutTheRequest } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import { SuiteError } from '../system/failure.ts';
import { isObject } from '../text/json.ts';
import { suggest } from '../text/nearest-name.ts';
import { plain } from '../text/plain-text.ts';
import { describeFindings, nameOfConversation } from './describe-findings.ts';
import type { GivenExchange } from './given-exchange.ts';
import {
  type ConversationVerdicts,
  type JudgedEvidence,
  type JudgeOptions,
  judgeExchanges,
} from './judge-exchanges.ts';
import { listChecks } from './list-checks.ts';

export interface KeepProtocolOptions extends JudgeOptions {
  /** The weakest level whose failures count; `must` when omitted. */
  readonly failOn?: 'must' | 'should' | undefined;
  /** Known, accepted failures: the reason, by the id of the check. */
  readonly except?: Readonly<Record<string, string>> | undefined;
  /**
   * Judges a conversation that has only refusals by how it was refused. The refusals must be about the content of a
   * request: not about a wrong key (401, 403), credit, a limit or a server failure, which say nothing about the
   * provider's rules.
   */
  readonly acceptRefusals?: boolean | undefined;
}

/** The result that `expect.extend` expects from a matcher. */
export interface MatcherResult {
  readonly name: string;
  readonly pass: boolean;
  readonly message: () => string;
}

const optionsSchema = z.strictObject({
  failOn: z.enum(['must', 'should']).default('must'),
  except: z.record(z.string(), z.string()).default({}),
  acceptRefusals: z.boolean().default(false),
  dialect: z.string().optional(),
  extensions: z
    .array(z.custom<Extension>((name) => name === 'openrouter', { error: 'expected "openrouter"' }))
    .optional(),
});

/**
 * Passes when the provider kept the protocol in every conversation. The message has rule, authority, place, found and
 * expected value for each failed check.
 *
 * @throws {SuiteError} also with `.not`: when nothing in a conversation was judged, when a check broke, or when
 *   exchanges or options are invalid
 */
export function toKeepProtocol(
  received: readonly GivenExchange[] | JudgedEvidence,
  options: KeepProtocolOptions = {},
): MatcherResult {
  const { failOn, except, acceptRefusals, dialect, extensions } = readOptions(options);
  const judged = isJudged(received) ? received : judgeExchanges(received, { dialect, extensions });
  const isCounted = ({ outcome, subject, level, check }: Verdict) =>
    outcome === 'fail' && subject === 'provider' && counts(level, failOn) && !Object.hasOwn(except, check);
  const failed = judged.conversations.flatMap(({ verdicts }) => verdicts.filter(isCounted));
  const described = describeFindings(judged, (verdict) => verdict.outcome === 'error' || isCounted(verdict));
  const unjudged = whyUnjudged(judged, acceptRefusals);
  if (unjudged.length > 0) {
    throw new SuiteError([...unjudged, ...(described === '' ? [] : ['', described])].join('\n'));
  }
  const levels = failOn === 'must' ? 'MUST' : 'MUST and SHOULD';
  const passed = judged.conversations.reduce((sum, conversation) => sum + conversation.passed.length, 0);
  return {
    name: 'toKeepProtocol',
    pass: failed.length === 0,
    message: () =>
      failed.length > 0
        ? `the provider broke the protocol: ${failed.length} failed, ${passed} passed (${levels})\n\n${described}`
        : `the provider kept the protocol: no check failed, ${passed} passed (${levels})`,
  };
}

function isJudged(received: readonly GivenExchange[] | JudgedEvidence): received is JudgedEvidence {
  return isObject(received) && Array.isArray(received['conversations']);
}

/** Returns what prevents a verdict on the whole, one reason per line. */
function whyUnjudged(
  { conversations, skipped, unreadable }: JudgedEvidence,
  acceptRefusals: boolean,
): string[] {
  if (conversations.length === 0 && unreadable.length === 0) {
    const kinds = skipped.map(({ host, kind, exchanges }) => `${host}: ${kind} (${exchanges})`);
    return [
      plain(
        kinds.length === 0
          ? 'nothing was judged: there is no exchange; did the client send its requests through the recorder?'
          : `nothing was judged: ${kinds.join(', ')}; name the wire format, such as { dialect: 'openai-chat' }`,
      ),
    ];
  }
  const isBroken = conversations.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome === 'error'));
  return [
    ...(unreadable.length === 0 ? [] : ['not every recording could be read']),
    ...(isBroken ? ['a check broke, which is a bug of toolcall-conformance'] : []),
    ...conversations
      .filter((conversation) => !cameToJudgement(conversation, acceptRefusals ? REFUSALS : ANSWERS))
      .map((conversation) => {
        const { reason } = conversation.verdicts.find(({ outcome }) => outcome === 'inconclusive') ?? {};
        const hint = cameToJudgement(conversation, REFUSALS)
          ? '; { acceptRefusals: true } judges refusals'
          : '';
        return plain(
          `nothing was judged of ${nameOfConversation(conversation)}: ${reason ?? 'no check applies'}${hint}`,
        );
      }),
  ];
}

const ANSWERS: ReadonlySet<AnswerKind> = new Set(['streaming', 'buffered', 'either']);
const REFUSALS: ReadonlySet<AnswerKind> = new Set([...ANSWERS, 'refusal', 'any']);

/** True when a check on the provider that judges this kind of answer passed or failed. */
function cameToJudgement(
  { dialect, exchanges, passed, unanswered, verdicts }: ConversationVerdicts,
  kinds: ReadonlySet<AnswerKind>,
): boolean {
  const failed = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  const decided = new Set([...passed, ...failed]);
  const isRefused = unanswered.length > 0 && unanswered.length === exchanges.length;
  const isOfTheRequest = unanswered.some(({ status }) => status !== null && isAboutTheRequest(status));
  if (isRefused && !isOfTheRequest) return false;
  return dialectOf(dialect).rules.some(
    ({ id, subject, answer }) => subject === 'provider' && kinds.has(answer) && decided.has(id),
  );
}

function readOptions(options: KeepProtocolOptions): z.infer<typeof optionsSchema> {
  const read = readInput(optionsSchema, options);
  if (read.problems !== undefined) {
    throw new SuiteError(
      read.problems.map(({ path, text }) => `toKeepProtocol: ${path.join('.')}: ${text}`).join('\n'),
    );
  }
  const known = listChecks().map(({ id }) => id);
  const unknown = Object.keys(read.data.except).find((check) => !known.includes(check));
  if (unknown === undefined) return read.data;
  throw new SuiteError(`toKeepProtocol: except: no check "${unknown}"; ${suggest(unknown, known)}`);
}
