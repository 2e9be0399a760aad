/**
 * How the chat templates of models write a call, which a server is to turn into one: the markers that tell such markup
 * wherever it leaks, and the shape of a whole call.
 */

/** What a leaked chat template looks like, by the models that have it; not general markers such as <|im_end|>. */
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
  // What LM Studio tells models without a template of their own to write.
  ...['[TOOL_REQUEST]', '[END_TOOL_REQUEST]'],
  // Command; InternLM; Nemotron; Functionary; Apertus.
  ...['<|START_ACTION|>', '<|action_start|>', '<TOOLCALL>', '<|recipient|>', '<|tools_prefix|>'],
  // The channels of gpt-oss, with their tokens and without.
  ...['<|channel|>commentary', '<|channel|>final<|message|>', '<|start|>functions.', '<|constrain|>'],
  ...['assistantfinal', 'assistantcommentary', ' to=functions.'],
  // The bars of DeepSeek's are full-width, and come doubled, or as U+2016.
  ...['<', '‹', '</'].flatMap((opening) => [
    ...['｜', '｜｜', '‖'].flatMap((bar) => [`${opening}${bar}tool`, `${opening}${bar}DSML`]),
    `${opening}|DSML`,
  ]),
];

/** Every marker has one of these, and most texts have none. */
const SIGNS = /[<[‹]|assistant| to=functions/u;

/** Whether a text may hold a marker at all. */
export function mayBeMarked(text: string): boolean {
  return SIGNS.test(text);
}

/** The special tokens and tags of whatever template in the name of a call, which is made of letters, digits, _ and -. */
export function tokensIn(name: string): string[] {
  return name.match(/<[|｜‖][^<>]*>|<\/?[a-z_]+[=>]/giu) ?? [];
}

const NAME = String.raw`[\w.:-]+`;

/** Where a call begins and ends, with JSON or something in parentheses between. */
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

/** The same of tokens that nobody writes otherwise, so that the arguments may stand in a fence. */
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
 * Whole calls as templates write them: how they begin, and what comes behind that, whatever stands between. A group of the
 * first holds the name of the tool; without one all that follows does.
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
 * The first whole call of an offered tool that a text holds in the markup of a template; null when it holds none. What
 * stands in quotes, backticks or a fence is talk about markup.
 */
export function markedCall(text: string, names: readonly string[]): string | null {
  const bare = text.replaceAll(/```[\s\S]*?(?:```|$)/gu, ' ').replaceAll(/`[^`\n]*`/gu, ' ');
  for (const { call, named, at } of callsIn(bare)) {
    if (!QUOTES.has(bare.charAt(at - 1)) && names.some((name) => isNamed(name, named))) return call;
  }
  return null;
}

/** Markup that is no marker of its own, since people write about it: what begins a whole call of an offered tool. */
export function beginningOfCall(text: string, names: readonly string[]): string[] {
  const call = text.includes('</tool_use>') ? markedCall(text, names) : null;
  return call?.startsWith(TOOL_USE_TAG) === true ? [TOOL_USE_TAG] : [];
}

/** What may be a whole call, and the part of it that names the tool. */
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

/** Where one part comes no more, it comes behind no later beginning either: a pattern of all would look again from each. */
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

/** Each opening with the next closing. */
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

/** Somewhere as a whole word. */
function isNamed(name: string, text: string): boolean {
  return text.split(name).some((before, at, all) => {
    const after = all[at + 1] ?? '-';
    return !/[\w-]$/u.test(before) && !/^[\w-]/u.test(after);
  });
}
