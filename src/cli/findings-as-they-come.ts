/** `--verbose`: prints each failure of a conversation in full, as soon as it is judged. */
import pc from 'picocolors';
import type { Rule } from '../judge/check.ts';
import { describeVerdict, headline } from '../playwright/messages.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { plain } from '../text/plain-text.ts';

/** @returns the lines to print; none without failures. Failed MAY checks are skipped: they are observations */
export function failuresOf({ conversation, verdicts }: ConversationResult, rules: readonly Rule[]): string[] {
  const failed = verdicts.filter(
    ({ outcome, level }) => outcome === 'error' || (outcome === 'fail' && level !== 'MAY'),
  );
  if (failed.length === 0) return [];
  return [
    pc.bold(plain(`${conversation.scenario} · ${conversation.delivery}`)),
    ...failed.map((verdict) => {
      const rule = rules.find(({ id }) => id === verdict.check);
      return `${headline(verdict)}\n${describeVerdict(verdict, rule)}`;
    }),
  ];
}
