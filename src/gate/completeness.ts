/**
 * Decides whether a run judged what it was asked to judge. A run that reached no server, or got only refusals,
 * proves nothing about a provider, so it does not pass.
 */
import { isAboutTheRequest } from '../judge/check.ts';
import { refusesFeature } from '../reading/refusal-matter.ts';
import { isErrorUnderSuccess } from '../results/conversation-result.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { invitesRefusal, mayBeRefused, optionalIn, type Scenario } from '../scenarios/scenario.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { whyUnanswered } from './unanswered.ts';

export type CompletedRecords = Pick<Results, 'run' | 'conversations' | 'verdicts'>;

/**
 * Returns why the run proves too little to pass, in one line with the cause and the next step; null when it proves
 * enough. Each target must have answered in each delivery. At least one conversation of each scenario in each delivery
 * must have been judged, unless the target declares the subject of the scenario as unsupported, or the server says that
 * it does not have it. In an audit, targets are found, not selected, so one answer among all recordings is enough.
 *
 * @param scenarios the catalogue
 */
export function whyIncomplete(
  { run, conversations, verdicts }: CompletedRecords,
  scenarios: readonly Scenario[] = SCENARIOS,
): string | null {
  if (conversations.length === 0)
    return 'no conversation was judged; choose targets and scenarios that exist';
  const catalogue = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const verdictsOf = groupBy(verdicts, keyOf);
  const judged = conversations.map((record): Conversation => {
    const scenario = catalogue.get(record.scenario);
    return { record, scenario, verdicts: verdictsOf.get(keyOf(record)) ?? [] };
  });
  if (run.mode === 'audit') return someAnswered({ conversations, verdicts }) ? null : deadOf(run, judged);
  const byTarget = [...groupBy(judged, ({ record }) => record.target).values()];
  const dead = byTarget.filter((own) => !isReached(own) || isStopped(run, own));
  if (dead.length > 0) return withOthers(run, dead, (own) => deadOf(run, own), 'target');
  const byDelivery = byTarget.flatMap((own) => [...groupBy(own, ({ record }) => record.delivery).values()]);
  const mute = byDelivery.filter((own) => !isReached(own));
  if (mute.length > 0) return withOthers(run, mute, muteOf, 'target');
  const open = byDelivery.flatMap((own) =>
    [...groupBy(own, ({ record }) => record.scenario).values()].filter((same) => !same.some(isSettled)),
  );
  return open.length === 0 ? null : withOthers(run, open, openOf, 'scenario');
}

/** A conversation with its verdicts. */
interface Conversation {
  readonly record: ConversationRecord;
  /** Undefined when the catalogue does not have it. */
  readonly scenario: Scenario | undefined;
  readonly verdicts: readonly VerdictRecord[];
}

const JUDGED: ReadonlySet<VerdictRecord['outcome']> = new Set(['fail', 'error']);

/**
 * True when the target answered. If some scenarios ask for answers, refusals that other scenarios invite do not count.
 */
function isReached(own: readonly Conversation[]): boolean {
  const asked = own.filter(({ scenario }) => scenario === undefined || !mayBeRefused(scenario));
  return asked.length > 0 ? asked.some(hasAnswer) : own.some(isJudgeable);
}

function isSettled(conversation: Conversation): boolean {
  return isProof(conversation) || isDeclaredUnsupported(conversation) || isNotOffered(conversation);
}

/** True when the response is of the kind that the scenario asks for, and a check passed, failed or broke. */
function isProof(conversation: Conversation): boolean {
  const { record, verdicts } = conversation;
  const isJudged = record.passed.length > 0 || verdicts.some(({ outcome }) => JUDGED.has(outcome));
  if (!isJudged) return false;
  return isJudgeable(conversation);
}

/** True when the response is of the kind that the scenario asks for. */
function isJudgeable(conversation: Conversation): boolean {
  return hasAnswer(conversation) || isRefusedAsInvited(conversation) || isRefusedUnderARule(conversation);
}

function hasAnswer({ record, verdicts }: Conversation): boolean {
  return someAnswered({ conversations: [record], verdicts });
}

/**
 * True when a model answered, or when the response breaks a rule for failures under a success status. A conversation
 * without exchanges was unreadable; it counts as answered, because its checks already report an error.
 *
 * @param records the conversations with all their verdicts
 */
export function someAnswered({
  conversations,
  verdicts,
}: Pick<CompletedRecords, 'conversations' | 'verdicts'>): boolean {
  return (
    conversations.some(
      ({ exchanges, unanswered = [] }) => exchanges === 0 || exchanges > unanswered.length,
    ) || verdicts.some(({ outcome, check }) => outcome === 'fail' && OF_NO_ANSWER.has(check))
  );
}

/** Rules for responses that have a success status but no complete answer. */
const OF_NO_ANSWER: ReadonlySet<string> = new Set([
  'framing/complete',
  'errors/not-in-200',
  'errors/midstream',
]);

