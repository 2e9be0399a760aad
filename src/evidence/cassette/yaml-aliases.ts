/** What the aliases of a YAML file amount to. */
import { EVENT_ID, type Event } from 'js-yaml';

/** So many times its own length a file may have once its aliases are written out. */
const LARGEST_GROWTH = 100;

/**
 * Aliases of aliases double with every line, so that a short file stands for more than any memory holds.
 *
 * @throws {Error} when the file, its aliases written out, is very much longer than it is
 */
export function refuseBomb(events: readonly Event[], text: string): void {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return;
  /** Characters below an anchor; without end as long as it is open, since an alias there stands for itself. */
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
