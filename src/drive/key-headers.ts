/** How a key is shown. */

/** The ways in use: as a bearer token, in a field of this name, or by a signature that is made with it. */
export const KEY_HEADERS = ['bearer', 'api-key', 'x-api-key', 'x-goog-api-key', 'aws-sigv4'] as const;
export type KeyHeader = (typeof KEY_HEADERS)[number];

export function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/**
 * The header fields of a dialect's requests, the key among them.
 *
 * @param keyHeader how this provider wants to see the key, where it is not as the dialect has it
 */
export function headersWith(
  { headers }: { headers(key: string | null): Readonly<Record<string, string>> },
  key: string | null,
  keyHeader: KeyHeader | undefined,
): Readonly<Record<string, string>> {
  if (keyHeader === undefined || key === null) return headers(key);
  // Each attempt is signed when it leaves.
  if (keyHeader === 'aws-sigv4') return headers(null);
  return { ...headers(null), ...(keyHeader === 'bearer' ? bearer(key) : { [keyHeader]: key }) };
}
