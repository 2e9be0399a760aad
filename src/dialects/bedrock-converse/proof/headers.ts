/** Edits of the headers of frames. */
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { onStream, type Where } from '../../../proof/edits/stream.ts';

/** Replaces the headers of the matching frames. */
export function onHeaders(
  where: Where,
  change: (lines: readonly string[]) => readonly string[],
): ExchangeEdit {
  return onStream((events) => {
    const found = where(events);
    return events.map((event, at) => (found.includes(at) ? { ...event, lines: change(event.lines) } : event));
  });
}
