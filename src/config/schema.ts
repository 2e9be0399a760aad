/** The fields of `providers.config.ts`; docs/configuration.md explains each. */
import * as z from 'zod';
import { dialects } from '../dialects/catalogue.ts';
import { KEY_HEADERS } from '../drive/key-headers.ts';
import { FEATURES } from '../judge/check.ts';
import { isSecretParameter } from '../redact/mask.ts';

export type ProvidersInput = z.input<typeof providersSchema>;
export type Providers = z.output<typeof providersSchema>;
export type Provider = Providers['providers'][number];

/** US dollars per million tokens, with the source and its date. */
export type ConfiguredPrice = z.output<typeof priceSchema>;

const text = z.string().regex(/\S/, 'must not be empty');
const link = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const isoDate = z.iso.date('must be a date such as 2025-11-20');
const dollars = z.number().min(0, 'must not be negative');
const share = z.number().min(0, 'must not be less than 0').max(1, 'must not be more than 1');

/** A base URL. Slashes at its end are removed. */
export const baseUrlSchema = link
  .refine((url) => !hasCredentials(url), 'must not hold a credential; name its variable in keyEnv')
  .overwrite((url) => url.replace(/\/+$/, ''));

/** The id of a supported dialect. */
export const dialectSchema = z.string().superRefine((id, context) => {
  const values = dialects().map((dialect) => dialect.id);
  if (!values.includes(id)) context.addIssue({ code: 'invalid_value', values, input: id });
});

const priceSchema = z.strictObject({
  promptPerMillion: dollars,
  completionPerMillion: dollars,
  /** The prices of input that is read from a cache, and of input that is written to one. */
  cacheReadPerMillion: dollars.optional(),
  cacheWritePerMillion: dollars.optional(),
  source: link,
  date: isoDate,
});

/** The name of a model at an endpoint. */
export const modelNameSchema = z
  .string()
  .regex(/^\S(?:.*\S)?$/, 'must be one line of text without white space around it');

const modelSchema = z.strictObject({
  id: modelNameSchema,
  /** The identity of the model, independent of provider and dialect. Targets with the same weights are compared. */
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
  /**
   * What the client omits from the history, with the reason. By default everything that came with a call is sent back.
   */
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

/** The endpoint of another dialect of a provider. Missing fields default to those of the provider. */
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

/** Messages never repeat the value, because a key that was pasted by mistake must not reach a log. */
function variableName(holds: string) {
  return z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      `must be the name of an environment variable, not the ${holds} itself`,
    );
}

const SHOWS_A_KEY: ReadonlySet<string> = new Set(['authorization', ...KEY_HEADERS]);

/** Returns true for a header in which the suite itself sends the key. */
export function showsAKey(header: string): boolean {
  return SHOWS_A_KEY.has(header.toLowerCase());
}

/**
 * Returns why the header cannot be sent; null when it can. The message never repeats the value, which may be secret.
 */
export function headerProblem(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'is not a header name';
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? null : 'has characters that a header cannot carry';
}

/** Returns true when the URL has credentials in its user information, or in a parameter with such a name. */
export function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password, searchParams } = new URL(url);
  return username !== '' || password !== '' || [...searchParams.keys()].some(isSecretParameter);
}
