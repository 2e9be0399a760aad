/** A report with a month of nights, a baseline, the run before, a drift of fields and a gate that says no. */
import type { DriftReport } from '../../src/drift/report.ts';
import type { Gate } from '../../src/gate/gate.ts';
import type { NightCheck } from '../../src/results/history/night.ts';
import type { Results, VerdictRecord } from '../../src/results/results.ts';
import { type BuiltReport, builtReport } from './built-report.ts';
import { syntheticHistory } from './nights.ts';
import { checkRecord, conversation, resultsOf, verdict } from './records.ts';

export const STEADY = 'openrouter/lab/steady';
export const STALE = 'openrouter/lab/stale';
export const HOSTILE = 'evil/<img src=x onerror=alert(1)>\u202egnp.exe';
const TARGETS = [HOSTILE, STALE, STEADY];

const IDS = ['ids/present', 'ids/type', 'shape/chunk', 'shape/role', 'usage/last', 'arguments/json'];
const CHECKS: ReadonlyMap<string, NightCheck> = new Map(
  IDS.toSorted().map((id) => [
    id,
    { level: 'MUST', subject: id === 'arguments/json' ? 'model' : 'provider' },
  ]),
);

const HISTORY = {
  nights: syntheticHistory({
    from: '2025-10-22',
    days: 30,
    targets: TARGETS,
    checks: CHECKS,
    gaps: [20, 21],
    ends: new Map([[STALE, { day: 24, reason: '<b>HTTP 402</b>\u202e' }]]),
  }).nights,
  problems: [
    'history/2025-10-01.jsonl:3: <i>the line is not JSON</i>; restore it from the branch, or remove it',
  ],
};

const FINDING = { exchange: 1, event: 2, path: 'choices', message: 'm', found: '1', expected: '2' };
const accepted = { reason: '<b>accepted</b> for now', link: 'https://example.test/1', since: '2025-10-01' };

function runOf(verdicts: readonly VerdictRecord[], id: string): Results {
  const conversations = [
    conversation({ target: STEADY, retries: 2 }),
    conversation({ target: STEADY, scenario: 'add', notSent: 'budget' }),
    conversation({ target: HOSTILE, scenario: '<script>alert(2)</script>' }),
  ].map((each) => {
    const own = verdicts.filter(
      ({ target, scenario }) => target === each.target && scenario === each.scenario,
    );
    return { ...each, passed: IDS.filter((id) => own.every(({ check }) => check !== id)) };
  });
  return resultsOf(conversations, verdicts, {
    id,
    startedAt: '2025-11-20T12:34:00Z',
    mode: 'live',
    targets: {},
    checks: Object.fromEntries(
      [...CHECKS].map(([check, fields]) => [check, checkRecord({ ...fields, title: `Rule of ${check}` })]),
    ),
    skipped: { 'openrouter/lab/unpaid': 'no key in <OPENROUTER_API_KEY>' },
  });
}

const failing = verdict({ target: STEADY, findings: [FINDING], findingCount: 1 });
const known = verdict({
  target: HOSTILE,
  scenario: '<script>alert(2)</script>',
  check: 'usage/last',
  expectation: accepted,
});
const RESULTS = runOf([failing, known], 'run-of-now');
const BASELINE = runOf([verdict({ target: STEADY, check: 'ids/type' })], 'before');

const GATE: Gate = {
  verdicts: RESULTS.verdicts,
  newFailures: [failing],
  incomplete: null,
  known: [known],
  tolerated: [],
  byOthers: [],
  stale: [
    {
      expectation: {
        target: STEADY,
        check: 'ids/type',
        scenario: null,
        delivery: null,
        reason: 'r',
        link: null,
        since: '2025-10-01',
        file: 'specs/expectations/lab/steady.yaml',
        line: 4,
      },
      why: 'ids/type passes in all 2 conversations it applies to; remove the expectation',
    },
  ],
  vanished: [],
  rates: [],
  errors: [],
  red: true,
};

const gone = {
  part: 'streamed',
  types: ['string'],
  fields: 0,
  documents: 4,
  of: 4,
  sometimes: false,
} as const;
const DRIFT: DriftReport = {
  schema: 1,
  drifted: [
    {
      target: STEADY,
      scenario: 'weather',
      delivery: 'streaming',
      sample: 1,
      structure: {
        gone: [{ ...gone, path: 'choices[].delta.<b>role</b>' }],
        added: [{ ...gone, path: 'choices[].delta.reasoning', sometimes: true }],
        retyped: [],
        incomplete: false,
      },
      verdicts: { newlyFailing: [], newlyPassing: [], otherwiseChanged: [], observations: [] },
    },
  ],
  added: [],
  unchanged: 5,
};

export function buildNightsReport(): Promise<BuiltReport> {
  return builtReport(
    {
      results: RESULTS,
      history: HISTORY,
      baseline: BASELINE,
      previous: RESULTS,
      drift: DRIFT,
      gate: GATE,
      downloads: [{ file: 'junit.xml', what: 'JUnit' }],
    },
    { 'results.jsonl': '', 'junit.xml': '' },
  );
}
