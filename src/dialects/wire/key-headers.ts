/** How a key is shown. */

export function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}
