/** Calls that stand in a text: in the markup of a model's template, or written as JSON. */
import { type Finding, findingAt } from '../judge/check.ts';
import { pieceAt, type Reading, type Seen, type ToolCall } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText, shorten } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';

/** What a leaked chat template looks like; not general markers such as <|im_end|>. The bars of DeepSeek's are full-width. */
const TEMPLATE_MARKERS = [
  '<tool_call>',
  '</tool_call>',
  '<function=',
  '</function>',
  '<parameter=',
  '</parameter>',
  '<|tool_call',
  '<|tool_calls_section',
  '<|python_tag|>',
  '[TOOL_CALLS]',
  ...['tool', 'DSML'].flatMap((word) => [`<｜${word}`, `‹｜${word}`, `</｜${word}`]),
] as const;

/** The template markers in a text that the request did not have itself. @param more markers of the dialect's providers */
export function markupFaults(
  text: string,
  pieces: readonly Seen<string>[],
  { request }: Reading,
  more: readonly string[],
): Finding[] {
  const markers = [...TEMPLATE_MARKERS, ...more].filter((marker) => text.includes(marker));
  if (markers.length === 0) return [];
  const asked = jsonText(request.json);
  return markers
    .filter((marker) => !asked.includes(marker))
    .map((marker) => {
      const at = text.indexOf(marker);
      const around = shorten(text.slice(Math.max(0, at - 40), at + 120));
      const place = pieceAt(pieces, at) ?? { event: null, path: '' };
      return findingAt(
        { ...place, value: around },
        `${marker} belongs to a chat template`,
        'no template markup',
      );
    });
}

/** JSON may write any character as an escape; what does not parse is taken as it is. */
export function unescaped({ arguments: text, json }: ToolCall): string {
  return json === undefined || !text.includes('\\u') ? text : jsonText(json);
}

/** A JSON object (or an array of them) that names an offered tool and brings arguments. */
export function isTextCall(text: string, names: readonly string[]): boolean {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return false;
  const json = parseJson(trimmed);
  const list = Array.isArray(json) ? json : [json];
  return list.length > 0 && list.every((item: Json) => isCallObject(item, names));
}

function isCallObject(item: Json, names: readonly string[]): boolean {
  if (!isObject(item)) return false;
  const called = [item['function'], item['functionCall']].find(isObject) ?? item;
  const name = called['name'] ?? item['function'] ?? item['tool'];
  const brings = ['arguments', 'parameters', 'args', 'input'].some((key) => Object.hasOwn(called, key));
  return typeof name === 'string' && names.includes(name) && brings;
}
