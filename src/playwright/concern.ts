/** What the specs are made of: the Playwright tests of a concern. */
import { expect as baseExpect, test } from '@playwright/test';
import { loadTargets } from '../config/load.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { type Policy, policyOf } from '../gate/policy.ts';
import type { Rule } from '../judge/check.ts';
import { cassetteReader, replayConversation } from '../replay/conversation.ts';
import { type PlannedConversation, planConversations } from '../replay/plan.ts';
import { cassetteLabel, modeOf, readSettings } from '../replay/settings.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { VerdictRecord } from '../results/results.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { type Concern, isOf } from './concerns.ts';
import { attachEvidence } from './evidence.ts';
import { HELD_AGAINST, RESULT_ATTACHMENT } from './judged.ts';
import { describeVerdict, headline } from './messages.ts';

/** The concern whose tests always carry the evidence; those of the others do when a MUST or SHOULD fails. */
const WITH_EVIDENCE: Concern = 'protocol-shape';

/** One Playwright test, ready to be declared by a spec. */
export interface Case {
  readonly title: string;
  readonly details: { readonly tag: string[] };
  readonly run: () => Promise<void>;
}

/** The tests of a concern: one for each target, scenario and delivery that has a cassette. */
export async function casesOf(concern: Concern): Promise<Case[]> {
  const settings = readSettings();
  const targets = await loadTargets(settings.config);
  const policy = policyOf(settings, targets);
  const label = cassetteLabel(settings.cassettes, modeOf(settings));
  return planConversations(settings.cassettes, targets, SCENARIOS, label).map((planned) => ({
    title: titleOf(planned),
    details: { tag: tagsOf(planned) },
    run: () => judgeConcern(concern, planned, policy),
  }));
}

async function judgeConcern(concern: Concern, planned: PlannedConversation, policy: Policy): Promise<void> {
  const judged = await judgedOnce(planned);
  await report({ concern, result: judged.isFirst() ? judged.result : null });
  const verdicts = judged.result.verdicts.filter(({ check }) => isOf(concern, check)).map(policy.accept);
  const hasFailed = verdicts.some(({ outcome, level }) => outcome === 'fail' && level !== 'MAY');
  if (concern === WITH_EVIDENCE || hasFailed) await attachEvidence(test.info(), planned);
  const { rules } = dialectOf(planned.target.provider.dialect);
  for (const verdict of verdicts) {
    await step(
      verdict,
      rules.find(({ id }) => id === verdict.check),
      policy,
    );
  }
  await listPassed(judged.result, concern);
}

const read = cassetteReader();

/** A conversation is judged once in each worker, however many concerns look at it. */
const judgedHere = new Map<string, Promise<{ result: ConversationResult; isFirst: () => boolean }>>();

function judgedOnce(
  planned: PlannedConversation,
): Promise<{ result: ConversationResult; isFirst: () => boolean }> {
  const known = judgedHere.get(planned.cassette);
  if (known !== undefined) return known;
  let asked = 0;
  const judged = replayConversation(planned, read).then((result) => ({
    result,
    isFirst: () => {
      asked += 1;
      return asked === 1;
    },
  }));
  judgedHere.set(planned.cassette, judged);
  return judged;
}

async function report(value: { concern: Concern; result: ConversationResult | null }): Promise<void> {
  await test
    .info()
    .attach(RESULT_ATTACHMENT, { body: JSON.stringify(value), contentType: 'application/json' });
}

function titleOf({ target, scenario, delivery, sample }: PlannedConversation): string {
  const title = `${target.id} · ${scenario.id} · ${delivery}`;
  return sample === 1 ? title : `${title} · sample ${sample}`;
}

function tagsOf({ target, scenario, delivery }: PlannedConversation): string[] {
  const model = target.model.slice(target.model.lastIndexOf('/') + 1);
  const upstream = target.upstream === null ? [] : [target.upstream];
  return [target.provider.id, model, ...upstream, scenario.id, delivery].map(
    (name) => `@${name.replaceAll(/\s/gu, '-')}`,
  );
}

const expect = baseExpect.extend({
  /** Fails always: it is asked only for verdicts that are held against somebody. */
  toBeHeldAgainstNobody(verdict: VerdictRecord, message: string) {
    return { pass: false, message: () => `${HELD_AGAINST} the ${verdict.subject}: ${message}` };
  },
});

/** A failure that counts at the gate fails the test, softly; whatever else is not a pass is told and let through. */
async function step(verdict: VerdictRecord, rule: Rule | undefined, { isHeld }: Policy): Promise<void> {
  const message = describeVerdict(verdict, rule);
  await test.step(headline(verdict), async (info) => {
    if (verdict.outcome === 'error' || isHeld(verdict)) expect.soft(verdict).toBeHeldAgainstNobody(message);
    else await info.attach('verdict', { body: message, contentType: 'text/plain' });
  });
}

async function listPassed({ conversation }: ConversationResult, concern: Concern): Promise<void> {
  const passed = conversation.passed.filter((check) => isOf(concern, check));
  if (passed.length === 0) return;
  await test.step(`${passed.length} checks passed: ${passed.join(', ')}`, () => {});
}
