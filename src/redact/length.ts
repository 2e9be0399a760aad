/** Updates the Content-Length header of a body. */
import type { HeaderFields } from '../evidence/exchange.ts';

/** Returns the fields with the new length of the body, if they declared its length before the redaction. */
export function withLength(fields: HeaderFields, before: Uint8Array, after: Uint8Array): HeaderFields {
  const [told, now] = [before, after].map(({ length }) => String(length));
  return fields.map(([name, values]) =>
    name.toLowerCase() === 'content-length'
      ? [name, values.map((value) => (value === told ? (now ?? value) : value))]
      : [name, values],
  );
}
