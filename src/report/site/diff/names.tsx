/** @jsxRuntime automatic @jsxImportSource preact */
/** Targets, checks and conversations of a diff by their names, which lead to their pages where they have any. */
import type { ComponentChildren } from 'preact';
import type { DiffedConversation } from '../../../results/diff.ts';
import { Text } from '../parts.tsx';

/** What the report knows of the names in a diff. */
export interface DiffNames {
  readonly titleOf: (check: string, target: string | null) => string | null;
  readonly questionOf: (feature: string) => string;
  /** Links; null for what has no page. */
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

/** The title of a check, as it reads for the target if any; its id where the report does not know it. */
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
