/** What the scripted model of the reference provider says in a scenario, answer by answer. */
import { isObject, type JsonObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

export type SaidCall =
  | { readonly name: string; readonly arguments: JsonObject }
  /** Of a custom tool. */
  | { readonly name: string; readonly input: string };

/** What the provider does itself before the model goes on. */
export type Served =
  | {
      readonly kind: 'web-search';
      readonly query: string;
      readonly found: readonly { readonly title: string; readonly url: string }[];
    }
  /** @property found the names of functions */
  | { readonly kind: 'tool-search'; readonly query: string; readonly found: readonly string[] }
  /** It runs the code, and goes on with what that printed. */
  | { readonly kind: 'code-execution'; readonly code: string; readonly output: string }
  /** It makes the calls of its answer, and goes on when they have their results. */
  | { readonly kind: 'code'; readonly code: string }
  /** Of code that an answer before began. */
  | { readonly kind: 'code-output'; readonly output: string };

/** The tools that a provider runs itself. */
export type Hosted = 'web-search' | 'tool-search' | 'code-execution' | 'code';

export interface Said {
  readonly text?: string;
  readonly reasoning?: string;
  readonly served?: Served;
  readonly calls?: readonly SaidCall[];
}

/** One answer; `results` are what the calls of the conversation returned so far, in the order of the calls. */
export type Move = (results: readonly string[]) => Said;

/** An answer that makes these calls and says nothing. */
export function calls(...made: readonly SaidCall[]): Move {
  return () => ({ calls: made });
}

/** An answer that is text. */
export function says(text: (results: readonly string[]) => string): Move {
  return (results) => ({ text: text(results) });
}

/** A member of a result that is a JSON object, as text; empty where it is missing. */
export function member(result: string | undefined, name: string): string {
  const json = parseJson(result ?? '');
  const value = isObject(json) ? json[name] : undefined;
  return value === undefined ? '' : String(value);
}
