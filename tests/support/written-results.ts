/** Results as they stand in a file, of a run with three checks. */
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import * as records from './records.ts';

/** In the order of a catalogue, which is not that of the alphabet. */
const checks = {
  'shape/chunk': { order: 1, ...records.checkRecord() },
  'ids/present': { order: 2, ...records.checkRecord() },
  'cost/present': { order: 3, ...records.checkRecord() },
};
/** What the run record says. */
export const run = {
  startedAt: '2025-11-20T12:00:00Z',
  targets: {},
  scenarios: { weather: { title: 'Weather' } },
  checks,
};

/** Of two exchanges, in which every check passed. */
export function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  return records.conversation({
    cassette: 'cassettes/p/m/weather.streaming.yaml',
    exchanges: 2,
    passed: Object.keys(checks),
    ...fields,
  });
}

/** Of the first check. */
export function verdict(fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return records.verdict({ check: 'shape/chunk', ...fields });
}

/** A run of these. */
export function results(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
): Results {
  return records.resultsOf(conversations, verdicts, run);
}

/** One conversation, with a pass, a failure and a verdict that is inconclusive. */
export const failing = results(
  [conversation({ passed: ['shape/chunk'] })],
  [
    verdict({ check: 'ids/present' }),
    verdict({ check: 'cost/present', outcome: 'inconclusive', reason: 'r' }),
  ],
);
