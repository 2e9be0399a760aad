/**
 * The markup of calls in the chat templates of models, which a server must turn into calls: the markers that reveal leaked
 * markup, and the form of a whole call.
 */

/** The markers of leaked chat templates, by model; without general markers such as <|im_end|>. */
export const TEMPLATE_MARKERS: readonly string[] = [
  // Hermes and Qwen, and many after them.
  ...['<tool_call>', '</tool_call>', '<tool_calls>', '<longcat_tool_call>', '<seed:tool_call>'],
  // Qwen Coder and Llama 3.
  ...['<function=', '</function>', '<parameter=', '</parameter>', '<|python_tag|>', '<|python_start|>'],
  // Kimi 3.
  ...['<|open|>tools', '<|open|>call', '<|open|>argument', '<|close|>call', '<|close|>argument'],
  // GLM.
  ...['<arg_key>', '</arg_key>', '<arg_value>', '</arg_value>'],
  // Kimi, Granite, Phi, LFM, Solar; Gemma.
  ...['<|tool_call', '<|tool_calls_section', '<|tool▁', '<tool_call|>', '<start_function_call>'],
  ...['<end_function_call>', '<|tool_response>', '<|"|', '<|\\"|'],
  // Mistral.
  ...['[TOOL_CALLS]', '[ARGS]{'],
  // MiniMax; Claude and Olmo; Step.
  ...['<minimax:tool_call>', '<function_calls>', '<invoke name=', '<antml:', '<steptml:'],
  // What LM Studio asks models to write that have no template of their own.
  ...['[TOOL_REQUEST]', '[END_TOOL_REQUEST]'],
  // Command; InternLM; Nemotron; Functionary; Apertus.
  ...['<|START_ACTION|>', '<|action_start|>', '<TOOLCALL>', '<|recipient|>', '<|tools_prefix|>'],
  // The channels of gpt-oss, with their tokens and without.
  ...['<|channel|>commentary', '<|channel|>final<|message|>', '<|start|>functions.', '<|constrain|>'],
  ...['assistantfinal', 'assistantcommentary', ' to=functions.'],
  // DeepSeek's bars are full-width, and may be doubled or U+2016.
  ...['<', '‹', '</'].flatMap((opening) => [
    ...['｜', '｜｜', '‖'].flatMap((bar) => [`${opening}${bar}tool`, `${opening}${bar}DSML`]),
    `${opening}|DSML`,
  ]),
];

/** Every marker contains one of these, and most texts contain none. */
const SIGNS = /[<[‹]|assistant| to=functions/u;

/** Returns true if a text may contain a marker. */
export function mayBeMarked(text: string): boolean {
  return SIGNS.test(text);
}

/** The special tokens and tags of any template in the name of a call; a valid name has only letters, digits, _ and -. */
export function tokensIn(name: string): string[] {
  return name.match(/<[|｜‖][^<>]*>|<\/?[a-z_]+[=>]/giu) ?? [];
}

const NAME = String.raw`[\w.:-]+`;

/** The markers around a call, with JSON or text in parentheses between them. */
const FRAMES: readonly (readonly [opening: string, closing: string])[] = [
  ['<tool_call>', '</tool_call>'],
  ['<tool_calls>', '</tool_calls>'],
  ['<TOOLCALL>', '</TOOLCALL>'],
  ['[TOOL_REQUEST]', '[END_TOOL_REQUEST]'],
  ['<function_calls>', '</function_calls>'],
  ['<minimax:tool_call>', '</minimax:tool_call>'],
  ['<start_function_call>', '<end_function_call>'],
  ['<|tool_call>', '<tool_call|>'],
  ['<|tool_call|>', '<|/tool_call|>'],
  ['<|tool_call_start|>', '<|tool_call_end|>'],
  ['<|python_start|>', '<|python_end|>'],
  ['<|action_start|>', '<|action_end|>'],
  ['<|START_ACTION|>', '<|END_ACTION|>'],
];

/** The same for tokens with no other use, so the arguments may be in a code fence. */
const TOKEN_FRAMES: readonly (readonly [opening: string, closing: string])[] = [
  ['<|tool_call_begin|>', '<|tool_call_end|>'],
  ['<｜tool▁call▁begin｜>', '<｜tool▁call▁end｜>'],
  ['<|tool▁call▁begin|>', '<|tool▁call▁end|>'],
];

const TOOL_USE_TAG = '<tool_use';

/** Named after the blocks of Messages, which people write about as well. */
const TOOL_USE = [
  /<tool_use(?:>\s*<(?:tool_)?name>\s*|\s[^<>]*?\bname=["'])([\w.:-]+)|<tool_use>(?=\s*\{)/gu,
  /<\/tool_use>/gu,
] as const;

/**
 * Whole calls in the markup of templates: the pattern of the beginning, then those of the parts after it, with any text
 * between. A group of the first pattern captures the tool's name; without a group, the name is in the rest.
 */
const MARKED_CALLS: readonly (readonly RegExp[])[] = [
  [/<function=([\w.:-]+)>/gu, /<\/function>/gu],
  [
    new RegExp(
      `<(?:longcat_)?tool_call>\\s*(${NAME})\\s*(?=<(?:longcat_)?arg_key>|</(?:longcat_)?tool_call>)`,
      'gu',
    ),
    /<\/(?:longcat_)?tool_call>/gu,
  ],
  [/<[|｜‖]+DSML[|｜‖]+invoke name="([^"]+)"/gu, /<\/[|｜‖]+DSML[|｜‖]+invoke>/gu],
  [/<invoke name="([^"]+)">/gu, /<\/invoke>/gu],
  TOOL_USE,
  [/(?:<\|channel\|>|\bassistant)commentary to=functions\.([\w.-]+)/gu, /\{/gu, /<\|call\|>|$/gu],
  [/<\|open\|>(?:tools)?call tool="([^"]+)"/gu, /<\|close\|>call/gu],
  [/\[TOOL_CALLS\]/gu, /\}\]?\s*$/gu],
  [/<\|python_tag\|>/gu, /[})]/gu],
  [/<\|recipient\|>\s*([\w.-]+)\s*<\|content\|>\s*\{/gu, /\}/gu],
];

