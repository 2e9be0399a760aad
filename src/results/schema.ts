/** The JSON Schema of results.jsonl, for consumers in other languages. */
import * as z from 'zod';
import {
  conversationRecordSchema,
  endRecordSchema,
  runRecordSchema,
  verdictRecordSchema,
} from './results.ts';

/** Returns the schema of one line of results.jsonl, as JSON Schema 2020-12. */
export function resultsSchema(): string {
  const record = z.discriminatedUnion('type', [
    runRecordSchema,
    conversationRecordSchema,
    verdictRecordSchema,
    endRecordSchema,
  ]);
  const schema = { title: 'One line of results.jsonl', ...z.toJSONSchema(record, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
