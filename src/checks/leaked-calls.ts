/** Calls that stand in a text: in the markup of a model's template, or written as JSON. */
import { type Finding, findingAt } from '../judge/check.ts';
import { pieceAt, type RequestReading, type Seen, type ToolCall } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { excerptAt, jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';
import { beginningOfCall, mayBeMarked, TEMPLATE_MARKERS } from './template-markup.ts';

/** Gemini's way to write a call, which other requests may rightly get as an example of code. */
const WITH_TOOLS = ['```tool_code'];

/** What of a request tells whether markup in its answer is a fault, and whose. */
type Asked = Pick<RequestReading, 'json' | 'tools' | 'unlistedTools' | 'toolChoice'>;

/** The template markers in a text that the request did not have itself. @param more markers of the dialect's providers */
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
  // Of a marker and its beginning, the whole.
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

/** No call was allowed, so nothing was there for the server to make of the markup; the model wrote it all the same. */
function isForbidden({ tools, unlistedTools, toolChoice }: Asked): boolean {
  return (tools.length === 0 && !unlistedTools) || toolChoice?.kind === 'none';
}

/** JSON may write any character as an escape; what does not parse is taken as it is. */
export function unescaped({ arguments: text, json }: Pick<ToolCall, 'arguments' | 'json'>): string {
  return json === undefined || !text.includes('\\u') ? text : jsonText(json);
}

/**
 * Whether a whole text is the call of an offered tool, be it in code fences: a JSON object that names the tool and brings
 * arguments, a list of such, one on each line or after each semicolon, an object with `tool_calls`, or `f(x=1)`,
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

/** Fences and backticks, wherever they stand; behind a fence the name of a language. */
function withoutFences(text: string): string {
  return text.replaceAll(/(?:```|~~~)(?:\w+(?=\s))?|`/gu, '');
}

function isJsonCall(json: Json, names: readonly string[]): boolean {
  const wrapped = isObject(json) ? (json['tool_calls'] ?? json['tool_uses']) : undefined;
  const list = Array.isArray(wrapped) ? wrapped : Array.isArray(json) ? json : [json];
  return list.length > 0 && list.every((item: Json) => isCallObject(item, names));
}

/** Where templates put the name of the tool, besides `function` and `tool`, which may also hold the call. */
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

/** Some templates have the tools as members of these. */
function isOffered(name: Json, names: readonly string[]): boolean {
  return names.some((offered) =>
    ['', 'functions.', 'default_api.'].some((prefix) => name === prefix + offered),
  );
}

/** As Gemma writes it, `call:f{x:1}`, when its special tokens are left out; one call or several, and nothing else. */
function isBracedCall(text: string, names: readonly string[]): boolean {
  return text.split(/(?<=\})\s*(?=call:)/u).every((one) => {
    const [, name = ''] = /^call:([\w.-]+)\{.*\}$/su.exec(one) ?? [];
    return isOffered(name, names);
  });
}

/** As in Python, or as JavaScript calls a member of `functions`; one call or several, be it in brackets, and nothing else. */
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

/** Where the parenthesis closes that is open at `from`, outside strings; null where it does not. */
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
