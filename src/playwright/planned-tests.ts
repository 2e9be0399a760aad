/** The tests that the spec declares: one for each concern of each recorded conversation. */
import { loadTargets } from '../config/load.ts';
import { policyOf } from '../gate/policy.ts';
import { type PlannedConversation, planConversations } from '../replay/plan.ts';
import { cassetteLabel, modeOf, type Settings } from '../replay/settings.ts';
import { partOf } from '../replay/shard.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { groupBy } from '../text/group-by.ts';
import { CONCERNS, type Concern } from './concerns.ts';
import { conversationJudge } from './conversation-judge.ts';
import { judgeConcern } from './judge-concern.ts';
import { test } from './test.ts';

/** One Playwright test, ready to be declared. */
export interface PlannedTest {
  /** The name of the concern. */
  readonly title: string;
  readonly details: { readonly tag: string[] };
  readonly run: () => Promise<void>;
}

export interface ConversationTests {
  /** Such as `weather · streaming`. */
  readonly title: string;
  readonly tests: readonly PlannedTest[];
}

export interface TargetTests {
  /** The id of the target. */
  readonly title: string;
  readonly conversations: readonly ConversationTests[];
}

/**
 * A worker takes one whole group at a time, so it judges a conversation once for all its concerns. For each group,
 * Playwright looks at every test of the file, 3 microseconds a test. So there are not many more groups than busy
 * machines have cores; 12,000 conversations in 64 groups are 3 % slower.
 */
const MOST_GROUPS = 32;

/** Starting a worker takes about as long as judging this many conversations, so smaller sets use one worker. */
const FEWEST_IN_GROUP = 8;

/** Returns the conversations to judge, in groups of consecutive conversations of the plan. */
export async function plannedGroups(settings: Settings): Promise<TargetTests[][]> {
  const targets = await loadTargets(settings.config);
  const policy = policyOf(settings, targets);
  const label = cassetteLabel(settings.cassettes, modeOf(settings));
  const whole = planConversations(settings.cassettes, targets, SCENARIOS, label);
  const planned = settings.shard === undefined ? whole : partOf(whole, settings.shard);
  const judge = conversationJudge();
  const testsOf = (conversation: PlannedConversation): ConversationTests => ({
    title: titleOf(conversation),
    tests: CONCERNS.map(({ name: concern }) => ({
      title: concern,
      details: { tag: tagsOf(conversation, concern) },
      run: () => judgeConcern(concern, conversation, policy, judge, test.info()),
    })),
  });
  const total = Math.min(Math.ceil(planned.length / FEWEST_IN_GROUP), MOST_GROUPS);
  return Array.from({ length: total }, (_, index) => partOf(planned, { current: index + 1, total })).map(
    (group) =>
      [...groupBy(group, ({ target }) => target.id)].map(([title, own]) => ({
        title,
        conversations: own.map(testsOf),
      })),
  );
}

function titleOf({ scenario, delivery, sample }: PlannedConversation): string {
  const title = `${scenario.id} · ${delivery}`;
  return sample === 1 ? title : `${title} · sample ${sample}`;
}

function tagsOf({ target, scenario, delivery }: PlannedConversation, concern: Concern): string[] {
  const model = target.model.slice(target.model.lastIndexOf('/') + 1);
  const upstream = target.upstream === null ? [] : [target.upstream];
  return [target.provider.id, model, ...upstream, scenario.id, delivery, concern].map(
    (name) => `@${name.replaceAll(/\s/gu, '-')}`,
  );
}
