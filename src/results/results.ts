/**
 * The records of `results.jsonl`, one JSON object a line. The schema is a contract (docs/results.md): fields may be
 * added, none is re-meant.
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
  /** The wire format, whose reader understands the recordings. */
  dialect: z.string().default('openai-chat'),
  /** Present where the suite itself serves the target, for comparison. */
  builtIn: z.literal('reference').optional(),
  /** The environment variable that holds the key; absent where the provider wants none. */
  keyEnv: z.string().optional(),
  /** The form for new issues of whoever serves it; absent where the configuration names none. */
  tracker: linkSchema.optional(),
  /** What the model is, whoever serves it; where it is absent, the model's own name says it. */
  weights: z.string().optional(),
  /** Scenarios of the catalogue that the dialect has no field for, by id, each with the reason; absent where there are none. */
  notHeld: z.record(z.string(), z.string()).optional(),
  /** The least share of passes for checks on the model, by check. */
  thresholds: z.record(z.string(), z.number().min(0).max(1)).optional(),
});

const authoritySchema = z.object({ name: z.string(), url: linkSchema, promise: z.string() });

/** What a catalogue says of a check. */
const checkReadingSchema = z.object({
  level: levelSchema,
  impact: impactSchema,
  subject: subjectSchema,
  title: z.string(),
  authority: z.array(authoritySchema),
});

const checkSchema = checkReadingSchema.extend({
  /** Place in the catalogue, from 1. Keys are sorted in the file, so formatResults writes the order of `checks` here. */
  order: z.int().min(1).optional(),
  /** Which meaning of the rule judged; 1 where it is absent. Verdicts of different revisions are not compared. */
  revision: z.int().min(2).optional(),
  /** The dialects that have the check, each with what it says otherwise; absent where every dialect has it as it is. */
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
  /** Targets that were wanted but not run, each with the reason. */
  skipped: z.record(z.string(), z.string()).optional(),
  /** Targets that were not sent the rest, such as one whose first conversation showed that nothing would be answered, each with the reason. */
  stopped: z.record(z.string(), z.string()).optional(),
});

const usageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
});

/** When parts of an answer arrived, in milliseconds after its request left; null for what it does not have. */
const timingSchema = z.object({
  exchange: z.int().min(1),
  firstByteMs: z.number(),
  firstContentMs: z.number().nullable(),
  firstCallMs: z.number().nullable(),
  /** Completion tokens over the time from the first byte to the last; null where usage or time is missing. */
  tokensPerSecond: z.number().nullable(),
});

/**
 * A request that brought no answer: refused with a status, nothing but an error under a status of success, or null where
 * nothing came back.
 */
const unansweredSchema = z.object({
  exchange: z.int().min(1),
  status: z.int().nullable(),
  /** The status with the server's own words, or why nothing came back. */
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
  /** The recording, relative to the project (replay, live) or to the argument it was found under (audit). */
  cassette: z.string(),
  recordedAt: z.iso.datetime({ offset: true }).nullable(),
  exchanges: z.int().min(0),
  /** The model that was asked for. */
  model: z.string().nullable(),
  /** The upstreams that served, in order of first appearance. */
  upstreams: z.array(z.string()),
  ms: z.number().nullable(),
  /** Tokens summed over the exchanges that report them; null when none does. */
  usage: usageSchema.nullable(),
  /** US dollars summed over the exchanges that report a cost; null when none does. */
  cost: z.number().nullable(),
  /** Attempts that failed and were sent again, where there were any: the conversation recovered. */
  retries: z.int().min(1).optional(),
  /** Why a request of the conversation was not sent, such as `budget`, where one was not. */
  notSent: z.string().optional(),
  /** The requests that were refused, lost or not sent, where there are any. */
  unanswered: z.array(unansweredSchema).optional(),
  /** For each answer whose arrival was recorded. */
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
    /** Failures by level, known deviations and other subjects than the provider included. */
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
