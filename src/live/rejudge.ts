/** Judges the kept recordings of an earlier live run by the current rules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadKeptTargets } from '../config/load.ts';
import { readExpectations } from '../gate/expectations.ts';
import { acceptance } from '../gate/gate.ts';
import { cassetteReader, replayConversation } from '../replay/conversation.ts';
import { planConversations } from '../replay/plan.ts';
import { assembleResults } from '../results/assemble.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { conversationKeyOf } from '../results/page-addresses.ts';
import type { Results } from '../results/results.ts';
import { runRecord } from '../results/run-record.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { oneLineOf } from '../system/failure.ts';
import { openRun } from './run-folder.ts';

export type Rejudged =
  | {
      readonly results: Results;
      /**
       * Conversations that can no longer be judged, such as those of a changed scenario; they are not in the results.
       */
      readonly leftOut: readonly { readonly conversation: string; readonly reason: string }[];
    }
  /** Why nothing of the run can be judged. */
  | { readonly problem: string };

/**
 * @param runs the folder of live runs
 * @param id of the run
 * @param expectations the folder of known deviations
 * @throws {SuiteError} when the expectations cannot be read
 */
export async function rejudgeRun(runs: string, id: string, expectations: string): Promise<Rejudged> {
  const folder = join(runs, id);
  const matrix = join(folder, 'providers.json');
  if (![join(folder, 'run.json'), matrix].every((file) => existsSync(file)))
    return { problem: `no recordings of the run ${id} are kept in ${runs}` };
  try {
    return await judgeKept(runs, id, matrix, expectations);
  } catch (error) {
    return { problem: `the recordings of the run ${id} cannot be judged: ${oneLineOf(error)}` };
  }
}

async function judgeKept(runs: string, id: string, matrix: string, expectations: string): Promise<Rejudged> {
  const { startedAt, skipped, stopped, cassettes, request } = openRun(runs, id);
  const targets = await loadKeptTargets(matrix);
  const planned = planConversations(cassettes, targets, SCENARIOS);
  const read = cassetteReader();
  const judged: ConversationResult[] = [];
  for (const conversation of planned) judged.push(await replayConversation(conversation, read));
  const broken = judged.filter(isBroken);
  const whole = judged.filter((each) => !isBroken(each));
  const accept = acceptance(readExpectations(expectations, targets));
  const asked = targets.filter((target) => request.targets.includes(target.id));
  const run = runRecord(
    { mode: 'live', id, startedAt: new Date(startedAt), skipped, stopped },
    asked,
    SCENARIOS,
  );
  return {
    results: assembleResults(
      run,
      whole.map(({ conversation }) => conversation),
      whole.flatMap(({ verdicts }) => verdicts).map(accept),
    ),
    leftOut: broken.map(({ conversation, verdicts: [first] }) => ({
      conversation: conversationKeyOf(conversation),
      reason: first?.reason ?? 'it could not be judged',
    })),
  };
}

/** True when every check is an error, which means that nothing could be read. */
function isBroken({ conversation: { passed, notApplicable }, verdicts }: ConversationResult): boolean {
  return passed.length + notApplicable.length === 0 && verdicts.every(({ outcome }) => outcome === 'error');
}
