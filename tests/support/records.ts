/** Records of results.jsonl for tests that care for a few of their fields. */
import { countResults } from '../../src/results/jsonl.ts';
import type {
  CheckRecord,
  ConversationRecord,
  Results,
  RunRecord,
  VerdictRecord,
} from '../../src/results/results.ts';

/** Returns a failure of the provider at level MUST. */
export function verdict(fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    type: 'verdict',
    target: 'p/m',
    scenario: 'weather',
    delivery: 'streaming',
    sample: 1,
    check: 'ids/present',
    level: 'MUST',
    subject: 'provider',
    outcome: 'fail',
    findings: [],
    findingCount: 0,
    reason: null,
    expectation: null,
    ...fields,
  };
}

/** Returns a conversation with one exchange and no verdict. */
export function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  return {
    type: 'conversation',
    target: 'p/m',
    scenario: 'weather',
    delivery: 'streaming',
    sample: 1,
    cassette: 'c',
    recordedAt: null,
    exchanges: 1,
    model: 'm',
    upstreams: [],
    ms: null,
    usage: null,
    cost: null,
    passed: [],
    notApplicable: [],
    ...fields,
  };
}

/** What a run says of a check: a MUST about the provider. */
export function checkRecord(fields: Partial<CheckRecord> = {}): CheckRecord {
  return { level: 'MUST', impact: 'major', subject: 'provider', title: 't', authority: [], ...fields };
}

/** What a run says of the target `p/m`. */
export function targetRecord(
  fields: Partial<RunRecord['targets'][string]> = {},
): RunRecord['targets'][string] {
  return {
    provider: 'p',
    providerName: 'P',
    model: 'm',
    upstream: null,
    docs: null,
    unsupported: [],
    dialect: 'openai-chat',
    ...fields,
  };
}

/** Returns a replay of `p/m` without checks. */
export function replayRun(fields: Partial<RunRecord> = {}): RunRecord {
  return {
    type: 'run',
    schema: 1,
    id: 'r1',
    startedAt: '2025-11-20T02:00:00.000Z',
    mode: 'replay',
    suite: { version: '0.1.0', commit: null },
    targets: { 'p/m': targetRecord() },
    scenarios: {},
    checks: {},
    ...fields,
  };
}

/** A replay that found these, with a record of each target unless `run` has others. */
export function resultsOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
  run: Partial<RunRecord> = {},
): Results {
  const targets = Object.fromEntries(conversations.map(({ target }) => [target, targetRecord()]));
  return {
    run: replayRun({ targets, ...run }),
    conversations,
    verdicts,
    end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
  };
}

/** As many samples of one conversation as told, the first of which pass the check and the others fail it. */
export function samples(
  passing: number,
  of: number,
  fields: Partial<
    Pick<VerdictRecord, 'target' | 'scenario' | 'delivery' | 'check' | 'level' | 'subject'>
  > = {},
): { conversations: ConversationRecord[]; verdicts: VerdictRecord[] } {
  const { check = 'ids/present', level: _level, subject: _subject, ...key } = fields;
  const numbers = Array.from({ length: of }, (_, index) => index + 1);
  return {
    conversations: numbers.map((sample) =>
      conversation({ ...key, sample, passed: sample <= passing ? [check] : [] }),
    ),
    verdicts: numbers.slice(passing).map((sample) => verdict({ ...fields, sample })),
  };
}
