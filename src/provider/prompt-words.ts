/** Extracts values from a prompt without understanding it: names, quotes, numbers, values of named properties. */

export interface PromptWords {
  readonly text: string;
  /** Quoted texts first, then names, each in order of appearance. */
  readonly texts: readonly string[];
  /** The subjects that the prompt asks about, in order: `Oslo and Bergen` are two, `Florence, Italy` is one. */
  readonly subjects: readonly string[];
  readonly numbers: readonly number[];
}

const NAME = String.raw`\p{Lu}[\p{L}\p{N}'’.-]*(?: \p{Lu}[\p{L}\p{N}'’.-]*)*`;
/** Where a list may begin: not within or directly after a name, because the search has already started at that name. */
const BEGINNING = String.raw`(?<!\p{Lu}[\p{L}\p{N}'’.-]*?,? ?)`;
const LIST = new RegExp(
  `${BEGINNING}${NAME}(?:, ?${NAME})*,? (?:and|or|vs\\.?|versus) (?:(?:in|at|from|for|to|of) )?${NAME}`,
  'u',
);
const PLACE = new RegExp(`${BEGINNING}${NAME}, ?${NAME}`, 'u');
const QUOTED = /"([^"\n]{1,200})"|“([^”\n]{1,200})”|`([^`\n]{1,200})`/gu;
/** Capitalised words that are not names. */
const NO_NAMES = new Set(
  'I,And,Or,Not,But,If,The,A,An,It,Its,He,She,We,They,You,This,That,These,Those,What,When,Where,Which,Who,Why,How,Is,Are,Was,Do,Does,Did,Can,Could,Will,Would,Should,Please,Use,Call,Say,Then,First,Json,Api,Both,All,Ok,Yes,No,Hi,Hello'.split(
    ',',
  ),
);

export function promptWords(text: string): PromptWords {
  const quoted = [...text.matchAll(QUOTED)].map(([, plain, curly, ticked]) => plain ?? curly ?? ticked ?? '');
  const list = LIST.exec(text)?.[0].split(
    /, ?(?:and |or )?| (?:and|or|vs\.?|versus) (?:(?:in|at|from|for|to|of) )?/u,
  );
  const place = PLACE.exec(text)?.[0];
  const names = namesIn(text);
  const listed = list?.map(cleaned).filter((name) => !isNoName(name)) ?? [];
  const subjects =
    quoted.length > 0 ? quoted : listed.length > 1 ? listed : place === undefined ? names : [cleaned(place)];
  return {
    text,
    texts: [
      ...new Set([
        ...quoted,
        ...(listed.length > 1 ? listed : place === undefined ? names : [cleaned(place), ...names]),
      ]),
    ],
    subjects: listed.length > 1 || quoted.length > 0 ? subjects : subjects.slice(0, 1),
    numbers: [...text.matchAll(/(?<![\p{L}\d.])-?\d+(?:\.\d+)?(?![\p{L}\d])/gu)].map(([number]) =>
      Number(number),
    ),
  };
}

/**
 * Returns capitalised words that do not start a sentence; without such words, the word after `in`, `for` or similar.
 */
function namesIn(text: string): string[] {
  const named = [...text.matchAll(new RegExp(NAME, 'gu'))].flatMap(({ 0: name, index }) => {
    const begins = beginsAt(text, index);
    const words = name.split(' ').filter((word) => !isNoName(word));
    const kept = begins && words.length === name.split(' ').length ? words.slice(1) : words;
    const whole = cleaned(kept.join(' '));
    return whole === '' ? [] : [whole];
  });
  if (named.length > 0) return [...new Set(named)];
  const behind = /\b(?:in|for|of|about|at|near|from|to|named|called) (?:the )?([\p{L}\p{N}_-]{3,})/iu.exec(
    text,
  )?.[1];
  return behind === undefined ? [] : [behind];
}

/** Returns true when a sentence begins at the index. */
function beginsAt(text: string, at: number): boolean {
  const beginning = /(?<=^|[.!?:\n"“(]\s*)/uy;
  beginning.lastIndex = at;
  return beginning.test(text);
}

function isNoName(word: string): boolean {
  const [letter = '', ...rest] = word.toLowerCase();
  return NO_NAMES.has(
    letter.toUpperCase() +
      rest
        .join('')
        .replace(/['’].*$/u, '')
        .replace(/\.$/u, ''),
  );
}

function cleaned(name: string): string {
  return name.replace(/(?:['’]s)?[.,'’-]*$/u, '').trim();
}

/**
 * Returns the value of a property in the prompt: `path notes.md`, `unit: celsius`, all text after `content exactly:`.
 */
export function saidOf(property: string, text: string): string | null {
  const words = escaped(property).replace(/[_-]|(?<=[a-z])(?=[A-Z])/gu, '[ _-]?');
  const whole = new RegExp(`\\b${words} exactly:\\s*\\n?([\\s\\S]+)$`, 'iu').exec(text)?.[1];
  if (whole !== undefined) return whole;
  const [, quoted, bare] =
    new RegExp(
      `\\b${words}(?:\\s*[:=]\\s*| (?:is |of |to |named |called )?)(?:["“]([^"”]+)["”]|([^\\s,;"“]+))`,
      'iu',
    ).exec(text) ?? [];
  return quoted ?? bare?.replace(/[.?!]+$/u, '') ?? null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
