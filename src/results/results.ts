/**
 * The records of `results.jsonl`, one JSON object on each line. The schema is a contract (docs/results.md): fields may
 * be added, but no field changes its meaning.
 */
import * as z from 'zod';

export const levelSchema = z.enum(['MUST', 'SHOULD', 'MAY']);
export const impactSchema = z.enum(['critical', 'major', 'minor', 'trivial']);
export const subjectSchema = z.enum(['provider', 'model', 'client']);
export const outcomeSchema = z.enum([
  'pass',
  'fail',
  'inconclusive',
  'not-applicable',
  'unsupported',
  'error',
]);
export const deliverySchema = z.enum(['streaming', 'buffered']);

const linkSchema = z.url({ protocol: /^https?$/ });

const findingSchema = z.object({
  exchange: z.int().min(0),
  event: z.int().min(1).nullable(),
  path: z.string(),
  message: z.string(),
  found: z.string(),
  expected: z.string(),
});

/** A recorded, explained, dated deviation that is accepted for now. */
const acceptedDeviationSchema = z.object({
  reason: z.string(),
  link: linkSchema.nullable(),
  since: z.string(),
});

const targetSchema = z.object({
  provider: z.string(),
  providerName: z.string(),
  model: z.string(),
  upstream: z.string().nullable(),
  docs: linkSchema.nullable(),
  unsupported: z.array(z.object({ feature: z.string(), reason: z.string(), link: linkSchema.nullable() })),
  /** The wire format of the recordings. */
  dialect: z.string().default('openai-chat'),
  /** Present when the suite itself serves the target, for comparison. */
  builtIn: z.literal('reference').optional(),
  /** The environment variable with the key; absent when the provider needs no key. */
  keyEnv: z.string().optional(),
  /** The provider's form for new issues; absent when the configuration does not name it. */
  tracker: linkSchema.optional(),
  /** The identity of the model, independent of the provider; the model's name by default. */
  weights: z.string().optional(),
  /** Scenarios that the dialect cannot express, by id, each with the reason; absent when there are none. */
  notHeld: z.record(z.string(), z.string()).optional(),
  /** The minimum share of passes for checks on the model, by check. */
  thresholds: z.record(z.string(), z.number().min(0).max(1)).optional(),
});

const authoritySchema = z.object({ name: z.string(), url: linkSchema, promise: z.string() });

/** The catalogue's description of a check. */
const checkReadingSchema = z.object({
  level: levelSchema,
  impact: impactSchema,
  subject: subjectSchema,
  title: z.string(),
  authority: z.array(authoritySchema),
});

const checkSchema = checkReadingSchema.extend({
  /** Position in the catalogue, from 1. The file sorts keys, so `formatResults` stores the order of `checks` here. */
  order: z.int().min(1).optional(),
  /** The revision of the rule that judged; 1 by default. Verdicts of different revisions are not compared. */
  revision: z.int().min(2).optional(),
  /**
   * The dialects that have the check, each with its differences; absent when every dialect has it without differences.
   */
  dialects: z.record(z.string(), checkReadingSchema.partial()).optional(),
});

export const runRecordSchema = z.object({
  type: z.literal('run'),
  schema: z.literal(1),
  id: z.string(),
  startedAt: z.iso.datetime(),
  mode: z.enum(['replay', 'live', 'audit']),
  suite: z.object({ version: z.string(), commit: z.string().nullable() }),
  targets: z.record(z.string(), targetSchema),
  scenarios: z.record(z.string(), z.object({ title: z.string() })),
  checks: z.record(z.string(), checkSchema),
  /** Requested targets that were not run, each with the reason. */
  skipped: z.record(z.string(), z.string()).optional(),
  /**
   * Targets whose remaining conversations were not sent, each with the reason. For example, the first conversation
   * showed that the target answers nothing.
   */
  stopped: z.record(z.string(), z.string()).optional(),
});

const usageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
});

/** Arrival times of an answer's parts, in milliseconds after the request was sent; null for a missing part. */
const timingSchema = z.object({
  exchange: z.int().min(1),
  firstByteMs: z.number(),
  firstContentMs: z.number().nullable(),
  firstCallMs: z.number().nullable(),
  /** Completion tokens per second, from the first byte to the last; null when usage or time is missing. */
  tokensPerSecond: z.number().nullable(),
});

/**
 * A request without an answer: it was refused, or it got only an error with a success status, or it got no response
 * (`status` is null).
 */
const unansweredSchema = z.object({
  exchange: z.int().min(1),
  status: z.int().nullable(),
  /** The status with the server's message, or why there was no response. */
  reason: z.string(),
});

const keyFields = {
  target: z.string(),
  scenario: z.string(),
  delivery: deliverySchema,
  sample: z.int().min(1),
};

export const conversationRecordSchema = z.object({
  type: z.literal('conversation'),
  ...keyFields,
  /** The path of the recording, relative to the project (replay, live) or to the command-line argument (audit). */
  cassette: z.string(),
  recordedAt: z.iso.datetime({ offset: true }).nullable(),
  exchanges: z.int().min(0),
  /** The requested model. */
  model: z.string().nullable(),
  /** The upstreams that served, in order of first appearance. */
  upstreams: z.array(z.string()),
  ms: z.number().nullable(),
  /** Tokens summed over the exchanges that report them; null when none does. */
  usage: usageSchema.nullable(),
  /** US dollars summed over the exchanges that report a cost; null when none does. */
  cost: z.number().nullable(),
  /** The number of failed attempts that were retried with success; absent when there were none. */
  retries: z.int().min(1).optional(),
  /** Why a request of the conversation was not sent, such as `budget`; absent when all were sent. */
  notSent: z.string().optional(),
  /** The requests that were refused, lost or not sent; absent when there are none. */
  unanswered: z.array(unansweredSchema).optional(),
  /** The times of each answer whose arrival was recorded. */
  timings: z.array(timingSchema).optional(),
  passed: z.array(z.string()),
  notApplicable: z.array(z.string()),
});

export const verdictRecordSchema = z.object({
  type: z.literal('verdict'),
  ...keyFields,
  check: z.string(),
  level: levelSchema,
  subject: subjectSchema,
  outcome: z.enum(['fail', 'inconclusive', 'unsupported', 'error']),
  findings: z.array(findingSchema),
  findingCount: z.int().min(0),
  reason: z.string().nullable(),
  expectation: acceptedDeviationSchema.nullable(),
});

export const endRecordSchema = z.object({
  type: z.literal('end'),
  aborted: z.boolean(),
  counts: z.object({
    conversations: z.int(),
    exchanges: z.int(),
    /** Verdicts by outcome. */
    outcomes: z.record(outcomeSchema, z.int()),
    /** Failures by level, including known deviations and failures of other subjects than the provider. */
    failures: z.record(levelSchema, z.int()),
    /** Failures that an expectation accepts. */
    known: z.int(),
  }),
});

export type TargetRecord = z.infer<typeof targetSchema>;
export type TimingRecord = z.infer<typeof timingSchema>;
export type CheckDescription = z.infer<typeof checkReadingSchema>;
export type CheckRecord = z.infer<typeof checkSchema>;
export type AcceptedDeviation = z.infer<typeof acceptedDeviationSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;
export type ConversationRecord = z.infer<typeof conversationRecordSchema>;
export type VerdictRecord = z.infer<typeof verdictRecordSchema>;
export type EndRecord = z.infer<typeof endRecordSchema>;

/** All records of one run. */
export interface Results {
  readonly run: RunRecord;
  readonly conversations: readonly ConversationRecord[];
  readonly verdicts: readonly VerdictRecord[];
  readonly end: EndRecord;
}
