/** @jsxRuntime automatic @jsxImportSource preact */
/** Names of conversations and places in them, as links if the conversation has a page. */

import type { PlacedFinding } from '../../../judge/verdict.ts';
import { conversationFile, findingAnchor, href, type Root } from '../../../results/page-addresses.ts';
import type { ConversationRecord } from '../../../results/results.ts';
import { Text } from '../parts.tsx';

/** Whether conversations have pages, which need their evidence. */
export interface Linking {
  readonly root: Root;
  readonly withConversations: boolean;
}

type Named = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

export function ConversationName({ conversation, linking }: { conversation: Named; linking: Linking }) {
  const { scenario, delivery, sample } = conversation;
  const name = (
    <>
      <Text value={scenario} longest={120} /> · {delivery}
      {sample > 1 && ` · sample ${sample}`}
    </>
  );
  if (!linking.withConversations) return <span>{name}</span>;
  return <a href={href(linking.root, conversationFile(conversation))}>{name}</a>;
}

export function FindingPlace({
  conversation,
  finding,
  linking,
}: {
  conversation: Named;
  finding: PlacedFinding;
  linking: Linking;
}) {
  const name = placeOf(finding);
  if (!linking.withConversations) return <span>{name}</span>;
  return <a href={href(linking.root, conversationFile(conversation), findingAnchor(finding))}>{name}</a>;
}

/** The place of a finding, in words. */
export function placeOf({ exchange, event }: PlacedFinding): string {
  if (exchange === 0) return 'the conversation';
  return event === null ? `exchange ${exchange}` : `exchange ${exchange}, event ${event}`;
}
