/** Finds calls in text: in the markup of a model's template, or written as JSON. */
import { type Finding, findingAt } from '../judge/check.ts';
import { pieceAt, type RequestReading, type Seen, type ToolCall } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { excerptAt, jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';
import { beginningOfCall, mayBeMarked, TEMPLATE_MARKERS } from './template-markup.ts';

/** Gemini's way to write a call; without tools, an answer may rightly contain it as an example of code. */
const WITH_TOOLS = ['```tool_code'];

/** The parts of a request that decide whether markup in the answer is a fault, and whose. */
type Asked = Pick<RequestReading, 'json' | 'tools' | 'unlistedTools' | 'toolChoice'>;

/** The findings for template markers that the request did not contain. @param more markers of the dialect's providers */
export function markupFaults(
  text: string,
  pieces: readonly Seen<string>[],
  request: Asked,
  more: readonly string[],
): Finding[] {
  const isModel = isForbidden(request);
  const common = mayBeMarked(text) ? TEMPLATE_MARKERS : [];
  const known = [...common, ...more, ...(request.tools.length > 0 ? WITH_TOOLS : [])];
  const begun = beginningOfCall(
    text,
    request.tools.map(({ name }) => name),
  );
  const found = [...new Set([...known.filter((marker) => text.includes(marker)), ...begun])];
  // If one marker is the beginning of another, only the longer one counts.
  const markers = found.filter(
    (marker) => !found.some((other) => other !== marker && other.includes(marker)),
  );
  if (markers.length === 0) return [];
  const asked = jsonText(request.json);
  return markers
    .filter((marker) => !asked.includes(marker) && !asked.includes(jsonText(marker).slice(1, -1)))
    .map((marker) => {
      const at = text.indexOf(marker);
      const place = pieceAt(pieces, at) ?? { event: null, path: '' };
      const message = `${marker} belongs to a chat template`;
      const finding = findingAt({ ...place, value: excerptAt(text, at) }, message, 'no template markup');
      return isModel ? { ...finding, subject: 'model' as const } : finding;
    });
}

/** Returns true if no call was allowed: the server could not turn the markup into calls, so the model is charged with it. */
function isForbidden({ tools, unlistedTools, toolChoice }: Asked): boolean {
  return (tools.length === 0 && !unlistedTools) || toolChoice?.kind === 'none';
}

/** The arguments without JSON escapes; arguments that do not parse are returned as they are. */
export function unescaped({ arguments: text, json }: Pick<ToolCall, 'arguments' | 'json'>): string {
  return json === undefined || !text.includes('\\u') ? text : jsonText(json);
}

/**
 * Returns true if a whole text is a call of an offered tool, even in code fences: a JSON object with the tool's name and
 * arguments, several of them in a list, on lines or separated by semicolons, an object with `tool_calls`, or `f(x=1)`,
 * `functions.f({...})` and `call:f{x:1}`.
 */
export function isTextCall(text: string, names: readonly string[]): boolean {
  const bare = withoutFences(text).trim();
  const [, listed = bare] = /^functools(\[.*\])$/su.exec(bare) ?? [];
  const json = parseJson(listed);
  const each = json === undefined ? listed.split(/(?<=[}\]])\s*[;\n]\s*/u).map(parseJson) : [json];
  return (
    each.every((one) => isJsonCall(one, names)) || isWrittenCall(bare, names) || isBracedCall(bare, names)
  );
}

/** Removes all fences and backticks, with the name of a language after a fence. */
function withoutFences(text: string): string {
  return text.replaceAll(/(?:```|~~~)(?:\w+(?=\s))?|`/gu, '');
}

function isJsonCall(json: Json, names: readonly string[]): boolean {
  const wrapped = isObject(json) ? (json['tool_calls'] ?? json['tool_uses']) : undefined;
  const list = Array.isArray(wrapped) ? wrapped : Array.isArray(json) ? json : [json];
  return list.length > 0 && list.every((item: Json) => isCallObject(item, names));
}

/** Further members with the name of the tool; `function` and `tool` may also contain the whole call. */
const NAME_KEYS = ['name', 'tool_name', 'function_name', 'recipient_name'] as const;

function isCallObject(item: Json, names: readonly string[]): boolean {
  if (!isObject(item)) return false;
  const wrapped = ['function', 'functionCall', 'function_call', 'tool_call'].map((key) => item[key]);
  const called = wrapped.find(isObject) ?? item;
  const keyed = NAME_KEYS.map((key) => called[key]).find((value) => typeof value === 'string');
  const name = keyed ?? item['function'] ?? item['tool'];
  const brings = ['arguments', 'parameters', 'args', 'input'].some((key) => Object.hasOwn(called, key));
  return isOffered(name, names) && (brings || item['tool'] === name);
}

/** Returns true for the name of an offered tool, also with a namespace that some templates add. */
function isOffered(name: Json, names: readonly string[]): boolean {
  return names.some((offered) =>
    ['', 'functions.', 'default_api.'].some((prefix) => name === prefix + offered),
  );
}

/** Returns true for one or more calls as Gemma writes them without its special tokens, `call:f{x:1}`, and nothing else. */
function isBracedCall(text: string, names: readonly string[]): boolean {
  return text.split(/(?<=\})\s*(?=call:)/u).every((one) => {
    const [, name = ''] = /^call:([\w.-]+)\{.*\}$/su.exec(one) ?? [];
    return isOffered(name, names);
  });
}

/** Returns true for one or more calls in Python syntax, or of a member of `functions`, even in brackets, and nothing else. */
function isWrittenCall(text: string, names: readonly string[]): boolean {
  const [, listed = text] = /^\[(.+)\]$/su.exec(text) ?? [];
  const [, printed = listed] = /^print\((.+)\)$/su.exec(listed.trim()) ?? [];
  let rest = printed.trim();
  do {
    const [opening = '', name = ''] = /^([A-Za-z_][\w.-]*)\(/u.exec(rest) ?? [];
    const end = isOffered(name, names) ? closingParenthesis(rest, opening.length) : null;
    if (end === null || !areArguments(rest.slice(opening.length, end).trim())) return false;
    rest = rest.slice(end + 1).replace(/^[\s,;]+/u, '');
  } while (rest !== '');
  return true;
}

function areArguments(text: string): boolean {
  return text === '' || /^\{.*\}$/su.test(text) || /^[A-Za-z_]\w*\s*=[^=]/u.test(text);
}

/** The offset of the parenthesis that closes the one open at `from`; ignores strings. Null if it is never closed. */
function closingParenthesis(text: string, from: number): number | null {
  const marks = /(["'])(?:\\?.)*?(?:\1|$)|[()]/gsu;
  marks.lastIndex = from;
  let depth = 1;
  for (const { 0: found, index } of text.matchAll(marks)) {
    if (found === '(') depth += 1;
    else if (found === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return null;
}
