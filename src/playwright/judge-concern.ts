/** The body of a test: judges its conversation, and reports the checks of its concern. */
import { expect as baseExpect, type TestInfo } from '@playwright/test';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Policy } from '../gate/policy.ts';
import type { Rule } from '../judge/check.ts';
import type { PlannedConversation } from '../replay/plan.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { VerdictRecord } from '../results/results.ts';
import { plain } from '../text/plain-text.ts';
import { attach } from './attach.ts';
import { type Concern, isOf } from './concerns.ts';
import type { ConversationJudge } from './conversation-judge.ts';
import { attachEvidence } from './evidence.ts';
import { HELD_AGAINST, RESULT_ATTACHMENT, type TestReport } from './judged.ts';
import { describeVerdict, headline } from './messages.ts';
import { test } from './test.ts';

/** The concern whose tests always have the evidence, or why there is none; tests of other concerns have it when a MUST or SHOULD fails. */
const WITH_EVIDENCE: Concern = 'protocol-shape';

/** What of Playwright's own is needed of the test that runs. */
type OwnTest = Pick<TestInfo, 'attachments' | 'skip' | 'file' | 'line' | 'column'>;

/**
 * Softly fails the test for each verdict that counts by the policy. If nothing of a conversation could be judged, one of its
 * tests fails and the others are skipped, because Playwright starts a new worker after each test that fails.
 */
export async function judgeConcern(
  concern: Concern,
  planned: PlannedConversation,
  policy: Policy,
  { judge, read }: ConversationJudge,
  info: OwnTest,
): Promise<void> {
  const { result, isNew } = await judge(planned);
  const told: TestReport = { concern, result: isNew ? result : null };
  attach(info, RESULT_ATTACHMENT, 'application/json', JSON.stringify(told));
  const why = concern === WITH_EVIDENCE ? null : whyNotJudged(result);
  if (why !== null) info.skip(true, plain(`${WITH_EVIDENCE} fails: ${why}`));
  const verdicts = result.verdicts.filter(({ check }) => isOf(concern, check)).map(policy.accept);
  const hasFailed = verdicts.some(({ outcome, level }) => outcome === 'fail' && level !== 'MAY');
  if (concern === WITH_EVIDENCE || hasFailed) attachEvidence(info, planned, read);
  const { rules } = dialectOf(planned.target.provider.dialect);
  for (const verdict of verdicts) {
    await tell(
      verdict,
      rules.find(({ id }) => id === verdict.check),
      policy,
      info,
    );
  }
  await listPassed(result, concern, info);
}

/** Null where something was judged. */
function whyNotJudged({ conversation, verdicts }: ConversationResult): string | null {
  const isBroken = verdicts.every(({ outcome }) => outcome === 'error');
  return isBroken && conversation.exchanges === 0 ? (verdicts[0]?.reason ?? null) : null;
}

const expect = baseExpect.extend({
  /** Always fails: it is used only for verdicts that count. */
  toBeHeldAgainstNobody(verdict: VerdictRecord, message: string) {
    return { pass: false, message: () => `${HELD_AGAINST} the ${verdict.subject}: ${message}` };
  },
});

/** A failure that counts at the gate softly fails the test; any other verdict that is not a pass is only reported. */
async function tell(
  verdict: VerdictRecord,
  rule: Rule | undefined,
  { isHeld }: Policy,
  info: OwnTest,
): Promise<void> {
  const message = describeVerdict(verdict, rule);
  await step(headline(verdict), info, () => {
    if (verdict.outcome === 'error' || isHeld(verdict)) expect.soft(verdict).toBeHeldAgainstNobody(message);
    else attach(info, 'verdict', 'text/plain', message);
  });
}

async function listPassed(
  { conversation }: ConversationResult,
  concern: Concern,
  info: OwnTest,
): Promise<void> {
  const passed = conversation.passed.filter((check) => isOf(concern, check));
  if (passed.length > 0) await step(`${passed.length} checks passed: ${passed.join(', ')}`, info, () => {});
}

/**
 * Gives the test's own location: otherwise Playwright looks it up in a stack trace, which takes longer than the step.
 */
async function step(title: string, { file, line, column }: OwnTest, body: () => void): Promise<void> {
  await test.step(title, body, { location: { file, line, column } });
}
