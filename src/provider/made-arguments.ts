/**
 * Makes a value that a schema accepts, using values from a prompt where they fit: call arguments, structured answers.
 */
import { compileSchema } from '../checks/schema.ts';
import { listOf } from '../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';
import { type PromptWords, promptWords, saidOf } from './prompt-words.ts';

/** The maximum nesting depth of a value. A schema that requires itself would never end without it. */
const DEEPEST = 12;

/**
 * Makes the arguments for a tool. The result is an object, whatever type the schema names.
 *
 * @param subject the subject of this call when a tool is called several times
 */
export function madeArguments(parameters: Json, prompt = '', subject?: string): JsonObject {
  const schema = isObject(parameters) ? parameters : {};
  const made = madeOf({ ...schema, type: 'object' }, prompt, subject);
  return isObject(made) ? made : {};
}

/**
 * Makes the smallest value with all required properties and the optional properties that the prompt names. Follows
 * types, enums, bounds, lengths, common formats, simple patterns and references within the schema. When the value with
 * the prompt's values does not validate, the prompt is ignored.
 */
export function madeOf(schema: Json, prompt = '', subject?: string): Json {
  const root = isObject(schema) ? schema : {};
  const said = new Making(root, promptWords(prompt), subject).value(schema, null, 0);
  if (isValid(schema, said)) return said;
  return new Making(root, promptWords(''), undefined).value(schema, null, 0);
}

function isValid(schema: Json, value: Json): boolean {
  const compiled = compileSchema(schema);
  if ('problem' in compiled) return true;
  const violations = compiled.validate(value);
  return Array.isArray(violations) && violations.length === 0;
}

class Making {
  readonly #root: JsonObject;
  readonly #prompt: string;
  readonly #texts: string[];
  readonly #numbers: number[];
  /** The references that are being resolved now. */
  readonly #open = new Set<Json>(['#']);

