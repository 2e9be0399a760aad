/** The records of trying a gateway: one JSON object per line. */
import * as z from 'zod';
import { SuiteError } from '../system/failure.ts';
import { plainJson } from '../text/plain-text.ts';
import { parseJson } from '../text/wire-text.ts';

export const FATES = ['kept', 'changed', 'lost', 'invented', 'not-carried', 'not-shown'] as const;
export type Fate = (typeof FATES)[number];

export const FAULT_OUTCOMES = ['passed-on', 'mended', 'reported', 'made-worse', 'not-shown'] as const;
export type FaultOutcome = (typeof FAULT_OUTCOMES)[number];

const delivery = z.enum(['streaming', 'buffered']);
const spoken = z.strictObject({ dialect: z.string(), extension: z.literal('openrouter').nullable() });

/** One exchange on both wires as text, shortened; null for a missing message. */
const wiresSchema = z.strictObject({
  outerRequest: z.string().nullable(),
  innerRequest: z.string().nullable(),
  innerAnswer: z.string().nullable(),
  outerAnswer: z.string().nullable(),
});

const gatewayFields = { gateway: z.string(), outer: spoken, inner: spoken };

/** The tried gateway, once for each. */
const triedSchema = z.strictObject({
  type: z.literal('gateway'),
  ...gatewayFields,
  /** The packages of the gateway, by name. */
  versions: z.record(z.string(), z.string()),
  conversations: z.int(),
  exchanges: z.int(),
});

/** One place where a thing did not arrive as sent. */
const placeSchema = z.strictObject({
  fate: z.enum(['changed', 'lost', 'invented', 'not-carried']),
  /** The conversation; `exchange` is the number of the exchange in it, from 1. */
  conversation: z.string(),
  exchange: z.int(),
  /** The part of the thing, such as the name of a tool; empty when there is only one. */
  part: z.string(),
  /** As JSON, shortened; null when it was not sent, or did not arrive. */
  sent: z.string().nullable(),
  arrived: z.string().nullable(),
  /** Why the dialect cannot carry it; null otherwise. */
  why: z.string().nullable(),
  wires: wiresSchema,
});

/** The fate of one thing in one delivery. */
const fateSchema = z.strictObject({
  type: z.literal('fate'),
  ...gatewayFields,
  thing: z.string(),
  delivery,
  /** The worst fate. */
  fate: z.enum(FATES),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  /** The number of exchanges with each fate. */
  counts: z.record(z.enum(['kept', 'changed', 'lost', 'invented', 'not-carried']), z.int()),
  /** The first place of each fate. */
  places: z.array(placeSchema),
});

const findingFields = {
  check: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  exchange: z.int(),
  wire: z.enum(['outer', 'inner']),
  message: z.string(),
  charged: z.enum(['gateway', 'upstream']),
};

/** A rule that is broken on one of the wires while the upstream conforms. */
const findingSchema = z.strictObject({
  type: z.literal('finding'),
  ...gatewayFields,
  conversation: z.string(),
  delivery,
  ...findingFields,
});

/** What the gateway did with a fault of its upstream. */
const faultSchema = z.strictObject({
  type: z.literal('fault'),
  ...gatewayFields,
  fault: z.string(),
  title: z.string(),
  /** The check that catches the fault. */
  check: z.string(),
  delivery,
  conversation: z.string(),
  outcome: z.enum(FAULT_OUTCOMES),
  /** What is worse than without the gateway, or the error that it reported. */
  reasons: z.array(z.string()),
  /** The first finding of each broken rule, charged to gateway or upstream. */
  findings: z.array(z.strictObject(findingFields)),
  /** Only for faults that were made worse or reported. */
  wires: wiresSchema.nullable(),
});

const recordSchema = z.discriminatedUnion('type', [triedSchema, fateSchema, findingSchema, faultSchema]);

export type ShownWires = z.infer<typeof wiresSchema>;
export type TriedRecord = z.infer<typeof triedSchema>;
export type FatePlace = z.infer<typeof placeSchema>;
export type FateRecord = z.infer<typeof fateSchema>;
export type FindingRecord = z.infer<typeof findingSchema>;
export type FaultRecord = z.infer<typeof faultSchema>;
export type GatewayRecord = z.infer<typeof recordSchema>;

export function formatRecords(records: readonly GatewayRecord[]): string {
  return plainJson(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** @throws {SuiteError} naming the line that is not a valid record */
export function parseRecords(text: string, file: string): GatewayRecord[] {
  return text.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    const read = recordSchema.safeParse(parseJson(line));
    if (read.success) return [read.data];
    const where = read.error.issues[0]?.path.join('.') ?? '';
    throw new SuiteError(`${file}:${at + 1}: is no record of a gateway (${where}); run gateway again`);
  });
}
