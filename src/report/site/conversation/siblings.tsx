/** @jsxRuntime automatic @jsxImportSource preact */
/** Links to the other recordings of the same scenario: the other delivery, and the other samples. */

import { conversationFile, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { ConversationRecord } from '../../../results/results.ts';
import { SIGNS } from '../../../results/signs.ts';
import { Badge } from '../parts.tsx';
import { type ConversationModel, gravestSign, type TargetModel } from '../site-model.ts';

/** The most samples of a delivery to show; the others are on the page of the target. */
const MOST_SAMPLES = 12;

export function Siblings({
  target,
  record,
  root,
}: {
  target: TargetModel;
  record: ConversationRecord;
  root: Root;
}) {
  const same = target.conversations.filter((each) => each.record.scenario === record.scenario);
  if (same.length < 2) return null;
  const shown = (['streaming', 'buffered'] as const).flatMap((delivery) =>
    nearest(
      same.filter((each) => each.record.delivery === delivery),
      record.sample,
    ),
  );
  return (
    <nav class="siblings" aria-label="Recordings of the same scenario">
      <span class="quiet">Same scenario</span>
      {shown.map((each) => (
        <Sibling conversation={each} isHere={each.record === record} root={root} />
      ))}
      {shown.length < same.length && (
        <a href={href(root, targetFile(record.target))}>{same.length - shown.length} more</a>
      )}
    </nav>
  );
}

function Sibling({
  conversation: { record, tallies },
  isHere,
  root,
}: {
  conversation: ConversationModel;
  isHere: boolean;
  root: Root;
}) {
  const sign = gravestSign(tallies.provider);
  return (
    <a href={href(root, conversationFile(record))} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
      <Badge sign={sign}>
        {record.delivery}
        {record.sample > 1 && ` ${record.sample}`}
      </Badge>
      <span class="vh">: {SIGNS[sign].word}</span>
    </a>
  );
}

/** The samples whose numbers are nearest, in their order. */
function nearest(conversations: readonly ConversationModel[], sample: number): readonly ConversationModel[] {
  const distance = ({ record }: ConversationModel) => Math.abs(record.sample - sample);
  const kept = new Set(
    conversations.toSorted((left, right) => distance(left) - distance(right)).slice(0, MOST_SAMPLES),
  );
  return conversations.filter((conversation) => kept.has(conversation));
}
