/** The records of trying faults on a client, as one JSON object per line, and their types. */
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
  /** The exchange whose request shows the harm, from 1; null when the client's own output shows it. */
  exchange: z.int().nullable(),
  /** True when the answer itself is wrong: the client did what a lenient reader would read on the wire. */
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
  /** The packages of the client, by name. */
  versions: z.record(z.string(), z.string()),
  requests: z.int(),
  /** Failed checks on what the client sends, each with its first finding. */
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
  /** The client's error message. */
  report: z.string().nullable(),
  /**
   * What the client's next request added to the history, as JSON; null when it sent none, or when nothing was wrong.
   */
  next: z.string().nullable(),
});

/** How a fault looks on the wire. */
const shownSchema = z.strictObject({
  type: z.literal('shown'),
  dialect: z.string(),
  delivery: z.enum(['streaming', 'buffered']),
  fault: z.string(),
  title: z.string(),
  check: z.string(),
  /** The messages of the check's findings. */
  findings: z.array(z.string()),
  /** The answer in pieces, compared with the conforming answer to the same request; shortened. */
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

/** All measurements, by kind. */
export interface MeasuredClients {
  readonly sound: readonly SoundRecord[];
  readonly trials: readonly TrialRecord[];
  readonly shown: readonly ShownRecord[];
}

export const NO_CLIENTS: MeasuredClients = { sound: [], trials: [], shown: [] };

export function formatRecords(records: readonly ClientRecord[]): string {
  // Parsing with the schema gives the fields a fixed order.
  return plainJson(records.map((record) => `${JSON.stringify(recordSchema.parse(record))}\n`).join(''));
}

/** @throws {SuiteError} naming the line that is not a valid record */
export function parseRecords(text: string, file: string): ClientRecord[] {
  return text.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    const read = recordSchema.safeParse(parseJson(line));
    if (read.success) return [read.data];
    const where = read.error.issues[0]?.path.join('.') ?? '';
    throw new SuiteError(`${file}:${at + 1}: is no record of a client (${where}); run npm run clients again`);
  });
}
