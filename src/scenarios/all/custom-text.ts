import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** A custom tool takes the model's text unchanged. It is not JSON, so it has no escapes. */
export const customText: Scenario = {
  id: 'custom-text',
  title: 'A custom tool, with free text',
  order: 52,
  checks: [
    'ids/*',
    'deltas/one-call-per-index',
    'items/input-sum',
    'finish/tool-calls',
    'results/call-kept',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Run every query with the tool.',
  prompts: ['Count the rows of the table "books" whose title is longer than 20 characters.'],
  tools: [],
  customTools: [
    {
      name: 'run_sql',
      description: 'Runs one SQL query, which is sent as plain text, on an SQLite database',
      pattern: null,
      result: 'count\n4817',
    },
  ],
  needs: ['custom-tools'],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['4817', '4,817', '4 817']],
  script: [
    calls({ name: 'run_sql', input: 'SELECT count(*) AS "count"\nFROM books\nWHERE length(title) > 20;' }),
    says(([rows = '']) => `There are ${rows.split('\n')[1]} such books.`),
  ],
};
