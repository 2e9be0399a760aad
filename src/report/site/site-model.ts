/** A run as the report's overview pages show it. Pure: results in, nothing but data out. */
import { familyOf } from '../../checks/family.ts';
import type { Subject } from '../../judge/verdict.ts';
import { UNKNOWN_MODEL, UNNAMED_MODEL } from '../../reading/request-body.ts';
import { checkOf, hasCheck } from '../../results/check-readings.ts';
import { conversationKeyOf } from '../../results/page-addresses.ts';
import type {
  CheckDescription,
  CheckRecord,
  ConversationRecord,
  Results,
  RunRecord,
  TargetRecord,
  VerdictRecord,
} from '../../results/results.ts';
import { ALL_SIGNS, type Sign, signOf } from '../../results/signs.ts';
import { groupBy } from '../../text/group-by.ts';

/** How many verdicts have each sign. */
export type Tally = Readonly<Record<Sign, number>>;

/** Tallies kept apart by who is judged. An error is ours whoever is judged, and stands with the provider's verdicts. */
export type SubjectTallies = Readonly<Record<Subject, Tally>>;

export interface SiteModel {
  readonly run: RunRecord;
  readonly aborted: boolean;
  readonly exchanges: number;
  /** In the order of the catalogue. */
  readonly families: readonly string[];
  readonly totals: SubjectTallies;
  /** In the order of the run; no order of merit. */
  readonly targets: readonly TargetModel[];
  readonly checks: readonly CheckModel[];
  /** Models that several targets serve: direct, through a gateway, in several dialects. */
  readonly servings: readonly Serving[];
}

export interface Serving {
  /** What the model is, as the configuration says; else its name. */
  readonly weights: string;
  /** At least two, each with a conversation. */
  readonly targets: readonly TargetModel[];
}

export interface TargetModel {
  readonly id: string;
  /** What the run says about the target; null when it does not. */
  readonly record: TargetRecord | null;
  readonly conversations: readonly ConversationModel[];
  /** The scenarios with their deliveries, in order of first appearance. */
  readonly scenarios: readonly { readonly scenario: string; readonly deliveries: readonly string[] }[];
  readonly upstreams: readonly string[];
  /** The models that were asked for; not the name that no model has, which one scenario asks for. */
  readonly models: readonly string[];
  /** One a family, in the order of {@link SiteModel.families}. */
  readonly families: readonly FamilyModel[];
}

export interface ConversationModel {
  readonly record: ConversationRecord;
  readonly verdicts: readonly VerdictRecord[];
  readonly tallies: SubjectTallies;
}

/** One cell of the matrix, and the section of the target's page that it leads to. */
export interface FamilyModel {
  readonly family: string;
  readonly tallies: SubjectTallies;
  /** What the cell says first: the gravest sign of the provider's own verdicts. */
  readonly sign: Sign;
  /** Checks with at least one verdict that is neither a pass nor not applicable. */
  readonly open: readonly OpenCheck[];
  /** Checks that pass wherever they apply, with the number of conversations. */
  readonly passed: readonly CountedCheck[];
  /** Checks that apply nowhere. */
  readonly notApplicable: readonly CountedCheck[];
  /** Checks that the dialect of the target does not have; they are in none of the other lists. */
  readonly lacking: readonly string[];
}

export interface OpenCheck {
  readonly id: string;
  /** As it reads for the target. */
  readonly check: CheckDescription | null;
  /** The gravest of its verdicts. */
  readonly sign: Sign;
  readonly verdicts: readonly VerdictRecord[];
  readonly passes: number;
}

export interface CountedCheck {
  readonly id: string;
  readonly check: CheckDescription | null;
  readonly count: number;
}

/** One entry of the catalogue, and how it went. */
export interface CheckModel {
  readonly id: string;
  readonly check: CheckRecord;
  readonly tally: Tally;
  /** Its first verdict of the gravest sign that has a finding; null when there is none. */
  readonly example: VerdictRecord | null;
  /** The targets by their gravest sign for this check, those to which it does not apply included. */
  readonly targets: Readonly<Partial<Record<Sign, readonly string[]>>>;
}

