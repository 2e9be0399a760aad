/** Finds the modules that Playwright loads: sources in a checkout, their built form in the package. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SuiteError } from '../system/failure.ts';
import { packageRoot } from '../system/package-root.ts';

/**
 * @param module the path from the root of a checkout, without its extension, such as `playwright.config`
 * @returns an absolute path
 * @throws {SuiteError} when the module is in neither place
 */
export function suiteFile(module: string): string {
  const root = packageRoot();
  const forms = [new URL(`${module}.ts`, root), new URL(`dist/suite/${module}.js`, root)];
  const found = forms.find((form) => existsSync(form));
  if (found !== undefined) return fileURLToPath(found);
  throw new SuiteError(`${module}: is not in the package; install toolcall-conformance again`);
}
