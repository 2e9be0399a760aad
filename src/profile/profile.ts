/** The profile of an endpoint: its facts, each with the recordings that it rests on. */
import * as z from 'zod';
import { AREAS } from './fact.ts';
import { findingSchema } from './finding.ts';

export const profileSchema = z.strictObject({
  type: z.literal('profile'),
  schemaVersion: z.literal(1),
  /** Of the suite. */
  version: z.string(),
  measuredAt: z.iso.datetime(),
  target: z.strictObject({
    id: z.string(),
    baseUrl: z.string(),
    model: z.string(),
    dialect: z.string(),
  }),
  delivery: z.enum(['streaming', 'buffered']),
  /** Attempts, those among them that were sent again, with what they took; the cost is 0 as long as nobody says it. */
  spent: z.strictObject({ requests: z.int(), tokens: z.int(), dollars: z.number() }),
  /** Why nothing else would be answered; null where that was not so. */
  stopped: z.string().nullable(),
  facts: z.array(
    z.strictObject({
      id: z.string(),
      area: z.enum(AREAS),
      /** Findings of one fact are compared only where it is the same. */
      revision: z.int().min(1).default(1),
      question: z.string(),
      finding: findingSchema,
      /** The cassettes of its requests, in order, relative to the folder of cassettes. */
      evidence: z.array(z.string()),
    }),
  ),
});

/** As JSON Schema 2020-12, for readers in other languages. */
export function profileJsonSchema(): string {
  const schema = { title: 'The profile of an endpoint', ...z.toJSONSchema(profileSchema, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export type Profile = z.output<typeof profileSchema>;
export type ProfiledFact = Profile['facts'][number];
