/** Limits the size of a YAML file with its aliases expanded. */
import { EVENT_ID, type Event } from 'js-yaml';

/** A file may grow to this multiple of its length when its aliases are expanded. */
const LARGEST_GROWTH = 100;

/**
 * Refuses YAML bombs. Aliases of aliases can double the size with every line, beyond any memory.
 *
 * @throws {Error} when the file with its aliases expanded exceeds the limit
 */
export function refuseBomb(events: readonly Event[], text: string): void {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return;
  /** The characters below each anchor; infinite while it is open, because an alias inside it refers to itself. */
  const lengths = new Map<string, number>();
  const open: { readonly anchor: string | null; length: number }[] = [{ anchor: null, length: 0 }];
  const grow = (by: number) => {
    const innermost = open.at(-1);
    if (innermost === undefined) return;
    innermost.length += by;
    if (innermost.length > text.length * LARGEST_GROWTH)
      throw new Error('its aliases stand for more than a recording can hold');
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.POP: {
        const { anchor = null, length = 0 } = open.pop() ?? {};
        if (anchor !== null) lengths.set(anchor, length);
        grow(length);
        break;
      }
      case EVENT_ID.ALIAS:
        grow(lengths.get(anchorOf(event, text) ?? '') ?? 1);
        break;
      case EVENT_ID.SCALAR: {
        const length = event.valueEnd - event.valueStart + 1;
        const anchor = anchorOf(event, text);
        if (anchor !== null) lengths.set(anchor, length);
        grow(length);
        break;
      }
      default: {
        const anchor = event.type === EVENT_ID.DOCUMENT ? null : anchorOf(event, text);
        if (anchor !== null) lengths.set(anchor, Number.POSITIVE_INFINITY);
        open.push({ anchor, length: 1 });
      }
    }
  }
}

function anchorOf(event: { anchorStart: number; anchorEnd: number }, text: string): string | null {
  return event.anchorStart < 0 ? null : text.slice(event.anchorStart, event.anchorEnd);
}
