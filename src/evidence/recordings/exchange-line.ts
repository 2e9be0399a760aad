/** The schema of a line in our exchange format: docs/recordings.md. */
import * as z from 'zod';
import type { HeaderFields } from '../exchange.ts';

const headersSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .optional()
  .describe('Header fields by name. Nothing is claimed of header fields when they are left out.');

const bytesSchemas = [
  z.string().describe('The text of the body, exactly as it passed; a stream with its line ends.'),
  z.object({ base64: z.string() }).describe('The bytes of a body that is no text.'),
] as const;
const jsonSchema = z
  .object({ json: z.unknown() })
  .describe('The JSON that the body was parsed to: nothing is claimed of its bytes.');

const requestBodySchema = z
  .union([...bytesSchemas, jsonSchema])
  .optional()
  .describe('Without it nothing is claimed that depends on the request.');

const responseBodySchema = z
  .union([
    ...bytesSchemas,
    jsonSchema,
    z
      .object({ events: z.array(z.unknown()) })
      .describe(
        'The JSON of each event of a stream, without its end mark: nothing is claimed of its framing.',
      ),
    z
      .object({ message: z.looseObject({}) })
      .describe(
        'The message of the assistant alone, in the words of Chat Completions, as traces keep it: only its texts and calls are judged.',
      ),
  ])
  .describe('The answer, as faithfully as it is known.');

/** One line: one request and its response. Other keys are accepted. */
export const exchangeLineFields = z.looseObject({
  exchange: z.literal(1).describe('The version of the format. The first key of a line.'),
  request: z.looseObject({
    method: z.string().default('POST'),
    url: z.string().describe('Whole, since it says which dialect is spoken.'),
    headers: headersSchema,
    body: requestBodySchema,
  }),
  response: z
    .looseObject({
      status: z.int().min(100).max(999).default(200),
      headers: headersSchema,
      body: responseBodySchema.optional(),
    })
    .nullable()
    .describe('Null when none came.'),
  failure: z.string().optional().describe('Why no response came, or why it ended before its end.'),
  ms: z.number().min(0).optional().describe('The whole duration in milliseconds.'),
});

type Line = z.infer<typeof exchangeLineFields>;

/** A body in one of its forms. */
export type LineBody =
  | NonNullable<Line['request']['body']>
  | NonNullable<NonNullable<Line['response']>['body']>;

export const exchangeLineSchema = exchangeLineFields.transform(({ request, response, failure, ms }) => ({
  request: { ...request, headers: fieldsOf(request.headers) },
  response: response && { ...response, headers: fieldsOf(response.headers) },
  failure,
  ms,
}));

function fieldsOf(headers: Line['request']['headers']): HeaderFields {
  return Object.entries(headers ?? {}).map(([name, values]) => [name, [values].flat()]);
}

/** The schema of a line as JSON Schema 2020-12. */
export function exchangeLinesSchema(): string {
  const schema = {
    title: 'One line of a recording in the exchange format',
    ...z.toJSONSchema(exchangeLineFields, { io: 'input' }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
