/** What came of trying faults on a client: one JSON object a line, and the words for people. */
import * as z from 'zod';
import { SuiteError } from '../system/failure.ts';
import { plainJson } from '../text/plain-text.ts';
import { parseJson } from '../text/wire-text.ts';

export const OUTCOMES = ['tolerates', 'reports', 'corrupts', 'hangs', 'not-shown'] as const;

const harmSchema = z.strictObject({
  kind: z.enum([
    'call-lost',
    'call-doubled',
    'call-invented',
    'call-altered',
    'call-mispaired',
    'result-lost',
    'result-mispaired',
    'text-lost',
    'text-altered',
    'history-changed',
  ]),
  message: z.string(),
  /** The exchange whose request shows it, from 1; null where the client's own words do. */
  exchange: z.int().nullable(),
  /** The answer says so itself: what the client did is what a lenient reader takes from the wire. */
  asSent: z.boolean(),
});

const conversationFields = {
  client: z.string(),
  dialect: z.string(),
  extension: z.literal('openrouter').nullable(),
  delivery: z.enum(['streaming', 'buffered']),
  scenario: z.string(),
};

/** A client on the conforming provider. */
const soundSchema = z.strictObject({
  type: z.literal('sound'),
  ...conversationFields,
  /** The packages that make up the client, by name. */
  versions: z.record(z.string(), z.string()),
  requests: z.int(),
  /** Checks on what a client sends that fail, each with its first finding. */
  broken: z.array(z.strictObject({ check: z.string(), message: z.string() })),
});

/** A client and a fault. */
const trialSchema = z.strictObject({
  type: z.literal('trial'),
  ...conversationFields,
  fault: z.string(),
  /** The check that catches the fault. */
  check: z.string(),
  outcome: z.enum(OUTCOMES),
  harms: z.array(harmSchema),
  /** What the client said was wrong. */
  report: z.string().nullable(),
  /** What the client added to the history in its next request, as JSON; null where it sent none, and where nothing was wrong. */
  next: z.string().nullable(),
});

/** What a fault looks like on the wire. */
const shownSchema = z.strictObject({
  type: z.literal('shown'),
  dialect: z.string(),
  delivery: z.enum(['streaming', 'buffered']),
  fault: z.string(),
  title: z.string(),
  check: z.string(),
  /** The findings of the check, in the words that a verdict has for them. */
  findings: z.array(z.string()),
  /** The answer in pieces, set against that of the conforming provider to the same request; shortened. */
  answer: z.array(z.strictObject({ in: z.enum(['both', 'faulty', 'conforming']), text: z.string() })),
});

const recordSchema = z.discriminatedUnion('type', [soundSchema, trialSchema, shownSchema]);

export type ClientOutcome = (typeof OUTCOMES)[number];
export type Harm = z.infer<typeof harmSchema>;
export type HarmKind = Harm['kind'];
export type SoundRecord = z.infer<typeof soundSchema>;
export type TrialRecord = z.infer<typeof trialSchema>;
export type ShownRecord = z.infer<typeof shownSchema>;
export type ClientRecord = SoundRecord | TrialRecord | ShownRecord;

/** All that is known, by kind. */
export interface MeasuredClients {
  readonly sound: readonly SoundRecord[];
  readonly trials: readonly TrialRecord[];
  readonly shown: readonly ShownRecord[];
}

export const NO_CLIENTS: MeasuredClients = { sound: [], trials: [], shown: [] };

export function formatRecords(records: readonly ClientRecord[]): string {
  // The schema puts the fields of each in one order.
  return plainJson(records.map((record) => `${JSON.stringify(recordSchema.parse(record))}\n`).join(''));
}

/** @throws {SuiteError} naming the line that is no record */
export function parseRecords(text: string, file: string): ClientRecord[] {
  return text.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    const read = recordSchema.safeParse(parseJson(line));
    if (read.success) return [read.data];
    const where = read.error.issues[0]?.path.join('.') ?? '';
    throw new SuiteError(`${file}:${at + 1}: is no record of a client (${where}); run npm run clients again`);
  });
}
