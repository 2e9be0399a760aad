/** Results to be exported: plain ones, and those in which every word is hostile. */
import type {
  CheckRecord,
  ConversationRecord,
  Results,
  RunRecord,
  VerdictRecord,
} from '../../src/results/results.ts';
import fc, { codePoint } from './property.ts';
import { checkRecord, conversation, resultsOf as recordsOf, verdict } from './records.ts';

const check = (fields: Partial<CheckRecord> = {}): CheckRecord =>
  checkRecord({
    title: 'Every call has an id',
    authority: [{ name: 'OAS', url: 'https://example.org/oas', promise: 'ids are required' }],
    ...fields,
  });

export const CHECKS = {
  'ids/present': check(),
  'ids/portable': check({ level: 'SHOULD' }),
  'arguments/json': check({ subject: 'model' }),
};

export function resultsOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
  run: Partial<RunRecord> = {},
): Results {
  return recordsOf(conversations, verdicts, { checks: CHECKS, ...run });
}

export const finding = {
  exchange: 2,
  event: 5,
  path: 'choices[0].delta',
  message: 'the id is gone',
  found: 'null',
  expected: 'a string',
};

/** Everything that could break out of a page, a table, a terminal or an XML document. */
export const HOSTILE =
  '<script>alert(1)</script>]]>&amp;"\'|\n\r\t\u0000\u001b[31mred\u202egnp.exe\ufffe\uffff\ud800 **b** [x](javascript:1) @org/team #12 ::error::x %0A';

/** Returns a run in which this word replaces every word that a provider or a recording chooses. */
export function saying(word: string): Results {
  const key = { target: word, scenario: word } as const;
  return resultsOf(
    [conversation({ ...key, cassette: word, model: word, upstreams: [word], passed: ['arguments/json'] })],
    [
      verdict({
        ...key,
        findings: [{ ...finding, path: word, message: word, found: word, expected: word }],
        findingCount: 3,
      }),
      verdict({ ...key, check: 'ids/portable', outcome: 'error', reason: word }),
    ],
  );
}

export const anyText = fc.oneof(
  fc.string({ unit: codePoint, maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(...'<>&"\'|,;=+-@\n\r\t\u0000\u001b\u202e\ufffe\uffff\ud800 a[]'),
    maxLength: 30,
  }),
);
