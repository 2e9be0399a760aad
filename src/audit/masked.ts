/** Masks credentials in judged conversations. */

import type { Exchange } from '../evidence/exchange.ts';
import { type Mask, maskOf } from '../redact/mask.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { VerdictRecord } from '../results/results.ts';
import type { AuditTarget } from './judge-recording.ts';

/** The output about a conversation: its result and target. */
export interface Masked {
  readonly result: ConversationResult;
  readonly target: AuditTarget;
}

/**
 * Masks the credentials of the exchanges in the result and the target.
 *
 * @param exchanges the exchanges of the conversation
 * @param values receives each found credential
 */
export function maskJudged(judged: Masked, exchanges: readonly Exchange[], values: Set<string>): Masked {
  const mask = maskOf(exchanges);
  if (mask.values.size === 0) return judged;
  for (const value of mask.values) values.add(value);
  const { conversation, verdicts } = judged.result;
  const { unanswered } = conversation;
  const target = mask.text(conversation.target);
  return {
    target: { ...judged.target, id: mask.text(judged.target.id), model: mask.text(judged.target.model) },
    result: {
      conversation: {
        ...conversation,
        target,
        model: conversation.model === null ? null : mask.text(conversation.model),
        upstreams: conversation.upstreams.map(mask.text),
        ...(unanswered && {
          unanswered: unanswered.map((one) => ({ ...one, reason: mask.text(one.reason) })),
        }),
      },
      verdicts: verdicts.map((verdict) => ({ ...maskVerdict(verdict, mask), target })),
    },
  };
}

function maskVerdict(verdict: VerdictRecord, { text }: Mask): VerdictRecord {
  const { findings, reason } = verdict;
  return {
    ...verdict,
    reason: reason === null ? null : text(reason),
    findings: findings.map((finding) => ({
      ...finding,
      path: text(finding.path),
      message: text(finding.message),
      found: text(finding.found),
      expected: text(finding.expected),
    })),
  };
}