  constructor(
    root: JsonObject,
    { text, texts, subjects, numbers }: PromptWords,
    subject: string | undefined,
  ) {
    this.#root = root;
    this.#prompt = text;
    const about = subject === undefined ? subjects : [subject];
    this.#texts = [
      ...new Set([...about, ...texts.filter((each) => subject === undefined || !subjects.includes(each))]),
    ];
    this.#numbers = [...numbers];
  }

  /**
   * @param property the name of the property that the value belongs to; the items of a list have the list's property;
   * null for the root value
   */
  value(schema: Json, property: string | null, depth: number): Json {
    if (!isObject(schema) || depth > DEEPEST) return null;
    if (Object.hasOwn(schema, 'const')) return schema['const'];
    const options = schema['enum'];
    if (Array.isArray(options) && options.length > 0) return this.#chosen(options) ?? options[0];
    const reference = schema['$ref'];
    if (typeof reference === 'string') return this.#referred(reference, property, depth);
    const branches = [schema['anyOf'], schema['oneOf']].find((list) => Array.isArray(list));
    if (schema['properties'] === undefined && Array.isArray(branches)) {
      const ends = branches.find((branch: Json) => !(isObject(branch) && this.#open.has(branch['$ref'])));
      return this.value(ends ?? branches[0], property, depth + 1);
    }
    if (Array.isArray(schema['allOf'])) return this.value(this.#joined(schema), property, depth + 1);
    switch (typeOf(schema)) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return Array.from({ length: Math.max(least(schema['minItems']), 0) }, () =>
          this.value(schema['items'], property, depth + 1),
        );
      case 'integer':
        return Math.ceil(this.#number(schema, property, 1));
      case 'number':
        return this.#number(schema, property, 0.5);
      case 'boolean':
        return saidOf(property ?? '', this.#prompt) !== 'false';
      case 'null':
        return null;
      default:
        return this.#text(schema, property);
    }
  }

  #referred(reference: string, property: string | null, depth: number): Json {
    const isFirst = !this.#open.has(reference);
    this.#open.add(reference);
    const made = this.value(resolve(reference, this.#root), property, depth + 1);
    if (isFirst) this.#open.delete(reference);
    return made;
  }

  #object(schema: JsonObject, depth: number): JsonObject {
    const required = new Set<Json>(Array.isArray(schema['required']) ? schema['required'] : []);
    const properties = isObject(schema['properties']) ? schema['properties'] : {};
    const names = Object.keys(properties).filter(
      (name) => !required.has(name) && this.#isGiven(name, properties[name]),
    );
    return Object.fromEntries(
      [...required, ...names]
        .filter((name: Json): name is string => typeof name === 'string')
        .map((name) => [
          name,
          this.value(Object.hasOwn(properties, name) ? properties[name] : {}, name, depth + 1),
        ]),
    );
  }

  /** Returns true when the prompt gives a value for an optional property. */
  #isGiven(name: string, schema: Json): boolean {
    if (!isObject(schema) || this.#prompt === '') return false;
    const options = schema['enum'];
    if (Array.isArray(options)) return this.#chosen(options) !== undefined;
    return (
      ['string', 'integer', 'number'].some((type) => type === schema['type']) &&
      saidOf(name, this.#prompt) !== null
    );
  }

  /** Returns the first option that the prompt names, or undefined. */
  #chosen(options: readonly Json[]): Json {
    const words = this.#prompt.toLowerCase();
    return options.find(
      (option) => typeof option === 'string' && option !== '' && words.includes(option.toLowerCase()),
    );
  }

  /** Merges the branches of `allOf` into one schema. */
  #joined({ allOf, ...schema }: JsonObject): JsonObject {
    const branches = (Array.isArray(allOf) ? allOf : []).map((branch) =>
      isObject(branch) && typeof branch['$ref'] === 'string' ? resolve(branch['$ref'], this.#root) : branch,
    );
    const objects = [schema, ...branches.filter(isObject)];
    return {
      ...Object.assign({}, ...objects),
      properties: Object.assign(
        {},
        ...objects.map(({ properties }) => (isObject(properties) ? properties : {})),
      ),
      required: objects.flatMap(({ required }) => listOf(required)),
    };
  }

  /** Returns a valid number from the prompt, or else {@link leastNumber}. */
  #number(schema: JsonObject, property: string | null, step: number): number {
    const named = property === null ? null : saidOf(property, this.#prompt);
    const said = named !== null && /^-?\d+(?:\.\d+)?$/u.test(named) ? Number(named) : this.#numbers.shift();
    return said !== undefined && isValid(withoutReferences(schema), said) ? said : leastNumber(schema, step);
  }

  #text(schema: JsonObject, property: string | null): string {
    const named = property === null ? null : saidOf(property, this.#prompt);
    const candidates = [...(named === null ? [] : [named]), ...this.#texts, ...SAMPLES];
    const formatted = madeText(schema);
    const isLimited = schema['format'] !== undefined || schema['pattern'] !== undefined;
    const fits = (text: string) => isValid(withoutReferences(schema), text);
    const said = (isLimited ? candidates : candidates.slice(0, -SAMPLES.length)).find(fits);
    if (said === undefined || (schema['format'] !== undefined && said !== named && fits(formatted)))
      return formatted;
    const used = this.#texts.indexOf(said);
    // The last remaining text is reused, because several properties may have the same subject.
    if (used !== -1 && this.#texts.length > 1) this.#texts.splice(used, 1);
    return said;
  }
}

/** Texts that match simple patterns: codes, names, numbers, times. */
const SAMPLES = [
  'reference',
  'Reference',
  'REFERENCE',
  'ABC',
  'EUR',
  'US',
  'A1',
  'ABC-123',
  'AB-1234',
  '1',
  '123',
  '12345',
  '2025-01-31',
  '09:30',
  '1.0.0',
  '#aabbcc',
  '+15550100',
  'a',
  'A',
  'en-US',
  '/reference',
  'a.b',
];

/** The keywords about a single text or number. They need no reference. */
const OF_ONE_VALUE = [
  'type',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
];

function withoutReferences(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => OF_ONE_VALUE.includes(name)));
}

function typeOf({ type, properties, items }: JsonObject): Json {
  if (Array.isArray(type)) return type[0];
  if (type !== undefined) return type;
  return properties !== undefined ? 'object' : items !== undefined ? 'array' : 'string';
}

/**
 * Returns the lowest allowed number, rounded up to `multipleOf`. Without a lower bound it is 1, or the highest allowed number
 * when that is less.
 *
 * @param step the distance to an exclusive bound
 */
function leastNumber(schema: JsonObject, step: number): number {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf } = schema;
  const lowest = Math.max(numberOr(minimum, -Infinity), numberOr(exclusiveMinimum, -Infinity) + step);
  const highest = Math.min(numberOr(maximum, Infinity), numberOr(exclusiveMaximum, Infinity) - step);
  const value = lowest > -Infinity ? lowest : Math.min(1, highest);
  const unit = numberOr(multipleOf, 0);
  if (unit <= 0) return value;
  const rounded = Math.ceil(value / unit) * unit;
  return rounded > highest && lowest === -Infinity ? Math.floor(highest / unit) * unit : rounded;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2025-01-31',
  'date-time': '2025-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'reference@provider.example',
  uri: 'https://provider.example/',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.1',
};

function madeText({ format, minLength, maxLength }: JsonObject): string {
  const formatted = typeof format === 'string' ? FORMATS[format] : undefined;
  if (formatted !== undefined) return formatted;
  return 'reference'.padEnd(least(minLength), 'e').slice(0, numberOr(maxLength, Infinity));
}

/** @param reference such as `#/$defs/point` */
function resolve(reference: string, root: JsonObject): Json {
  return reference
    .replace(/^#\/?/u, '')
    .split('/')
    .filter((step) => step !== '')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>(
      (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      root,
    );
}

function least(count: Json): number {
  return Math.min(numberOr(count, 0), 1000);
}

function numberOr(value: Json, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