export function siteModel({ run, conversations, verdicts, end }: Results): SiteModel {
  const verdictsOf = groupBy(verdicts, conversationKeyOf);
  const models = conversations.map((record): ConversationModel => {
    const own = verdictsOf.get(conversationKeyOf(record)) ?? [];
    return { record, verdicts: own, tallies: tallyOf(run, [record], own) };
  });
  const families = [...new Set(Object.keys(run.checks).map(familyOf))];
  const byTarget = groupBy(models, ({ record }) => record.target);
  const ids = new Set([...Object.keys(run.targets), ...byTarget.keys()]);
  const isOwn = (id: string) => run.targets[id]?.builtIn !== undefined;
  const targets = [...ids]
    .toSorted((left, right) => Number(isOwn(left)) - Number(isOwn(right)))
    .map((id) => targetModel(run, id, byTarget.get(id) ?? [], families));
  return {
    run,
    aborted: end.aborted,
    exchanges: conversations.reduce((sum, { exchanges }) => sum + exchanges, 0),
    families,
    totals: tallyOf(run, conversations, verdicts),
    targets,
    checks: checkModels(run, targets),
    servings: servingsOf(targets),
  };
}

function servingsOf(targets: readonly TargetModel[]): Serving[] {
  const judged = targets.flatMap((target) => {
    const { record, conversations } = target;
    if (record === null || conversations.length === 0 || record.model === UNNAMED_MODEL) return [];
    return [{ target, weights: record.weights ?? record.model }];
  });
  return [...groupBy(judged, ({ weights }) => weights)]
    .filter(([, own]) => own.length > 1)
    .map(([weights, own]) => ({ weights, targets: own.map(({ target }) => target) }));
}

/** The first of the signs, in their order, that stands anywhere in the tally; observations do not count. */
export function gravestSign(tally: Tally): Sign {
  return ALL_SIGNS.find((sign) => sign !== 'observed' && tally[sign] > 0) ?? 'not-applicable';
}

function targetModel(
  run: RunRecord,
  id: string,
  conversations: readonly ConversationModel[],
  families: readonly string[],
): TargetModel {
  const records = conversations.map(({ record }) => record);
  const verdicts = groupBy(
    conversations.flatMap((conversation) => conversation.verdicts),
    ({ check }) => check,
  );
  const passed = countEach(records.flatMap((record) => record.passed));
  const notApplicable = countEach(records.flatMap((record) => record.notApplicable));
  const checks = groupBy(
    new Set([...Object.keys(run.checks), ...verdicts.keys(), ...passed.keys(), ...notApplicable.keys()]),
    familyOf,
  );
  const perScenario = groupBy(records, ({ scenario }) => scenario);
  return {
    id,
    record: run.targets[id] ?? null,
    conversations,
    scenarios: [...perScenario].map(([scenario, own]) => ({
      scenario,
      deliveries: [...new Set(own.map(({ delivery }) => delivery))],
    })),
    upstreams: [...new Set(records.flatMap(({ upstreams }) => upstreams))],
    models: [
      ...new Set(records.flatMap(({ model }) => (model === null || model === UNKNOWN_MODEL ? [] : [model]))),
    ],
    families: families.map((family) =>
      familyModel({ run, target: id }, family, checks.get(family) ?? [], { verdicts, passed, notApplicable }),
    ),
  };
}

interface Outcomes {
  readonly verdicts: ReadonlyMap<string, readonly VerdictRecord[]>;
  readonly passed: ReadonlyMap<string, number>;
  readonly notApplicable: ReadonlyMap<string, number>;
}

function familyModel(
  { run, target }: { readonly run: RunRecord; readonly target: string },
  family: string,
  checks: readonly string[],
  outcomes: Outcomes,
): FamilyModel {
  const tallies = emptyTallies();
  const open: OpenCheck[] = [];
  const passed: CountedCheck[] = [];
  const notApplicable: CountedCheck[] = [];
  const lacking: string[] = [];
  for (const id of checks) {
    const check = checkOf(run, target, id);
    const own = outcomes.verdicts.get(id) ?? [];
    const passes = outcomes.passed.get(id) ?? 0;
    const absences = outcomes.notApplicable.get(id) ?? 0;
    tallies[check?.subject ?? 'provider'].pass += passes;
    tallies[check?.subject ?? 'provider']['not-applicable'] += absences;
    for (const verdict of own) count(tallies, verdict);
    if (own.length > 0) open.push({ id, check, sign: gravestOf(own.map(signOf)), verdicts: own, passes });
    else if (passes > 0) passed.push({ id, check, count: passes });
    else if (!hasCheck(run, target, id)) lacking.push(id);
    else if (absences > 0) notApplicable.push({ id, check, count: absences });
  }
  open.sort((left, right) => rank(left.sign) - rank(right.sign));
  return { family, tallies, sign: gravestSign(tallies.provider), open, passed, notApplicable, lacking };
}

