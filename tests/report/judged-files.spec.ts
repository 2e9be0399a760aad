/** What the page that judges makes of dropped files. */
import { readFileSync } from 'node:fs';
import { audit } from '../../src/audit/audit.ts';
import { judgeFiles } from '../../src/report/site/judge/browser/made-reports.ts';
import { formatResults } from '../../src/results/jsonl.ts';
import { bytesOf } from '../support/recording-samples.ts';
import { RECORDED } from '../support/recording-verdicts.ts';
import { WRITERS } from '../support/recording-writers.ts';
import { expect, test } from '../support/test.ts';

const CASSETTE = 'cassettes/local/reference/weather.buffered.yaml';

/** How many reports, and how many recordings, a file of this name makes. */
function madeOf(path: string, content: string | Uint8Array) {
  const file = { path, explicit: true, bytes: () => bytesOf(content) };
  const { reports, searched } = judgeFiles([file], () => {}, new Date(0));
  return { reports: reports.length, recordings: searched.recordings, unreadable: searched.unreadable };
}

for (const format of ['exchange lines', 'OpenTelemetry (OTLP in JSON)']) {
  test(`${format} are judged whatever their name ends with`, () => {
    const [lines = ''] = [WRITERS[format]?.write(RECORDED['weather.buffered'] ?? []) ?? ''].flat();
    expect(madeOf('a.jsonl', lines)).toEqual({ reports: 1, recordings: 1, unreadable: [] });
  });
}

test('the results of a run are a report, and no recording', () => {
  const { results } = audit([CASSETTE], new Date(0));
  expect(madeOf('results.jsonl', formatResults(results))).toEqual({
    reports: 1,
    recordings: 0,
    unreadable: [],
  });
  expect(madeOf('a.yaml', readFileSync(CASSETTE))).toEqual({ reports: 1, recordings: 1, unreadable: [] });
});
