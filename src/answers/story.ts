/**
 * The content of a conversation, for edits that change it: the calls that were or could be made, and the texts. Faults
 * are written in the words of the proof's dialogues. In another conversation, they are reworded for its own tools,
 * arguments and texts.
 */
import type { Pairing } from '../judge/check.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';
import type { Answer, AnsweredCall, Tokens } from './answer.ts';

export interface Story {
  /** The unedited answer; null for a refusal. */
  readonly answer: Answer | null;
  /** The calls that were made, then other possible calls. Only the first two are used. */
  readonly calls: readonly AnsweredCall[];
  /** An argument and a value that its schema allows; null when the schema has no enum. */
  readonly option: { readonly name: string; readonly value: string } | null;
  /** What the answer repeats of the results, in the order of their calls. */
  readonly facts: readonly Pairing[];
}

/** Rewords text that is written for one conversation for another. */
export class Retelling {
  readonly #theirs: Story;
  readonly #own: Story;
  readonly #words: readonly Word[];
  readonly #pattern: RegExp;
  readonly #told = new Set<string>();

  /**
   * @param theirs the story that the text is written for
   * @param own the story of the other conversation
   */
  constructor(theirs: Story, own: Story) {
    this.#theirs = theirs;
    this.#own = own;
    this.#words = [
      ...callWords(theirs, own),
      ...optionWords(theirs, own),
      ...speechWords(own),
      ...formWords(theirs, own),
      ...factWords(theirs, own),
    ].toSorted((one, other) => other.pattern.length - one.pattern.length);
    this.#pattern = new RegExp(this.#words.map(({ pattern }) => `(${pattern})`).join('|') || '(?!)', 'gu');
  }

  text(text: string): string {
    const part = this.#partOf(text);
    if (part !== null) return part;
    return text.replace(this.#pattern, (found, ...groups) => {
      const word = this.#words[groups.findIndex((group) => group !== undefined)];
      return word?.own ?? found;
    });
  }

  /**
   * If the text is the start or the end of a whole text, such as arguments, returns the same part of the own text.
   * Otherwise returns null. Pieces that end after `:` or `,`, or begin with a quote, are reworded word by word.
   */
  #partOf(text: string): string | null {
    if (text.length < 3) return null;
    for (const [whole, own] of this.#wholes()) {
      if (text.length >= whole.length || (whole === IN_PIECES && text.length < LEAST_PIECE)) continue;
      const cut = (length: number) => Math.round((length / whole.length) * own.length);
      if (whole.startsWith(text) && !/[:,]$/u.test(text)) return own.slice(0, cut(text.length));
      if (whole.endsWith(text) && !text.startsWith('"')) return own.slice(cut(whole.length - text.length));
    }
    return null;
  }

  /** Yields the texts that streams send in pieces, each with its replacement. */
  *#wholes(): Generator<readonly [whole: string, own: string]> {
    for (const [at, call] of this.#theirs.calls.entries()) {
      const told = this.#own.calls[at] ?? this.#own.calls[0];
      if (told === undefined) continue;
      yield [call.name, told.name];
      yield [call.arguments, told.arguments];
    }
    yield [IN_PIECES, this.#own.answer?.text ?? 'All right.'];
  }

  /**
   * Marks the texts of the value, including keys, as already reworded. Pieces of arguments may look like those of the
   * other conversation.
   */
  keep(value: Json): void {
    for (const text of textsIn(value)) this.#told.add(text);
  }

  /** Rewords every text of the value, including keys, except known and kept texts. */
  json(value: Json, known: ReadonlySet<string>): Json {
    const told = (text: string) => (known.has(text) || this.#told.has(text) ? text : this.text(text));
    if (typeof value === 'string') return told(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.json(item, known));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [told(key), this.json(member, known)]),
    );
  }

  /** @throws {Error} when the answer has no place for the text: no call, no text, or no tool that could be called */
  answer(said: Answer): Answer {
    const [theirs, own] = [this.#theirs.answer, this.#own.answer];
    const isSame = theirs !== null && said.text === theirs.text && isSameCalls(said.calls, theirs.calls);
    const content = isSame && own !== null ? ownContent(own, said) : this.#content(said);
    const { text: _text, calls: _calls, reasoning, ...rest } = said;
    return {
      ...rest,
      ...content,
      ...(reasoning === undefined ? {} : { reasoning: this.#thought(reasoning) }),
      finish: own !== null && said.finish === theirs?.finish ? own.finish : said.finish,
      usage: this.#tokens(said.usage),
    };
  }

  #content({ text, calls }: Answer): Pick<Answer, 'text' | 'calls'> {
    const [theirs, own] = [this.#theirs.answer, this.#own.answer];
    if (calls !== undefined && this.#own.calls.length === 0) throw new Error('no tool could be called');
    if (calls !== undefined && theirs?.calls !== undefined && own?.calls === undefined) {
      throw new Error('the answer makes no call');
    }
    if (formOf(theirs) !== null && formOf(own) === null) throw new Error('the answer has no such form');
    const isOfText = theirs?.text !== undefined && text !== undefined && SPEECH.test(text);
    if (isOfText && own !== null && own.text === undefined) {
      throw new Error('the answer has no text');
    }
    return {
      ...(text === undefined ? {} : { text: this.text(text) }),
      ...(calls === undefined
        ? {}
        : {
            calls: calls.map((call) => ({
              ...call,
              name: this.text(call.name),
              arguments: this.text(call.arguments),
            })),
          }),
    };
  }

  #thought(reasoning: string): string {
    const { reasoning: own } = this.#own.answer ?? {};
    return reasoning === this.#theirs.answer?.reasoning && own !== undefined ? own : this.text(reasoning);
  }

  /** Replaces the dialogue's counts. Counts that a fault changed stay as they are. */
  #tokens(said: Tokens): Tokens {
    const [theirs, own] = [this.#theirs.answer?.usage, this.#own.answer?.usage];
    if (theirs === undefined || own === undefined) return said;
    const known = new Map([
      [theirs.prompt + theirs.completion, own.prompt + own.completion],
      [theirs.reasoning, own.reasoning],
      [theirs.completion + 1, own.completion + 1],
      [theirs.completion, own.completion],
      [theirs.prompt + 1, own.prompt + 1],
      [theirs.prompt, own.prompt],
      [0, 0],
    ]);
    const told = (count: number) => known.get(count) ?? count;
    return {
      ...said,
      prompt: told(said.prompt),
      completion: told(said.completion),
      reasoning: told(said.reasoning),
      ...(said.cached === undefined ? {} : { cached: told(said.cached) }),
      ...(own.bill === undefined ? {} : { bill: own.bill }),
    };
  }
}

/** Yields every text of a value, including keys. */
export function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isObject(value))
    for (const pair of Object.entries(value)) for (const each of pair) yield* textsIn(each);
}

