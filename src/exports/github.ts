/** Reports a run to GitHub Actions: a step summary, and annotations on files. */
import { appendFileSync } from 'node:fs';
import type { Gate } from '../gate/gate.ts';
import type { RunDiff } from '../results/diff.ts';
import type { Results } from '../results/results.ts';
import { toAnnotations } from './annotations.ts';
import { toStepSummary } from './step-summary.ts';
import type { LineOf } from './words.ts';

export interface ToldRun {
  readonly results: Results;
  readonly weighed: Gate;
  /** The changes since the baseline; null without a baseline. */
  readonly diff: RunDiff | null;
  readonly lineOf: LineOf;
}

/**
 * Appends to the file that `GITHUB_STEP_SUMMARY` names, and prints annotations if `GITHUB_ACTIONS` is set. Without
 * these variables it does nothing.
 *
 * Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function tellGitHub(
  environment: NodeJS.ProcessEnv,
  print: (text: string) => void,
  { results, weighed, diff, lineOf }: ToldRun,
): void {
  const summary = environment['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, toStepSummary(results, weighed, diff));
  if (environment['GITHUB_ACTIONS'] === 'true') print(toAnnotations(results, weighed, lineOf));
}
