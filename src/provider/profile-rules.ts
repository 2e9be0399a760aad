/** The document of `serve --profile`: what the reference provider refuses and ignores. */
import * as z from 'zod';
import type { AskedRequest, AskedTool } from '../answers/asked-request.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { messageOf, SuiteError } from '../system/failure.ts';
import { readGiven } from '../system/read-given.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import { showPath } from '../text/path.ts';
import { brokenContract, refusedId, type SentHistory } from './contract-rules.ts';

const limit = z.int().min(0).optional();

/** The effect on a request: always, or for this share of the requests, drawn for each request. */
function effectOf<const E extends string>(...effects: readonly [E, ...E[]]) {
  const effect = z.enum(effects);
  return z.union([effect, z.strictObject({ effect, rate: z.number().min(0).max(1) })]);
}

/** The effects by schema keyword. A keyword that is not listed is honoured as far as the model understands it. */
const keywordsSchema = z.record(z.string().min(1), effectOf('refused', 'ignored')).default({});

export const profileRulesSchema = z.strictObject({
  /** The maximum accepted numbers. What the reference of a dialect forbids is always refused. */
  limits: z
    .strictObject({
      'answer-tokens': limit,
      'argument-length': limit,
      'enum-values': limit,
      'parallel-calls': limit,
      'result-length': limit,
      'schema-depth': limit,
      'schema-properties': limit,
      'schema-size': limit,
      'tool-description-length': limit,
      'tool-name-length': limit,
      tools: limit,
      turns: limit,
    })
    .default({}),
  /** Forbidden changes to the history of a call, by the names of the facts of `profile`. */
  contract: z.record(z.string(), effectOf('refused', 'degraded')).default({}),
  /** Pattern of the accepted tool names. */
  'tool-names': z.string().refine(isPattern, 'must be a regular expression').optional(),
  /** Pattern of the call ids that are refused in a history. */
  'refused-ids': z.string().refine(isPattern, 'must be a regular expression').optional(),
  /** Pattern of the call ids that make the model lose the content of the results. */
  'degraded-ids': z.string().refine(isPattern, 'must be a regular expression').optional(),
  schemas: keywordsSchema,
  /** The same for strict tools. */
  'strict-schemas': keywordsSchema,
});

export type ProfileRules = z.output<typeof profileRulesSchema>;