/** Returns the unedited content, with the ids that the edit gives its calls. */
function ownContent({ text, calls }: Answer, said: Answer): Pick<Answer, 'text' | 'calls'> {
  return {
    ...(text === undefined ? {} : { text }),
    ...(calls === undefined
      ? {}
      : { calls: calls.map((call, at) => ({ ...call, id: said.calls?.[at]?.id ?? call.id })) }),
  };
}

function isSameCalls(one: Answer['calls'] = [], other: Answer['calls'] = []): boolean {
  const all = (calls: readonly AnsweredCall[]) =>
    JSON.stringify(calls.map(({ name, arguments: text }) => [name, text]));
  return all(one) === all(other);
}

/** The minimum length of a piece of {@link IN_PIECES}. A shorter text may be an ordinary word. */
const LEAST_PIECE = 12;
const IN_PIECES = 'Good morning, Oslo! All is well.';
/** The whole texts of the dialogues that faults are written for. */
const SPEECHES = [
  IN_PIECES,
  'Good morning! How can I help?',
  'It is 21 °C in Oslo, and clear.',
  'It is 21 °C in Oslo, and the clock there says 09:30.',
  'In Oslo it is 21 °C, in Bergen 12 °C.',
  'Good morning!',
];
const SPEECH = new RegExp(SPEECHES.map(escaped).join('|'), 'u');

interface Word {
  /** The source of a regular expression without capturing groups. */
  readonly pattern: string;
  readonly own: string;
}

