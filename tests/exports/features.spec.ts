/** The feature table for other programs. */
import { apiFiles } from '../../src/exports/api.ts';
import { toFeaturesCsv } from '../../src/exports/features-csv.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, replayRun, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const RESULTS = assembleResults(
  replayRun({ checks: checkRecords(['openai-chat']) }),
  [conversation({ recordedAt: '2026-01-01T00:00:00.000Z' })],
  [verdict()],
);

test('a cell is one line of CSV', () => {
  const [names, first, second] = toFeaturesCsv(RESULTS).split('\r\n');
  expect([names, first, second]).toEqual([
    'target,provider,model,feature,state,streaming,buffered,conversations,of,asked,newest,breaks,awkward,model_right,model_of,reason',
    'p/m,p,m,one-call,broken,broken,,1,1,1,2026-01-01T00:00:00.000Z,ids/present,,,,',
    'p/m,p,m,parallel-calls,not-tested,,,0,0,0,,,,,,no scenario asked for it',
  ]);
});

test('the API has the table with what decides each cell', () => {
  const file = apiFiles(RESULTS, { nights: [], problems: [] }, { nights: 1 }).find(
    (each) => each.file === 'api/v1/features.json',
  );
  const { $schema, run, features, targets } = JSON.parse(file?.text ?? '');
  expect({ $schema, run, first: features[0], target: targets[0].id, cell: targets[0].cells[0] }).toEqual({
    $schema: 'schema/features.json',
    run: 'r1',
    first: {
      id: 'one-call',
      question: 'Does one tool call work, there and back?',
      scenarios: ['weather', 'secret-word'],
    },
    target: 'p/m',
    cell: {
      feature: 'one-call',
      state: 'broken',
      streaming: 'broken',
      conversations: 1,
      of: 1,
      asked: 1,
      newest: '2026-01-01T00:00:00.000Z',
      causes: [
        {
          check: 'ids/present',
          column: 'breaks',
          level: 'MUST',
          subject: 'provider',
          failed: 1,
          judged: 1,
          known: false,
        },
      ],
      model: null,
      reason: null,
    },
  });
});