/** @throws {SuiteError} when the file cannot be read or is invalid, with one line for each problem */
export function readProfileRules(file: string): ProfileRules {
  let json: unknown;
  try {
    json = JSON.parse(readGiven(file).toString());
  } catch (cause) {
    throw new SuiteError(
      `--profile ${file}: ${messageOf(cause)}; name a JSON file as docs/serve.md describes it`,
      { cause },
    );
  }
  const parsed = profileRulesSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new SuiteError(
    parsed.error.issues
      .map(
        ({ path, message }) =>
          `--profile ${file}: ${showPath(path) || 'the document'}: ${message}; docs/serve.md describes it`,
      )
      .join('\n'),
  );
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The rules for one request, with all shares drawn. */
interface Drawn extends Omit<ProfileRules, 'contract' | 'schemas' | 'strict-schemas'> {
  readonly contract: Readonly<Record<string, 'refused' | 'degraded'>>;
  readonly schemas: Keywords;
  readonly 'strict-schemas': Keywords;
}
type Keywords = Readonly<Record<string, 'refused' | 'ignored'>>;

/**
 * Applies the rules to a request. Returns the request that the model sees, or a refusal.
 *
 * @param history the history in the dialect's wire format, with its possible edits
 * @param draw returns the next pseudorandom number in [0, 1)
 */
export function heldTo(
  rules: ProfileRules,
  request: AskedRequest,
  history: SentHistory,
  draw: () => number,
): AskedRequest | Refusal {
  const drawn: Drawn = {
    ...rules,
    contract: drawnOf(rules.contract, draw),
    schemas: drawnOf(rules.schemas, draw),
    'strict-schemas': drawnOf(rules['strict-schemas'], draw),
  };
  const broken = brokenContract(drawn, request, history);
  const refusal =
    overLimit(rules.limits, request) ??
    refusedKeyword(drawn, request) ??
    refusedName(rules, request) ??
    refusedId(rules, request) ??
    broken.refusal;
  if (refusal !== null) return refusal;
  const mostCalls = rules.limits['parallel-calls'];
  return {
    ...request,
    tools: request.tools.map((tool) => withoutKeywords(tool, drawn)),
    // A degraded model does not see the results.
    messages: broken.degraded
      ? request.messages.map((message) => (message.answers === null ? message : { ...message, text: '' }))
      : request.messages,
    ...(mostCalls === undefined ? {} : { mostCalls }),
  };
}

function drawnOf<E extends string>(
  rules: Readonly<Record<string, E | { readonly effect: E; readonly rate: number }>>,
  draw: () => number,
): Record<string, E> {
  return Object.fromEntries(
    Object.entries(rules).flatMap(([name, rule]): [string, E][] => {
      if (typeof rule === 'string') return [[name, rule]];
      return draw() < rule.rate ? [[name, rule.effect]] : [];
    }),
  );
}

type Limits = ProfileRules['limits'];

/** Measures each limited quantity of a request. */
const MEASURES: readonly (readonly [name: keyof Limits, of: (request: AskedRequest) => number])[] = [
  ['tools', ({ tools }) => tools.length],
  ['tool-name-length', ({ tools }) => greatest(tools.map(({ name }) => name.length))],
  [
    'tool-description-length',
    ({ tools }) => greatest(tools.map(({ description = '' }) => description.length)),
  ],
  ['schema-properties', ({ tools }) => greatest(tools.map(({ parameters }) => propertiesIn(parameters)))],
  ['schema-depth', ({ tools }) => greatest(tools.map(({ parameters }) => depthOf(parameters)))],
  ['schema-size', ({ tools }) => greatest(tools.map(({ parameters }) => jsonText(parameters).length))],
  ['enum-values', ({ tools }) => greatest(tools.map(({ parameters }) => longestEnum(parameters)))],
  [
    'argument-length',
    ({ messages }) =>
      greatest(messages.flatMap(({ calls }) => calls.map((call) => jsonText(call.arguments).length))),
  ],
  [
    'result-length',
    ({ messages }) =>
      greatest(messages.flatMap(({ answers, text }) => (answers === null ? [] : [text.length]))),
  ],
  ['answer-tokens', ({ maxTokens }) => maxTokens ?? 0],
  ['turns', ({ messages }) => messages.filter(({ calls }) => calls.length > 0).length],
];

function overLimit(limits: Limits, request: AskedRequest): Refusal | null {
  for (const [name, measure] of MEASURES) {
    const most = limits[name];
    if (most === undefined) continue;
    const found = measure(request);
    if (found > most) return invalidRequest(`${name}: at most ${most} are allowed, and there are ${found}.`);
  }
  return null;
}

function refusedName(rules: ProfileRules, { tools }: AskedRequest): Refusal | null {
  const pattern = rules['tool-names'];
  if (pattern === undefined) return null;
  const accepted = new RegExp(pattern, 'u');
  const name = tools.map((tool) => tool.name).find((each) => !accepted.test(each));
  return name === undefined
    ? null
    : invalidRequest(`The name ${jsonText(name)} of a tool does not match ${pattern}.`);
}

function refusedKeyword(rules: Drawn, { tools }: AskedRequest): Refusal | null {
  for (const { parameters, ...tool } of tools) {
    const name = keywordsIn(parameters).find((keyword) => rulesFor(rules, tool)[keyword] === 'refused');
    if (name !== undefined) return invalidRequest(`The schema keyword ${name} is not supported.`);
  }
  return null;
}

function rulesFor(rules: Drawn, { strict }: Pick<AskedTool, 'strict'>) {
  return strict ? rules['strict-schemas'] : rules.schemas;
}

function withoutKeywords(tool: AskedTool, rules: Drawn): AskedTool {
  const own = rulesFor(rules, tool);
  const parameters = mapped(tool.parameters, (schema) =>
    Object.fromEntries(Object.entries(schema).filter(([keyword]) => own[keyword] !== 'ignored')),
  );
  return { ...tool, parameters };
}

/** The keywords whose value maps names chosen by the author to schemas. */
const BY_NAME: readonly string[] = ['properties', '$defs', 'patternProperties', 'dependentSchemas'];

/** Applies a change to the schema and to every schema inside it, from the outermost inwards. */
function mapped(schema: Json, change: (schema: JsonObject) => JsonObject): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => mapped(each, change));
  if (!isObject(schema)) return schema;
  const members = Object.entries(change(schema)).map(([keyword, value]) => {
    if (!BY_NAME.includes(keyword) || !isObject(value)) return [keyword, mapped(value, change)];
    const named = Object.entries(value).map(([name, each]) => [name, mapped(each, change)]);
    return [keyword, Object.fromEntries(named)];
  });
  return Object.fromEntries(members);
}

function keywordsIn(schema: Json): string[] {
  const found = new Set<string>();
  mapped(schema, (each) => {
    for (const keyword of Object.keys(each)) found.add(keyword);
    return each;
  });
  return [...found];
}

function longestEnum(schema: Json): number {
  let most = 0;
  mapped(schema, (each) => {
    if (Array.isArray(each['enum'])) most = Math.max(most, each['enum'].length);
    return each;
  });
  return most;
}

function propertiesIn(schema: Json): number {
  let count = 0;
  mapped(schema, (each) => {
    if (isObject(each['properties'])) count += Object.keys(each['properties']).length;
    return each;
  });
  return count;
}

/** Returns the depth of nested objects that have properties. */
function depthOf(schema: Json): number {
  if (!isObject(schema) || !isObject(schema['properties'])) return 0;
  return 1 + greatest(Object.values(schema['properties']).map(depthOf));
}

function greatest(numbers: readonly number[]): number {
  return Math.max(0, ...numbers);
}
