/** Assembles and counts the records of a run. */

import { countResults } from './jsonl.ts';
import { withoutRefusedAlike } from './refused-alike.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from './results.ts';

/**
 * Assembles the results. Every check of the run appears once in each conversation. A check that the target's dialect
 * does not have is not applicable there, so that runs over several dialects have one denominator.
 */
export function assembleResults(
  run: RunRecord,
  found: readonly ConversationRecord[],
  foundVerdicts: readonly VerdictRecord[],
  aborted = false,
): Results {
  const { conversations: judged, verdicts } = withoutRefusedAlike(run, {
    conversations: found,
    verdicts: foundVerdicts,
  });
  const missing = new Map<string, readonly string[]>();
  const conversations = judged.map((conversation) => {
    const dialect = run.targets[conversation.target]?.dialect ?? '';
    const others = missing.get(dialect) ?? checksWithout(run, dialect);
    missing.set(dialect, others);
    if (others.length === 0) return conversation;
    return { ...conversation, notApplicable: [...conversation.notApplicable, ...others] };
  });
  const counts = countResults(conversations, verdicts);
  return { run, conversations, verdicts: [...verdicts], end: { type: 'end', aborted, counts } };
}

/** Returns the checks of a run that a dialect does not have. */
function checksWithout({ checks }: RunRecord, dialect: string): string[] {
  return Object.entries(checks)
    .filter(([, { dialects }]) => dialects !== undefined && !Object.hasOwn(dialects, dialect))
    .map(([id]) => id);
}