function checkModels(run: RunRecord, targets: readonly TargetModel[]): CheckModel[] {
  const perCheck = new Map<string, { tally: Record<Sign, number>; targets: Map<Sign, string[]> }>();
  const rowOf = (id: string) => {
    const row = perCheck.get(id) ?? { tally: emptyTally(), targets: new Map<Sign, string[]>() };
    perCheck.set(id, row);
    return row;
  };
  const place = (id: string, sign: Sign, target: string) => {
    const { targets: bySign } = rowOf(id);
    const own = bySign.get(sign);
    if (own) own.push(target);
    else bySign.set(sign, [target]);
  };
  for (const target of targets) {
    for (const { open, passed, notApplicable } of target.families) {
      for (const { id, sign, verdicts, passes } of open) {
        place(id, sign, target.id);
        const { tally } = rowOf(id);
        tally.pass += passes;
        for (const verdict of verdicts) tally[signOf(verdict)] += 1;
      }
      for (const { id, count } of passed) {
        place(id, 'pass', target.id);
        rowOf(id).tally.pass += count;
      }
      for (const { id, count } of notApplicable) {
        place(id, 'not-applicable', target.id);
        rowOf(id).tally['not-applicable'] += count;
      }
    }
  }
  const examples = examplesOf(targets);
  return Object.entries(run.checks).map(([id, check]) => {
    const { tally, targets: bySign } = rowOf(id);
    return { id, check, tally, example: examples.get(id) ?? null, targets: Object.fromEntries(bySign) };
  });
}

/** By check the first verdict of the gravest sign that has a finding to show. */
function examplesOf(targets: readonly TargetModel[]): Map<string, VerdictRecord> {
  const examples = new Map<string, VerdictRecord>();
  for (const { conversations } of targets) {
    for (const verdict of conversations.flatMap(({ verdicts }) => verdicts)) {
      const earlier = examples.get(verdict.check);
      const isGraver = earlier === undefined || rank(signOf(verdict)) < rank(signOf(earlier));
      if (verdict.findings.length > 0 && isGraver) examples.set(verdict.check, verdict);
    }
  }
  return examples;
}

function tallyOf(
  run: RunRecord,
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): SubjectTallies {
  const tallies = emptyTallies();
  for (const { target, passed, notApplicable } of conversations) {
    const talliesOf = (check: string) => tallies[checkOf(run, target, check)?.subject ?? 'provider'];
    for (const check of passed) talliesOf(check).pass += 1;
    for (const check of notApplicable) talliesOf(check)['not-applicable'] += 1;
  }
  for (const verdict of verdicts) count(tallies, verdict);
  return tallies;
}

function count(tallies: Record<Subject, Record<Sign, number>>, verdict: VerdictRecord): void {
  const sign = signOf(verdict);
  tallies[sign === 'error' ? 'provider' : verdict.subject][sign] += 1;
}

function emptyTallies(): Record<Subject, Record<Sign, number>> {
  return { provider: emptyTally(), model: emptyTally(), client: emptyTally() };
}

function emptyTally(): Record<Sign, number> {
  return {
    must: 0,
    should: 0,
    error: 0,
    known: 0,
    inconclusive: 0,
    unsupported: 0,
    pass: 0,
    observed: 0,
    'not-applicable': 0,
  };
}

function gravestOf(signs: readonly Sign[]): Sign {
  return signs.toSorted((left, right) => rank(left) - rank(right))[0] ?? 'not-applicable';
}

function rank(sign: Sign): number {
  return ALL_SIGNS.indexOf(sign);
}

function countEach(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
