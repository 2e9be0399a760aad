/**
 * What a reader asks of the matrix, as one line: `provider:openrouter level:must not (outcome:pass or check:ids/)`.
 * It is read while it is typed, so nothing is an error: what is not finished asks for nothing.
 */

/** What a part of a query can be about. */
export const FIELDS = [
  'target',
  'provider',
  'model',
  'dialect',
  'check',
  'feature',
  'family',
  'level',
  'impact',
  'outcome',
  'delivery',
  'since',
  'is',
] as const;

export type Field = (typeof FIELDS)[number];

export type Query =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Term;

export interface Term {
  readonly kind: 'term';
  /** `seq` for outcomes one after the other; null for a word that stands alone. */
  readonly field: Field | 'seq' | null;
  /** In lower case. */
  readonly value: string;
  /** As it was written. */
  readonly text: string;
}

/** The query in a text. Parts side by side are joined by `and`, which binds more than `or`. */
export function parseQuery(text: string): Query {
  return new Parser(text).query();
}

/** Every part that asks for something of its own. */
export function termsOf(query: Query): Term[] {
  if (query.kind === 'term') return [query];
  return query.kind === 'not' ? termsOf(query.part) : query.parts.flatMap(termsOf);
}

/** A bracket; `seq(...)`; or a word, whose value may be quoted. */
const TOKEN = /\s*(?:([()])|seq\(([^)]*)\)?|([^\s()":]+:)?(?:"([^"]*)"?|([^\s()"]+))|([^\s()":]+:))/uy;

type Token = '(' | ')' | 'and' | 'or' | 'not' | Term;

class Parser {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    for (let found = TOKEN.exec(text); found !== null && found[0] !== ''; found = TOKEN.exec(text)) {
      this.#tokens.push(...tokenOf(found));
    }
  }

  query(): Query {
    const parts: Query[] = [];
    while (this.#at < this.#tokens.length) {
      parts.push(this.#anyOf());
      // A bracket that nothing opened.
      this.#at += 1;
    }
    return joined('and', parts);
  }

  #anyOf(): Query {
    const parts = [this.#allOf()];
    while (this.#takes('or')) parts.push(this.#allOf());
    return joined('or', parts.filter(asksSomething));
  }

  #allOf(): Query {
    const parts: Query[] = [];
    for (;;) {
      while (this.#takes('and'));
      const part = this.#one();
      if (part === null) return joined('and', parts);
      parts.push(part);
    }
  }

  #one(): Query | null {
    if (this.#takes('not')) {
      const part = this.#one();
      return part === null ? null : { kind: 'not', part };
    }
    if (this.#takes('(')) {
      const inside = this.#anyOf();
      this.#takes(')');
      return inside;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || typeof token === 'string') return null;
    this.#at += 1;
    return token;
  }

  #takes(token: Token): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

function tokenOf([whole, bracket, sequence, named, quoted, bare, open]: RegExpExecArray): Token[] {
  const text = whole.trim();
  if (bracket === '(' || bracket === ')') return [bracket];
  if (sequence !== undefined)
    return [{ kind: 'term', field: 'seq', value: sequence.trim().toLowerCase(), text }];
  // The value is still to come.
  if (open !== undefined) return isField(open.slice(0, -1)) ? [] : [word(text)];
  const field = named?.slice(0, -1).toLowerCase();
  const value = (quoted ?? bare ?? '').toLowerCase();
  if (field === undefined) {
    if (bare !== undefined && (value === 'and' || value === 'or' || value === 'not')) return [value];
    return value === '' ? [] : [{ ...word(text), value }];
  }
  // Names of models may hold a colon.
  return isField(field) ? [{ kind: 'term', field, value, text }] : [word(text)];
}

function word(text: string): Term {
  return { kind: 'term', field: null, value: text.toLowerCase(), text };
}

function isField(name: string): name is Field {
  return FIELDS.some((field) => field === name);
}

function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { kind, parts };
}

function asksSomething(query: Query): boolean {
  return termsOf(query).length > 0;
}
