/** The provider variants of the Messages API that the request path distinguishes. */

export type MessagesVariant = 'anthropic' | 'bedrock' | 'vertex';

export interface ServedBy {
  readonly variant: MessagesVariant;
  /** The model in the path; null for the first party. */
  readonly model: string | null;
  /** True if the path itself asks for a stream. */
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

/** Model names may be percent-encoded in a path, in particular their colon. */
function nameOf(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
