/** The request path: it names the model, and says whether the answer streams. */

export interface Address {
  readonly model: string | null;
  readonly streaming: boolean;
}

/** The slash of an ARN may be unescaped: not every client and recorder escapes it. */
const PATH = /\/model\/([^/]+|arn(?::|%3A).+)\/converse(-stream)?$/iu;

/** Characters that a model name, in particular an ARN, may contain but a path segment may not. */
const ESCAPES: Readonly<Record<string, string>> = {
  '%': '%25',
  '/': '%2F',
  ':': '%3A',
  '?': '%3F',
  '#': '%23',
};

/** Returns the path of a request for a model, below the base URL. */
export function addressOf(model: string, streaming: boolean): string {
  const segment = model.replace(/[%/:?#]/gu, (character) => ESCAPES[character] ?? character);
  return `/model/${segment}/converse${streaming ? '-stream' : ''}`;
}

/**
 * @param path of the URL, without its query
 * @returns null if the path does not belong to this dialect
 */
export function addressIn(path: string): Address | null {
  const [, model, stream] = PATH.exec(path) ?? [];
  return model === undefined ? null : { model: nameOf(model), streaming: stream !== undefined };
}

/** Returns the path of a URL. Never throws, even on a malformed URL. */
export function pathOf(url: string): string {
  return (url.split(/[?#]/u, 1)[0] ?? '').replace(/\/+$/u, '');
}

/** Model names may be percent-encoded in a path: their colon, and the slashes of an ARN. */
function nameOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
