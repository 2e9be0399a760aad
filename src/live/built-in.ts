/** Providers that the suite serves itself during a live run. */
import type { Provider } from '../config/providers.ts';
import type { ReferenceProvider } from '../provider/reference-provider.ts';
import { messageOf, SuiteError } from '../system/failure.ts';

/**
 * Starts the built-in providers, each at its configured address.
 *
 * @returns a function that stops them
 * @throws {SuiteError} when a port is taken
 */
export async function serveBuiltIn(providers: readonly Provider[]): Promise<() => Promise<void>> {
  const served: ReferenceProvider[] = [];
  const close = async () => void (await Promise.all(served.map((provider) => provider.close())));
  for (const { id, baseUrl, builtIn } of providers) {
    if (builtIn === undefined) continue;
    const { createReferenceProvider } = await import('../provider/reference-provider.ts');
    const provider = createReferenceProvider();
    try {
      await provider.listen(Number(new URL(baseUrl).port));
    } catch (cause) {
      await close();
      throw new SuiteError(
        `${id}: ${baseUrl} cannot be served (${messageOf(cause)}); end what listens there, or choose another port`,
        { cause },
      );
    }
    served.push(provider);
  }
  return close;
}