/** A call in backticks may have several lines. */
const QUOTES: ReadonlySet<string> = new Set(['"', "'", '`', '\u2018', '\u201c']);

/**
 * The first whole call of an offered tool in template markup; null if the text has none. Markup in quotes, backticks or a
 * fence is text about markup, and does not count.
 */
export function markedCall(text: string, names: readonly string[]): string | null {
  const bare = text.replaceAll(/```[\s\S]*?(?:```|$)/gu, ' ').replaceAll(/`[^`\n]*`/gu, ' ');
  for (const { call, named, at } of callsIn(bare)) {
    if (!QUOTES.has(bare.charAt(at - 1)) && names.some((name) => isNamed(name, named))) return call;
  }
  return null;
}

/** The beginnings of whole calls of offered tools, in markup that is not a marker by itself because people write about it. */
export function beginningOfCall(text: string, names: readonly string[]): string[] {
  const call = text.includes('</tool_use>') ? markedCall(text, names) : null;
  return call?.startsWith(TOOL_USE_TAG) === true ? [TOOL_USE_TAG] : [];
}

/** A possible whole call, and the part of it that names the tool. */
interface MarkedCall {
  readonly call: string;
  readonly named: string;
  readonly at: number;
}

function* callsIn(text: string): Iterable<MarkedCall> {
  for (const [opening, closing] of FRAMES) {
    for (const framed of framedIn(text, opening, closing)) if (/[{(]/u.test(framed.named)) yield framed;
  }
  for (const [opening, closing] of TOKEN_FRAMES) yield* framedIn(text, opening, closing);
  for (const parts of MARKED_CALLS) yield* inParts(text, parts);
}

/**
 * Matches the parts one after the other, in linear time: if a part no longer occurs, it does not occur after any later
 * beginning either. One pattern for all parts would search again from each beginning.
 */
function* inParts(text: string, parts: readonly RegExp[]): Iterable<MarkedCall> {
  for (let end = 0; ; ) {
    const found: RegExpExecArray[] = [];
    for (const part of parts) {
      part.lastIndex = end;
      const next = part.exec(text);
      if (next === null) return;
      found.push(next);
      end = part.lastIndex;
    }
    const { index: at, 0: opening, 1: name } = found[0] ?? { index: 0, 0: '', 1: undefined };
    yield { call: text.slice(at, end), named: name ?? text.slice(at + opening.length, end), at };
  }
}

/** Matches each opening with the next closing. */
function* framedIn(text: string, opening: string, closing: string): Iterable<MarkedCall> {
  let at = text.indexOf(opening);
  while (at >= 0) {
    const from = at + opening.length;
    const to = text.indexOf(closing, from);
    if (to === -1) return;
    yield { call: text.slice(at, to + closing.length), named: text.slice(from, to), at };
    at = text.indexOf(opening, from);
  }
}

/** Returns true if the text contains the name as a whole word. */
function isNamed(name: string, text: string): boolean {
  return text.split(name).some((before, at, all) => {
    const after = all[at + 1] ?? '-';
    return !/[\w-]$/u.test(before) && !/^[\w-]/u.test(after);
  });
}
