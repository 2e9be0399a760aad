/** How clients fare with the targets of a run, on the first view. */
import type { MeasuredClients, TrialRecord } from '../../src/clients/record.ts';
import { clientStandings } from '../../src/report/site/clients/evidence.ts';
import { siteSource } from '../../src/report/site/site-source.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import type { RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { conversation, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const SHOWN_IN = { dialect: 'openai-chat', delivery: 'streaming' } as const;
const TRIED_ON = { ...SHOWN_IN, extension: null, scenario: 'weather' };
const DROPPED = { fault: 'ids/dropped', check: 'ids/present' };
const DOUBLED = { fault: 'ids/doubled', check: 'ids/unique-in-response' };

function trial(client: string, fault: typeof DROPPED, outcome: TrialRecord['outcome']): TrialRecord {
  return { type: 'trial', client, ...TRIED_ON, ...fault, outcome, harms: [], report: null, next: null };
}

const MEASURED: MeasuredClients = {
  sound: ['strict', 'lenient', 'half-tried', 'untried'].map((client) => ({
    ...{ type: 'sound', client, ...TRIED_ON, versions: {}, requests: 2, broken: [] },
  })),
  trials: [
    trial('strict', DROPPED, 'reports'),
    trial('strict', DOUBLED, 'tolerates'),
    trial('lenient', DROPPED, 'tolerates'),
    trial('lenient', DOUBLED, 'tolerates'),
    trial('half-tried', DOUBLED, 'tolerates'),
  ],
  shown: [DROPPED, DOUBLED].map((fault) => ({
    ...{ type: 'shown', ...SHOWN_IN, ...fault, title: '', findings: [fault.check], answer: [] },
  })),
};

function failing(target: string, check: string): VerdictRecord {
  const finding = {
    exchange: 1,
    event: null,
    path: 'id',
    message: check,
    found: '',
    expected: '',
    offset: null,
  };
  return verdict({ target, check, findings: [finding], findingCount: 1 });
}

test('a client is broken by so many of the targets with evidence, works with all, or was not tried with all', () => {
  const target = targetRecord();
  const run: RunRecord = {
    ...runRecord({ mode: 'replay', startedAt: new Date(0) }, [], []),
    targets: { 'a/m': target, 'b/m': target, 'c/m': target },
  };
  const results = assembleResults(
    run,
    ['a/m', 'b/m', 'c/m'].map((id) => conversation({ target: id })),
    [failing('a/m', DROPPED.check), failing('a/m', DOUBLED.check), failing('b/m', DOUBLED.check)],
  );
  const outside = { evidenceOf: null, recordingOf: () => null, faults: [], gateways: [], profiles: [] };
  const { site } = siteSource(results, {}, { ...outside, clients: MEASURED });
  expect(clientStandings(site, MEASURED)).toEqual([
    { client: 'strict', state: 'broken', broken: 1, known: 2 },
    { client: 'lenient', state: 'works', broken: 0, known: 2 },
    { client: 'half-tried', state: 'works-but', broken: 0, known: 2 },
  ]);
});
