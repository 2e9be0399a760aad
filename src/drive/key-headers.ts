/** How a key is sent. */

/** The known ways: as a bearer token, in a field of this name, or as a signature made with the key. */
export const KEY_HEADERS = ['bearer', 'api-key', 'x-api-key', 'x-goog-api-key', 'aws-sigv4'] as const;
export type KeyHeader = (typeof KEY_HEADERS)[number];

export function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/**
 * Returns the header fields of a dialect's requests, including the key.
 *
 * @param keyHeader how this provider expects the key, if not as the dialect defines
 */
export function headersWith(
  { headers }: { headers(key: string | null): Readonly<Record<string, string>> },
  key: string | null,
  keyHeader: KeyHeader | undefined,
): Readonly<Record<string, string>> {
  if (keyHeader === undefined || key === null) return headers(key);
  // Each attempt is signed when it is sent.
  if (keyHeader === 'aws-sigv4') return headers(null);
  return { ...headers(null), ...(keyHeader === 'bearer' ? bearer(key) : { [keyHeader]: key }) };
}
