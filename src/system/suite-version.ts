/** The version of the suite. In its own file, so that `--version` loads nothing else. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';
import { packageRoot } from './package-root.ts';

/** The version in package.json; `unknown` if it cannot be read. */
export function suiteVersion(): string {
  try {
    const json = parseJson(readFileSync(new URL('package.json', packageRoot()), 'utf8'));
    const version = isObject(json) ? json['version'] : undefined;
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The commit of the checkout that the suite runs from; null for an installed package, even inside another checkout. */
export function suiteCommit(): string | null {
  const root = packageRoot();
  if (!existsSync(new URL('.git', root))) return null;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}
