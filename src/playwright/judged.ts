/** The report of a test for the reporters, and whether the test has other problems. */
import type { TestCase, TestResult } from '@playwright/test/reporter';
import * as z from 'zod';
import { conversationRecordSchema, verdictRecordSchema } from '../results/results.ts';
import { CONCERNS } from './concerns.ts';

/** The name of the attachment with the report of a test. */
export const RESULT_ATTACHMENT = 'conformance-result';

/** The report of a test. Only the first test of a conversation has the result, because it covers all concerns. */
export const testReportSchema = z.object({
  concern: z.literal(CONCERNS.map(({ name }) => name)),
  result: z
    .object({ conversation: conversationRecordSchema, verdicts: z.array(verdictRecordSchema).readonly() })
    .nullable(),
});

export type TestReport = z.infer<typeof testReportSchema>;

/** The beginning of the message for a verdict that fails a test. */
export const HELD_AGAINST = 'held against';

/** True when the test judged its conversation, and all its errors, if any, are verdicts. */
export function isJudged(_: TestCase, { attachments, errors }: TestResult): boolean {
  const judged = attachments.some(({ name }) => name === RESULT_ATTACHMENT);
  return judged && errors.every(({ message }) => message?.includes(HELD_AGAINST) === true);
}
