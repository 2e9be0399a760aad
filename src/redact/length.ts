/** The length that a header field tells of a body. */
import type { HeaderFields } from '../evidence/exchange.ts';

/** The fields with the length of the body after a redaction, where they told that of the body before. */
export function withLength(fields: HeaderFields, before: Uint8Array, after: Uint8Array): HeaderFields {
  const [told, now] = [before, after].map(({ length }) => String(length));
  return fields.map(([name, values]) =>
    name.toLowerCase() === 'content-length'
      ? [name, values.map((value) => (value === told ? (now ?? value) : value))]
      : [name, values],
  );
}
