/** Formats findings as text. */
import { dialectName } from '../catalogue/every-rule.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Verdict } from '../judge/verdict.ts';
import { describeVerdict } from '../playwright/messages.ts';
import { plain } from '../text/plain-text.ts';
import type { ConversationVerdicts, JudgedEvidence } from './judge-exchanges.ts';

/**
 * Describes every failed verdict, conversation by conversation, with rule, authority, place, found and expected value,
 * and everything that could not be read or judged. Plain text, without colours; empty when nothing failed and
 * everything was judged.
 *
 * @param shown selects verdicts; by default MUST and SHOULD failures of any subject, and checks that broke
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

/** Describes a conversation in one line: target, wire format, delivery and exchanges. */
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
