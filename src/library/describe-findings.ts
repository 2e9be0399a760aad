/** What was found, as text. */
import { dialectName } from '../catalogue/every-rule.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Verdict } from '../judge/verdict.ts';
import { describeVerdict } from '../playwright/messages.ts';
import { plain } from '../text/plain-text.ts';
import type { ConversationVerdicts, JudgedEvidence } from './judge-exchanges.ts';

/**
 * Every verdict that failed, conversation by conversation, with rule, authority, place, found and expected; and what could
 * not be read or judged. Plain text, without a colour; empty when nothing failed and everything could be judged.
 *
 * @param shown which verdicts; MUST and SHOULD failures of whomever, and checks that broke, unless given
 */
export function describeFindings(
  { conversations, unreadable }: JudgedEvidence,
  shown: (verdict: Verdict) => boolean = isFailure,
): string {
  return [
    ...unreadable.map(({ problem }) => `unreadable: ${plain(problem)}`),
    ...conversations.flatMap((conversation) => describeConversation(conversation, shown)),
  ].join('\n\n');
}

/** Its target, its wire format, its delivery and its exchanges, in one line. */
export function nameOfConversation({
  target,
  dialect,
  delivery,
  file,
  exchanges,
}: ConversationVerdicts): string {
  const numbers = exchanges.map(({ number }) => number);
  const inOrder = numbers.every((number, at) => number === at + 1);
  const count = `${numbers.length} exchange${numbers.length === 1 ? '' : 's'}`;
  const which = inOrder ? '' : ` (${numbers.join(', ')} of ${file === null ? 'those given' : 'the file'})`;
  const where = file === null ? '' : ` in ${file}`;
  return plain(`${target}, ${dialectName(dialect)}, ${delivery}, ${count}${which}${where}`);
}

function describeConversation(
  conversation: ConversationVerdicts,
  shown: (verdict: Verdict) => boolean,
): string[] {
  const verdicts = conversation.verdicts.filter(shown);
  if (verdicts.length === 0) return [];
  const { rules } = dialectOf(conversation.dialect);
  const described = verdicts.map((verdict) => {
    const rule = rules.find(({ id }) => id === verdict.check);
    return describeVerdict({ ...verdict, expectation: null }, rule);
  });
  return [[nameOfConversation(conversation), ...described].join('\n')];
}

function isFailure({ outcome, level }: Verdict): boolean {
  return outcome === 'error' || (outcome === 'fail' && level !== 'MAY');
}
