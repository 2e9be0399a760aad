/** @jsxRuntime automatic @jsxImportSource preact */
/** The names of targets, checks and conversations in a diff, as links if they have pages. */
import type { ComponentChildren } from 'preact';
import type { DiffedConversation } from '../../../results/diff.ts';
import { Text } from '../parts.tsx';

/** Looks up the names in a diff. */
export interface DiffNames {
  readonly titleOf: (check: string, target: string | null) => string | null;
  readonly questionOf: (feature: string) => string;
  /** Links; null without a page. */
  readonly hrefOfCheck: (check: string) => string | null;
  readonly hrefOfTarget: (target: string) => string | null;
  readonly hrefOfConversation: (conversation: DiffedConversation) => string | null;
}

export function TargetName({ target, names }: { target: string; names: DiffNames }) {
  return (
    <Linked href={names.hrefOfTarget(target)}>
      <Text value={target} longest={120} />
    </Linked>
  );
}

/** The title of a check, in the words of the target's dialect; its id if the report does not know it. */
export function CheckName({
  check,
  target = null,
  names,
}: {
  check: string;
  target?: string | null;
  names: DiffNames;
}) {
  return (
    <Linked href={names.hrefOfCheck(check)}>
      <Text value={names.titleOf(check, target) ?? check} longest={200} />
    </Linked>
  );
}

export function ConversationOf({
  conversation,
  names,
}: {
  conversation: DiffedConversation;
  names: DiffNames;
}) {
  return (
    <Linked href={names.hrefOfConversation(conversation)}>
      <Text value={conversation.scenario} longest={120} /> · {conversation.delivery}
    </Linked>
  );
}

function Linked({ href, children }: { href: string | null; children: ComponentChildren }) {
  return href === null ? <span>{children}</span> : <a href={href}>{children}</a>;
}
