/** The script of the reference provider's model in a scenario, answer by answer. */
import { isObject, type JsonObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

export type SaidCall =
  | { readonly name: string; readonly arguments: JsonObject }
  /** A call of a custom tool. */
  | { readonly name: string; readonly input: string };

/** What the provider executes itself before the model continues. */
export type Served =
  | {
      readonly kind: 'web-search';
      readonly query: string;
      readonly found: readonly { readonly title: string; readonly url: string }[];
    }
  /** @property found the names of functions */
  | { readonly kind: 'tool-search'; readonly query: string; readonly found: readonly string[] }
  /** The provider runs the code, and continues with its output. */
  | { readonly kind: 'code-execution'; readonly code: string; readonly output: string }
  /** The code makes the calls of the answer, and continues when they have their results. */
  | { readonly kind: 'code'; readonly code: string }
  /** The output of code that an earlier answer started. */
  | { readonly kind: 'code-output'; readonly output: string };

/** The tools that a provider runs itself. */
export type Hosted = 'web-search' | 'tool-search' | 'code-execution' | 'code';

export interface Said {
  readonly text?: string;
  readonly reasoning?: string;
  readonly served?: Served;
  readonly calls?: readonly SaidCall[];
}

/** Makes one answer. `results` are the results of the conversation's calls so far, in the order of the calls. */
export type Move = (results: readonly string[]) => Said;

/** An answer with these calls and no text. */
export function calls(...made: readonly SaidCall[]): Move {
  return () => ({ calls: made });
}

/** An answer with text. */
export function says(text: (results: readonly string[]) => string): Move {
  return (results) => ({ text: text(results) });
}

/** Returns a member of a result, which is a JSON object, as text; empty when it is missing. */
export function member(result: string | undefined, name: string): string {
  const json = parseJson(result ?? '');
  const value = isObject(json) ? json[name] : undefined;
  return value === undefined ? '' : String(value);
}
