/** The version of the suite. It is on its own, since `--version` need not load anything else. */
import { readFileSync } from 'node:fs';
import { isObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/** As package.json says; `unknown` where there is none. */
export function suiteVersion(): string {
  // The compiled files lie one folder deeper than the sources.
  for (const path of ['../../package.json', '../../../package.json']) {
    const version = versionIn(new URL(path, import.meta.url));
    if (version !== null) return version;
  }
  return 'unknown';
}

function versionIn(file: URL): string | null {
  try {
    const json = parseJson(readFileSync(file, 'utf8'));
    const version = isObject(json) ? json['version'] : undefined;
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
