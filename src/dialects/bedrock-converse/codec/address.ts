/** What the path of a request says: the model, and whether the answer is to be streamed. */

export interface Address {
  readonly model: string | null;
  readonly streaming: boolean;
}

/** The slash of an ARN may come as it is: not every client and recorder escapes it. */
const PATH = /\/model\/([^/]+|arn(?::|%3A).+)\/converse(-stream)?$/iu;

/** What the name of a model may hold, an ARN above all, and one segment of a path may not. */
const ESCAPES: Readonly<Record<string, string>> = {
  '%': '%25',
  '/': '%2F',
  ':': '%3A',
  '?': '%3F',
  '#': '%23',
};

/** Where a request for a model goes, below the base URL. */
export function addressOf(model: string, streaming: boolean): string {
  const segment = model.replace(/[%/:?#]/gu, (character) => ESCAPES[character] ?? character);
  return `/model/${segment}/converse${streaming ? '-stream' : ''}`;
}

/** @param path of the URL, without its query; null where it is no path of this dialect */
export function addressIn(path: string): Address | null {
  const [, model, stream] = PATH.exec(path) ?? [];
  return model === undefined ? null : { model: nameOf(model), streaming: stream !== undefined };
}

/** The path of a URL, whatever a recorder made of it. */
export function pathOf(url: string): string {
  return (url.split(/[?#]/u, 1)[0] ?? '').replace(/\/+$/u, '');
}

/** A model's name may be escaped in a path: its colon, and the slashes of an ARN. */
function nameOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
