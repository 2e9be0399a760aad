/** The profile of an endpoint: its facts, each with the recordings that it is based on. */
import * as z from 'zod';
import { AREAS } from './fact.ts';
import { findingSchema } from './finding.ts';

export const profileSchema = z.strictObject({
  type: z.literal('profile'),
  schemaVersion: z.literal(1),
  /** The version of the suite. */
  version: z.string(),
  measuredAt: z.iso.datetime(),
  target: z.strictObject({
    id: z.string(),
    baseUrl: z.string(),
    model: z.string(),
    dialect: z.string(),
  }),
  delivery: z.enum(['streaming', 'buffered']),
  /** All attempts, including retries, with their tokens and cost in US dollars; the cost is 0 when it is unknown. */
  spent: z.strictObject({ requests: z.int(), tokens: z.int(), dollars: z.number() }),
  /** Why the run stopped, because no request would be answered; null when it did not stop. */
  stopped: z.string().nullable(),
  facts: z.array(
    z.strictObject({
      id: z.string(),
      area: z.enum(AREAS),
      /** Only findings with the same revision are compared. */
      revision: z.int().min(1).default(1),
      question: z.string(),
      finding: findingSchema,
      /** The cassettes of its requests, in order, relative to the folder of cassettes. */
      evidence: z.array(z.string()),
    }),
  ),
});

/** Returns the schema as JSON Schema 2020-12, for consumers in other languages. */
export function profileJsonSchema(): string {
  const schema = { title: 'The profile of an endpoint', ...z.toJSONSchema(profileSchema, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export type Profile = z.output<typeof profileSchema>;
export type ProfiledFact = Profile['facts'][number];