/** Returns words for the tool names, the whole arguments, and the name and value of the first argument. */
function callWords(theirs: Story, own: Story): Word[] {
  const [first, second] = own.calls;
  const [, about] = firstArgument(second?.arguments ?? '') ?? [];
  const usual = own.calls.map((call) => firstArgument(call.arguments)).find((each) => each !== undefined);
  const other = second?.name === first?.name && typeof about === 'string' ? about : 'another';
  const words = theirs.calls.flatMap((call, at): Word[] => {
    const told = own.calls[at] ?? own.calls[0];
    if (told === undefined) return [];
    const [key = '', value] = firstArgument(call.arguments) ?? [];
    const [ownKey, ownValue] = firstArgument(told.arguments) ?? usual ?? NO_ARGUMENT;
    const ownText = typeof ownValue === 'string' ? ownValue : jsonText(ownValue);
    return [
      { pattern: escaped(call.arguments), own: told.arguments },
      { pattern: escaped(inText(call.arguments)), own: inText(told.arguments) },
      { pattern: `(?<![A-Za-z])${escaped(call.name)}(?!\\w)`, own: told.name },
      { pattern: `(?<!\\w)${escaped(capital(call.name))}(?!\\w)`, own: capital(told.name) },
      { pattern: `(?<!\\w)${escaped(key)}(?!\\w)`, own: ownKey },
      { pattern: `(?<!\\w)${escaped(String(value))}(?!\\w)`, own: inText(ownText) },
      ...beginnings(String(value), ownText),
    ];
  });
  return [...words, { pattern: '(?<!\\w)Bergen(?!\\w)', own: inText(other) }, ...beginnings('Bergen', other)];
}

/** The argument that is used when no call has one. */
const NO_ARGUMENT = ['value', 'one'] as const;

/** Returns words for the beginnings of a value, for arguments that are cut off. */
function beginnings(value: string, own: string): Word[] {
  return Array.from({ length: Math.max(0, value.length - 2) }, (_, at) => ({
    pattern: `(?<=["'])${escaped(value.slice(0, at + 2))}(?!\\w)`,
    own: inText(own.slice(0, at + 2)),
  }));
}

function speechWords({ answer }: Story): Word[] {
  const own = answer?.text ?? 'All right.';
  return SPEECHES.map((speech) => ({ pattern: escaped(speech), own }));
}

/**
 * Returns the parts of a JSON answer that are reworded: all members except the first that is not a text; this member;
 * and this member with its value as text. Returns null when the answer has no such form.
 */
function formOf(answer: Answer | null): readonly [rest: string, one: string, asText: string] | null {
  const json = parseJson(answer?.text ?? '');
  const members = isObject(json) ? Object.entries(json) : [];
  const at = members.findIndex(([, value]) => typeof value !== 'string');
  const [name, value] = members[at] ?? [];
  if (name === undefined || value === undefined || members.length < 2) return null;
  const written = (key: string, of: Json) => `${JSON.stringify(key)}: ${jsonText(of)}`;
  const rest = members.toSpliced(at, 1).map(([key, each]) => written(key, each));
  return [rest.join(', '), written(name, value), written(name, jsonText(value))];
}

function formWords({ answer: theirs }: Story, { answer: own }: Story): Word[] {
  const told = formOf(own) ?? [];
  return (formOf(theirs) ?? []).flatMap((written, at) => {
    const other = told[at];
    return other === undefined ? [] : [{ pattern: escaped(written), own: other }];
  });
}

function optionWords({ option: theirs }: Story, { option: own }: Story): Word[] {
  if (theirs === null || own === null) return [];
  return [
    { pattern: `(?<!\\w)${theirs.name}(?!\\w)`, own: own.name },
    { pattern: theirs.value, own: own.value },
    { pattern: capital(theirs.value), own: capital(own.value) },
  ];
}

/** Returns words for the facts. A fact may be followed by a zero. The unit after the dialogues' facts is removed. */
function factWords({ facts: theirs }: Story, { facts: own }: Story): Word[] {
  if (own.length === 0) return [];
  const facts = theirs.flatMap(({ fact }, at): Word[] => {
    const told = own[at];
    return told === undefined ? [] : [{ pattern: `(?<!\\d)${escaped(fact)}(?=0?(?!\\d))`, own: told.fact }];
  });
  return [...facts, { pattern: ' °C', own: '' }];
}

function firstArgument(text: string): readonly [name: string, value: Json] | undefined {
  const json = parseJson(text);
  return isObject(json) ? Object.entries(json)[0] : undefined;
}

/** Returns the text as it appears inside a JSON string. */
function inText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
