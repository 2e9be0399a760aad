/** Parses cassettes. */

import * as z from 'zod';
import { strictUtf8Text, utf8Text } from '../../text/bytes.ts';
import { isObject } from '../../text/json.ts';
import type { Exchange, HeaderFields, HttpRequest, HttpResponse } from '../exchange.ts';
import { firstIllFormed } from '../sse/ill-formed.ts';
import { type Cassette, CassetteError, type ConversationLabel, type Interaction } from './cassette.ts';
import { parseGoDuration } from './go-duration.ts';
import { fieldPath, YamlFile, type YamlPath } from './yaml-file.ts';

/**
 * Reads the text of a cassette. Pure.
 *
 * @param file The name of the file in errors.
 * @throws {CassetteError} when it is not a complete cassette of go-vcr version 2.
 */
export function parseCassette(source: string | Uint8Array, file: string): Cassette {
  const text = typeof source === 'string' ? source : decodeFile(source, file);
  return cassetteOf(new YamlFile(text, file), file);
}

/** The cassette in a file that is already parsed. @throws {CassetteError} as {@link parseCassette} does. */
export function cassetteOf(yaml: YamlFile, file: string): Cassette {
  const { version, interactions, x_conversation: label, ...extra } = yaml.root();
  requireVersion2(yaml, version);
  const conversation = label === undefined ? {} : { conversation: readLabel(yaml, label) };
  const list = yaml.check(['interactions'], interactionListSchema, interactions);
  return {
    file,
    version: 2,
    ...conversation,
    interactions: list.map((interaction, index) => readInteraction(yaml, interaction, index, list.length)),
    extra,
  };
}

const isGone = (input: unknown) => input === undefined || input === null;
const MISSING = 'is missing';
const wrong = (problem: string) => ({
  error: ({ input }: { input?: unknown }) => (isGone(input) ? MISSING : problem),
});

const textSchema = z.string(wrong('is not a string'));
const bodySchema = z.union([z.string(), z.instanceof(Uint8Array)], wrong('is not a string or !!binary'));
const headersSchema = z
  .record(
    z.string(),
    z.array(z.string('is not a string; quote it'), wrong('is not a list of values')),
    'is not a mapping',
  )
  .nullish();
const DURATION = 'is not a Go duration such as 1.43s, nor a whole number of nanoseconds';
const durationSchema = z
  .union([z.string(), z.number()], DURATION)
  .refine((value) => parseGoDuration(value) !== null, DURATION)
  .optional();
const CHUNK = 'is not a pair [bytes, milliseconds]';
const STATUS = 'is not an HTTP status';

const COUNT = 'is not a number of bytes';
const countSchema = z.int(COUNT).min(0, COUNT);
const brokenSchema = z.strictObject(
  { received: countSchema, declared: countSchema.nullable() },
  'is not a mapping',
);

const requestSchema = z.preprocess(
  withEmptyBody,
  z.looseObject(
    { method: textSchema, url: textSchema, headers: headersSchema, body: bodySchema },
    wrong('is not a mapping'),
  ),
);
const responseSchema = z.looseObject(
  {
    body: bodySchema,
    headers: headersSchema,
    code: z.int(wrong(STATUS)).min(100, STATUS).max(999, STATUS),
    duration: durationSchema,
    x_broken: brokenSchema.optional(),
    x_cut_off: z.literal(true, 'is not true').optional(),
    x_chunks: z
      .array(z.tuple([z.int(CHUNK).min(0, CHUNK), z.number(CHUNK).min(0, CHUNK)], CHUNK), 'is not a list')
      .optional(),
  },
  wrong('is not a mapping'),
);
const interactionSchema = z.looseObject(
  {
    request: requestSchema,
    response: responseSchema.nullish(),
    x_failure: z.string('is not a string').optional(),
    x_duration: durationSchema,
  },
  wrong('is not a mapping'),
);
const interactionListSchema = z
  .array(z.unknown(), { error: ({ input }) => (isGone(input) ? NOTHING_RECORDED : 'is not a list') })
  .min(1, { error: () => NOTHING_RECORDED });
const NOTHING_RECORDED = 'holds no interaction; record the conversation again';

const labelSchema = z
  .strictObject(
    {
      target: textSchema,
      scenario: textSchema,
      delivery: z.enum(['streaming', 'buffered'], wrong('is neither streaming nor buffered')),
      sample: z.int(wrong('is not a whole number from 1')).min(1, 'is not a whole number from 1'),
      recorded_at: z.iso
        .datetime({ offset: true, error: 'is not a time such as 2026-03-19T12:00:00Z' })
        .nullable(),
    },
    // For an unknown key, the default message names the key.
    { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'is not a mapping') },
  )
  .transform(({ recorded_at, ...label }): ConversationLabel => ({ ...label, recordedAt: recorded_at }));

