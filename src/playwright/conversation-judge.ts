/** The state of a worker for the conversation whose tests it runs. */
import { type CassetteReader, cassetteReader, replayConversation } from '../replay/conversation.ts';
import type { PlannedConversation } from '../replay/plan.ts';
import type { ConversationResult } from '../results/conversation-result.ts';

export interface JudgedConversation {
  readonly result: ConversationResult;
  /** True when it was judged in this call, false when the result is cached. */
  readonly isNew: boolean;
}

export interface ConversationJudge {
  readonly read: CassetteReader;
  readonly judge: (planned: PlannedConversation) => Promise<JudgedConversation>;
}

/** Returns a judge that caches the last conversation, because the tests of its concerns run one after another. */
export function conversationJudge(): ConversationJudge {
  const read = cassetteReader();
  let last: { readonly planned: PlannedConversation; readonly result: ConversationResult } | null = null;
  return {
    read,
    async judge(planned) {
      if (last?.planned === planned) return { result: last.result, isNew: false };
      const result = await replayConversation(planned, read);
      last = { planned, result };
      return { result, isNew: true };
    },
  };
}
