/** What a worker has of the conversation whose tests it runs. */
import { type CassetteReader, cassetteReader, replayConversation } from '../replay/conversation.ts';
import type { PlannedConversation } from '../replay/plan.ts';
import type { ConversationResult } from '../results/conversation-result.ts';

export interface JudgedConversation {
  readonly result: ConversationResult;
  /** It was judged for whoever asks, rather than for one who asked before. */
  readonly isNew: boolean;
}

export interface ConversationJudge {
  readonly read: CassetteReader;
  readonly judge: (planned: PlannedConversation) => Promise<JudgedConversation>;
}

/** Keeps the conversation that was judged last, since the tests of its concerns run one after another. */
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