/** go-vcr 4 omits an empty body. */
function withEmptyBody(request: unknown): unknown {
  return isObject(request) && request['content_length'] === 0 ? { body: '', ...request } : request;
}

function readLabel(yaml: YamlFile, label: unknown): ConversationLabel {
  return yaml.check(['x_conversation'], labelSchema, label);
}

function requireVersion2(yaml: YamlFile, version: unknown): void {
  if (version === 2) return;
  const problem = isGone(version)
    ? 'is missing: this is no go-vcr recording; `toolcall-conformance audit` reads those of other tools'
    : version === 1
      ? '1 is not replayed; `toolcall-conformance audit` reads it'
      : `${JSON.stringify(version)} is unknown; this suite reads version 2`;
  throw yaml.error(['version'], problem);
}

function readInteraction(yaml: YamlFile, value: unknown, index: number, count: number): Interaction {
  const place = ['interactions', index];
  const read = interactionSchema.safeParse(value);
  const cut = index === count - 1;
  if (!read.success) {
    const issue = read.error.issues[0];
    if (cut && issue?.message === MISSING) {
      throw yaml.cutOff(
        place,
        issue.path.length === 0 ? 'nothing of it is left' : `${fieldPath(issue.path)} is missing`,
      );
    }
    throw yaml.issue(place, issue);
  }
  const { request, response: received, x_failure: failure, x_duration: duration, ...extra } = read.data;
  const response = received ?? undefined;
  if (response === undefined && failure === undefined) {
    if (cut) throw yaml.cutOff(place, 'response is missing');
    throw yaml.error(place, 'has no response; if none arrived, say why in x_failure');
  }
  const requestPlace = [...place, 'request'];
  const responsePlace = [...place, 'response'];
  const { method, url, headers, body, ...requestExtra } = request;
  const sent: HttpRequest = {
    method,
    url,
    headers: fields(headers),
    body: yaml.bytes([...requestPlace, 'body'], body),
  };
  const lines = { line: yaml.line(place), requestBodyLine: yaml.line([...requestPlace, 'body']) };
  const whole = milliseconds(response?.duration ?? duration);
  const exchange: Exchange = {
    request: sent,
    response:
      response === undefined ? null : readResponse(yaml, responsePlace, response, failure !== undefined),
    ...(failure === undefined ? {} : { failure }),
    ...(whole === undefined ? {} : { ms: whole }),
  };
  const {
    body: _body,
    headers: _headers,
    code: _code,
    x_broken: _broken,
    x_cut_off: _cutOff,
    x_chunks: _chunks,
    ...responseExtra
  } = response ?? {};
  return {
    exchange,
    ...lines,
    extra: { interaction: extra, request: requestExtra, response: responseExtra },
  };
}

function readResponse(
  yaml: YamlFile,
  place: YamlPath,
  response: z.infer<typeof responseSchema>,
  failed: boolean,
): HttpResponse {
  const headers = fields(response.headers);
  const body = yaml.bytes([...place, 'body'], response.body);
  const chunks = response.x_chunks?.map(([bytes, at]) => ({ bytes, at }));
  const arrived = chunks?.reduce((sum, { bytes }) => sum + bytes, 0) ?? body.length;
  if (arrived !== body.length) {
    const problem = `add up to ${arrived} bytes but the body has ${body.length}; remove them after editing a body`;
    throw yaml.error([...place, 'x_chunks'], problem);
  }
  const encoded =
    response['transfer_encoding'] !== undefined ||
    headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  const provenEmpty = body.length === 0 && response['content_length'] === 0 && !encoded;
  return {
    status: response.code,
    headers,
    body,
    provenComplete: provenEmpty || (chunks !== undefined && !failed),
    ...(response.x_broken === undefined ? {} : { broken: response.x_broken }),
    ...(response.x_cut_off === undefined ? {} : { cutOff: true }),
    ...(chunks === undefined ? {} : { chunks }),
  };
}

function fields(headers: Record<string, string[]> | null | undefined): HeaderFields {
  return Object.entries(headers ?? {});
}

function milliseconds(duration: string | number | undefined): number | undefined {
  return duration === undefined ? undefined : (parseGoDuration(duration) ?? undefined);
}

/** The text of a file. @throws {CassetteError} that names the line with the first invalid UTF-8. */
export function decodeFile(bytes: Uint8Array, file: string, firstLine = 1): string {
  const whole = strictUtf8Text(bytes);
  if (whole !== null) return whole;
  const before = utf8Text(bytes.subarray(0, firstIllFormed(bytes, utf8Text(bytes)) ?? 0));
  throw new CassetteError(
    file,
    { line: firstLine - 1 + before.split('\n').length },
    'is not UTF-8; restore it, or keep such bytes in base64 (in YAML as !!binary)',
  );
}
