/**
 * The paths of an answer's parts. Nearly all parts of a stream have the same paths, which are constants so that they
 * are not built again for each chunk.
 */

/** The member of a choice that has the message. */
export type Part = 'delta' | 'message';

const FIRST = 'choices[0]';
const IN_FIRST = {
  delta: { message: `${FIRST}.delta`, content: `${FIRST}.delta.content` },
  message: { message: `${FIRST}.message`, content: `${FIRST}.message.content` },
} as const;

export function choicePath(position: number): string {
  return position === 0 ? FIRST : `choices[${position}]`;
}

export function messagePath(position: number, part: Part): string {
  return position === 0 ? IN_FIRST[part].message : `${choicePath(position)}.${part}`;
}

export function contentPath(position: number, part: Part): string {
  return position === 0 ? IN_FIRST[part].content : `${messagePath(position, part)}.content`;
}
