/** What a test hands to the reporters, and whether that is all it has to say. */
import type { TestCase, TestResult } from '@playwright/test/reporter';
import * as z from 'zod';
import { conversationRecordSchema, verdictRecordSchema } from '../results/results.ts';
import { CONCERNS } from './concerns.ts';

/** The name of the attachment by which a test hands its conversation's result to the reporter. */
export const RESULT_ATTACHMENT = 'conformance-result';

/** What a test tells the reporter. The result comes with the first test of its conversation, since it is that of all concerns. */
export const testReportSchema = z.object({
  concern: z.literal(CONCERNS.map(({ name }) => name)),
  result: z
    .object({ conversation: conversationRecordSchema, verdicts: z.array(verdictRecordSchema).readonly() })
    .nullable(),
});

export type TestReport = z.infer<typeof testReportSchema>;

/** How the message of a verdict that fails a test begins. */
export const HELD_AGAINST = 'held against';

/** A test that judged its conversation and failed, if at all, by verdicts alone. */
export function isJudged(_: TestCase, { attachments, errors }: TestResult): boolean {
  const judged = attachments.some(({ name }) => name === RESULT_ATTACHMENT);
  return judged && errors.every(({ message }) => message?.includes(HELD_AGAINST) === true);
}