/**
 * A wrong key, a rate limit or a server failure does not count: such a refusal is not about the content of the request.
 */
function isRefusedAsInvited({ record, scenario }: Conversation): boolean {
  if (scenario === undefined || !invitesRefusal(scenario)) return false;
  return (record.unanswered ?? []).some((one) => isAboutWhatItSays(one) || isErrorUnderSuccess(one));
}

function isAboutWhatItSays({ status }: { readonly status: number | null }): boolean {
  return status !== null && isAboutTheRequest(status);
}

/** True when the server says that it does not have an optional feature that the scenario needs. */
function isNotOffered(conversation: Conversation): boolean {
  const { record, scenario } = conversation;
  if (scenario === undefined || hasAnswer(conversation)) return false;
  return (record.unanswered ?? []).some(
    (refusal) => isAboutWhatItSays(refusal) && refusesFeature(refusal.reason, optionalIn(scenario)),
  );
}

/** True when the refusal itself decides a rule, such as the one about ids that other providers issued. */
function isRefusedUnderARule({ record, scenario, verdicts }: Conversation): boolean {
  if (scenario?.checks.includes(FOREIGN_IDS) !== true) return false;
  const failed = verdicts.some(({ outcome, check }) => outcome === 'fail' && check === FOREIGN_IDS);
  return failed || record.passed.includes(FOREIGN_IDS);
}

const FOREIGN_IDS = 'roundtrip/foreign-id';

function isDeclaredUnsupported({ scenario, verdicts }: Conversation): boolean {
  return verdicts.some(
    ({ outcome, check }) => outcome === 'unsupported' && scenario !== undefined && isAbout(scenario, check),
  );
}

function isAbout({ checks }: Scenario, check: string): boolean {
  return checks.includes(check) || checks.includes(check.replace(/\/.*$/u, '/*'));
}

/** Says why nothing was answered in one delivery, for a target that answers in the other one. */
function muteOf(own: readonly Conversation[]): string {
  const isStreamed = own[0]?.record.delivery === 'streaming';
  const reason = own
    .flatMap(({ record }) => record.unanswered ?? [])
    .find((one) => one.reason !== '')?.reason;
  const asked = isStreamed ? 'streamed' : 'buffered';
  if (isUnsent(own))
    return `no ${asked} answer came: ${whyUnanswered(
      own.map(({ record }) => record),
      undefined,
    )}`;
  const other = isStreamed ? 'buffered' : 'streaming';
  return `no ${asked} answer came (${reason ?? 'no request was sent'}): mend that, or judge the rest alone with --delivery ${other}`;
}

/** Says why a target did not answer, or was stopped. */
function deadOf(run: Results['run'], own: readonly Conversation[]): string {
  const id = targetOf(own);
  const records = own.map(({ record }) => record);
  const target = run.targets[id];
  return run.stopped?.[id] ?? whyUnanswered(records, target && { ...target, byOthers: run.mode === 'audit' });
}

/** True when the remaining requests of the target were not sent. */
function isStopped({ stopped = {} }: Results['run'], own: readonly Conversation[]): boolean {
  return Object.hasOwn(stopped, targetOf(own));
}

function targetOf([first]: readonly Conversation[]): string {
  return first?.record.target ?? '';
}

/** Says why nothing was judged, for one scenario and delivery of one target. */
function openOf(own: readonly Conversation[]): string {
  const [first] = own;
  const reason =
    own.flatMap(({ record }) => record.unanswered ?? []).find((one) => one.reason !== '')?.reason ??
    own.flatMap(({ verdicts }) => verdicts).find((one) => one.reason !== null)?.reason ??
    'no check applied';
  const { scenario, delivery } = first?.record ?? {};
  if (isUnsent(own))
    return `nothing was judged of ${scenario}, ${delivery}: ${whyUnanswered(
      own.map(({ record }) => record),
      undefined,
    )}`;
  return `nothing was judged of ${scenario}, ${delivery} (${reason}); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery`;
}

function isUnsent(own: readonly Conversation[]): boolean {
  return own.every(({ record }) => record.notSent !== undefined);
}

/** Describes the first group, with its target if the run has several, and counts the other groups. */
function withOthers(
  { targets }: Results['run'],
  groups: readonly (readonly Conversation[])[],
  describe: (own: readonly Conversation[]) => string,
  noun: string,
): string {
  const [first = []] = groups;
  const name = Object.keys(targets).length > 1 ? `${first[0]?.record.target}: ` : '';
  const more = groups.length > 1 ? `; and ${plural(groups.length - 1, `more ${noun}`)}` : '';
  return `${name}${describe(first)}${more}`;
}

function keyOf({
  target,
  scenario,
  delivery,
  sample,
}: Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>): string {
  return JSON.stringify([target, scenario, delivery, sample]);
}
