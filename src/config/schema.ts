/** The fields of `providers.config.ts`; docs/configuration.md explains each. */
import * as z from 'zod';
import { dialects } from '../dialects/catalogue.ts';
import { KEY_HEADERS } from '../drive/key-headers.ts';
import { FEATURES } from '../judge/check.ts';
import { isSecretParameter } from '../redact/mask.ts';

export type ProvidersInput = z.input<typeof providersSchema>;
export type Providers = z.output<typeof providersSchema>;
export type Provider = Providers['providers'][number];

/** US dollars per million tokens, and where and when they were read. */
export type ConfiguredPrice = z.output<typeof priceSchema>;

const text = z.string().regex(/\S/, 'must not be empty');
const link = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const isoDate = z.iso.date('must be a date such as 2025-11-20');
const dollars = z.number().min(0, 'must not be negative');
const share = z.number().min(0, 'must not be less than 0').max(1, 'must not be more than 1');

/** Without the slash at its end. */
export const baseUrlSchema = link
  .refine((url) => !hasCredentials(url), 'must not hold a credential; name its variable in keyEnv')
  .overwrite((url) => url.replace(/\/+$/, ''));

/** A dialect that the suite speaks. */
export const dialectSchema = z.string().superRefine((id, context) => {
  const values = dialects().map((dialect) => dialect.id);
  if (!values.includes(id)) context.addIssue({ code: 'invalid_value', values, input: id });
});

const priceSchema = z.strictObject({
  promptPerMillion: dollars,
  completionPerMillion: dollars,
  /** Of input that is read from a cache, and of input that is written to one. */
  cacheReadPerMillion: dollars.optional(),
  cacheWritePerMillion: dollars.optional(),
  source: link,
  date: isoDate,
});

/** As an endpoint calls a model. */
export const modelNameSchema = z
  .string()
  .regex(/^\S(?:.*\S)?$/, 'must be one line of text without white space around it');

const modelSchema = z.strictObject({
  id: modelNameSchema,
  /** What the model is, whoever serves it and in whichever dialect; targets of the same weights are set side by side. */
  weights: text.optional(),
  upstream: z
    .string()
    .regex(/^[a-z0-9]+(?:[-._/][a-z0-9]+)*$/, 'must be an upstream such as "deepinfra" or "deepinfra/fp8"')
    .optional(),
  dialect: dialectSchema.optional(),
  unsupported: z
    .array(z.strictObject({ feature: z.enum(FEATURES), reason: text, link: link.optional() }))
    .default([]),
  price: priceSchema.optional(),
  /** What the client leaves out of the history, and why: elsewhere all goes back that came with a call. */
  echo: z.strictObject({ thoughts: z.literal(false), reason: text, link: link.optional() }).optional(),
  thresholds: z.record(z.string(), share).default({}),
  body: z.record(z.string(), z.json()).default({}),
  tokenLimitField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
});

const headersSchema = z.record(z.string(), z.string()).superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    const message = showsAKey(name)
      ? 'is sent by the suite itself; name the variable that holds the key in keyEnv'
      : headerProblem(name, value);
    if (message !== null) context.addIssue({ code: 'custom', path: [name], message });
  }
});

const extensionsSchema = z.array(z.enum(['openrouter']));
const keyHeaderSchema = z.enum(KEY_HEADERS);

/** Another dialect that a provider speaks; what it does not say is as on the provider. */
const endpointSchema = z.strictObject({
  dialect: dialectSchema,
  baseUrl: baseUrlSchema.optional(),
  baseUrlEnv: variableName('URL').optional(),
  extensions: extensionsSchema.optional(),
  keyHeader: keyHeaderSchema.optional(),
  headers: headersSchema.optional(),
  docs: link.optional(),
});

const providerSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, such as "openrouter"'),
  name: text,
  baseUrl: baseUrlSchema,
  baseUrlEnv: variableName('URL').optional(),
  builtIn: z.enum(['reference']).optional(),
  dialect: dialectSchema,
  extensions: extensionsSchema.default([]),
  endpoints: z.array(endpointSchema).default([]),
  keyEnv: variableName('key').optional(),
  keyHeader: keyHeaderSchema.optional(),
  docs: link.optional(),
  tracker: link.optional(),
  headers: headersSchema.default({}),
  limits: z
    .strictObject({
      inFlight: z.int().min(1, 'must be at least 1'),
      requestsPerMinute: z.number().positive('must be more than 0'),
    })
    .optional(),
  models: z.array(modelSchema).min(1, 'must name at least one model'),
});

export const providersSchema = z.strictObject({
  providers: z.array(providerSchema).min(1, 'must name at least one provider'),
});

/** The value is never repeated in a message: a key pasted here by mistake must not reach a log. */
function variableName(holds: string) {
  return z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      `must be the name of an environment variable, not the ${holds} itself`,
    );
}

const SHOWS_A_KEY: ReadonlySet<string> = new Set(['authorization', ...KEY_HEADERS]);

/** Whether the suite itself sends the header, with the key. */
export function showsAKey(header: string): boolean {
  return SHOWS_A_KEY.has(header.toLowerCase());
}

/** Why the header cannot be sent; null when it can. The value is never repeated: it may be secret. */
export function headerProblem(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'is not a header name';
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? null : 'has characters that a header cannot carry';
}

/** In its user information, or in a parameter that is named as one. */
export function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password, searchParams } = new URL(url);
  return username !== '' || password !== '' || [...searchParams.keys()].some(isSecretParameter);
}
