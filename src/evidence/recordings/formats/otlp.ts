/**
 * OpenTelemetry spans of model calls, as OTLP JSON: one document, or one on each line, as the Collector's file exporter
 * writes it. Four families of names are read: the conventions from 1.37 on
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans), their events from 1.28 to 1.36, OpenLLMetry, and
 * OpenInference.
 */
import { isObject, type Json, numberOf } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { CassetteError } from '../../cassette/cassette.ts';
import { parsedBody } from '../fields.ts';
import { linesIn } from '../file-lines.ts';
import type { RecordingFormat } from '../format.ts';
import { answerAround } from '../parsed-body.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { RecordingSource } from '../source.ts';
import { type Attributes, isWithoutIds, type TraceEvent, tracedCall } from '../trace-messages.ts';

export const otlp: RecordingFormat = {
  name: 'OpenTelemetry (OTLP in JSON)',
  keeps: 'messages',
  words: ['resourceSpans', 'scopeSpans', 'spans', 'attributes'],
  order: 45,
  looksLike: ({ text }) => /^\s*\{\s*"resource(?:Spans|Logs)"\s*:\s*\[/u.test(text),
  read(source) {
    const spans = new Map<string, Traced>();
    for (const { value, line } of documentsIn(source)) {
      for (const span of itemsIn(value, 'resourceSpans', 'scopeSpans', 'spans')) addSpan(spans, span, line);
      for (const log of itemsIn(value, 'resourceLogs', 'scopeLogs', 'logRecords')) addLog(spans, log, line);
    }
    const calls = [...spans.values()].filter(isCallOfModel);
    if (calls.length === 0) return null;
    const recorded = calls.flatMap(exchangeOf);
    if (recorded.length > 0) return recorded;
    const problem =
      'has calls of models without their messages; let the instrumentation capture their content';
    throw new CassetteError(source.file, { line: calls[0]?.line ?? 1 }, problem);
  },
};

/** What is known about one span, from itself and from its logs. */
interface Traced {
  readonly attributes: Map<string, Json>;
  readonly events: TraceEvent[];
  readonly line: number;
  ms: number | null;
}

/** The file as one document, or as one on each line. */
function documentsIn(source: RecordingSource): { readonly value: Json; readonly line: number }[] {
  const [first, ...others] = linesIn(source.bytes);
  const text = (part: { readonly start: number; readonly end: number }) =>
    new TextDecoder().decode(source.bytes.subarray(part.start, part.end));
  if (first === undefined || !isObject(parseJson(text(first))))
    return [{ value: source.json().root, line: 1 }];
  return [first, ...others].map((part) => {
    const value = parseJson(text(part));
    if (value !== undefined) return { value, line: part.line };
    throw new CassetteError(
      source.file,
      { line: part.line },
      'is not whole JSON; restore it, or record it again',
    );
  });
}

function itemsIn(value: Json, ...path: readonly [string, string, string]): Json[] {
  return path.reduce<Json[]>(
    (values, key) => values.flatMap((each) => (isObject(each) ? listOf(each[key]) : [])),
    [value],
  );
}

function addSpan(spans: Map<string, Traced>, span: Json, line: number): void {
  if (!isObject(span)) return;
  const traced = tracedIn(spans, span, line);
  for (const [name, value] of attributesOf(span['attributes'])) traced.attributes.set(name, value);
  const [start, end] = [Number(span['startTimeUnixNano']), Number(span['endTimeUnixNano'])];
  if (start > 0 && end >= start) traced.ms = Math.round((end - start) / 1e6);
  for (const event of listOf(span['events'])) if (isObject(event)) addEvent(traced, event['name'], event);
}

function addLog(spans: Map<string, Traced>, log: Json, line: number): void {
  if (!isObject(log)) return;
  const name = log['eventName'] ?? attributesOf(log['attributes']).get('event.name');
  if (typeof name === 'string' && name.startsWith('gen_ai.')) addEvent(tracedIn(spans, log, line), name, log);
}

function addEvent(traced: Traced, name: Json, { attributes, body }: { readonly [key: string]: Json }): void {
  if (typeof name !== 'string' || !name.startsWith('gen_ai.')) return;
  const given = attributesOf(attributes);
  traced.events.push({ name, body: body === undefined ? Object.fromEntries(given) : decoded(body) });
  for (const [key, value] of given) if (!traced.attributes.has(key)) traced.attributes.set(key, value);
}

function tracedIn(
  spans: Map<string, Traced>,
  { traceId, spanId }: { readonly [key: string]: Json },
  line: number,
) {
  const id = typeof spanId === 'string' && spanId !== '' ? `${traceId} ${spanId}` : `alone ${spans.size}`;
  const traced = spans.get(id) ?? { attributes: new Map<string, Json>(), events: [], line, ms: null };
  spans.set(id, traced);
  return traced;
}

const OPERATIONS: readonly Json[] = ['chat', 'generate_content', 'text_completion', undefined];

/** Returns true for a span of one model call; a span of an agent or a workflow repeats the messages of its calls. */
function isCallOfModel({ attributes, events }: Traced): boolean {
  const kind = attributes.get('openinference.span.kind') ?? 'LLM';
  const request = attributes.get('llm.request.type') ?? 'chat';
  if (request !== 'chat' && request !== 'completion') return false;
  if (kind !== 'LLM' || attributes.has('traceloop.span.kind')) return false;
  if (!OPERATIONS.includes(attributes.get('gen_ai.operation.name'))) return false;
  return events.length > 0 || [...attributes.keys()].some((key) => /^(?:gen_ai|llm)\./u.test(key));
}

/** The exchange of a span; none if the span has no answer. */
function exchangeOf({ attributes, events, line, ms }: Traced): RecordedExchange[] {
  const { messages, tools, answer, lacksIds } = tracedCall(attributes, events);
  if (answer === null) return [];
  const model = attributes.get('gen_ai.request.model') ?? attributes.get('llm.model_name');
  const asked = { model, messages, ...(tools === null ? {} : { tools }) };
  const { bytes, fidelity } = answerAround(answer, model);
  const isKnown = tools !== null && !lacksIds;
  const exchange = {
    request: { method: 'POST', url: addressIn(attributes), headers: [], body: parsedBody(asked).bytes },
    ...(isWithoutIds(answer)
      ? { response: null, failure: 'the trace names no id of a call' }
      : { response: { status: 200, headers: [], body: bytes, provenComplete: false } }),
    ...(ms === null ? {} : { ms }),
  };
  return [{ exchange, line, fidelity, ...(isKnown ? {} : { requestUnknown: true }) }];
}

/** The address of the request. Messages are translated to Chat Completions, whatever the real dialect was. */
function addressIn(attributes: Attributes): string {
  const [host, port] = [attributes.get('server.address'), Number(attributes.get('server.port'))];
  if (typeof host !== 'string' || host === '') return '/chat/completions';
  const origin = host.includes('://') ? host : `https://${host}`;
  return `${origin}${port > 0 && port !== 443 ? `:${port}` : ''}/chat/completions`;
}

function attributesOf(list: Json): Map<string, Json> {
  return new Map(
    listOf(list).flatMap((each): [string, Json][] =>
      isObject(each) && typeof each['key'] === 'string' ? [[each['key'], decoded(each['value'])]] : [],
    ),
  );
}

/** Decodes an `AnyValue` of OTLP (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
function decoded(value: Json): Json {
  if (!isObject(value)) return undefined;
  const { arrayValue, kvlistValue } = value;
  if (isObject(arrayValue)) return listOf(arrayValue['values']).map(decoded);
  if (isObject(kvlistValue)) return Object.fromEntries(attributesOf(kvlistValue['values']));
  // 64-bit integers are written as strings.
  const { intValue } = value;
  if (intValue !== undefined) return numberOf(intValue);
  return value['stringValue'] ?? value['doubleValue'] ?? value['boolValue'];
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
