/** Who serves the Messages API, as far as the wire tells them apart: the path of the request says it. */

export type MessagesVariant = 'anthropic' | 'bedrock' | 'vertex';

export interface ServedBy {
  readonly variant: MessagesVariant;
  /** The model that the path names; null in the first party's. */
  readonly model: string | null;
  /** Whether the path itself asks for a stream. */
  readonly streaming: boolean;
}

const BEDROCK = /\/model\/([^/]+)\/invoke(-with-response-stream)?$/u;
const VERTEX = /\/publishers\/anthropic\/models\/([^/:]+):(raw|streamRaw)Predict$/u;
const FIRST_PARTY: ServedBy = { variant: 'anthropic', model: null, streaming: false };

/** @param path of the URL, without its query */
export function servedAt(path: string): ServedBy {
  const bedrock = BEDROCK.exec(path);
  if (bedrock !== null) {
    return { variant: 'bedrock', model: nameOf(bedrock[1]), streaming: bedrock[2] !== undefined };
  }
  const vertex = VERTEX.exec(path);
  if (vertex === null) return FIRST_PARTY;
  return { variant: 'vertex', model: nameOf(vertex[1]), streaming: vertex[2] === 'streamRaw' };
}

/** A model's name may be escaped in a path, its colon above all. */
function nameOf(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
