/** Where the parts of an answer stand. Nearly all of a stream stands in one place, which is not written anew for each chunk. */

/** The name of the member of a choice that carries the message. */
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
