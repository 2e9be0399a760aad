/** `serve`: the reference provider, until it is interrupted. */

import { SHARED_BASE_PATH } from '../answers/routes.ts';
import { dialects } from '../dialects/catalogue.ts';
import { createReferenceProvider } from '../provider/reference-provider.ts';
import { messageOf, SuiteError } from '../system/failure.ts';
import type { Host } from './host.ts';

const ENDING = ['SIGINT', 'SIGTERM'] as const;

export interface ServeCommand {
  readonly port: string;
  readonly fault?: string;
  /** The only models that are served. */
  readonly model?: readonly string[];
  readonly insistOnThoughts?: boolean;
}

/** @throws {SuiteError} when there is no such fault, or the port cannot be had */
export async function serveCommand(
  { port, fault, model, insistOnThoughts = false }: ServeCommand,
  { stdout, signals }: Host,
): Promise<void> {
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new SuiteError(`--port ${port}: is no port`);
  const provider = createReferenceProvider({
    insistsOnThoughts: insistOnThoughts,
    ...(fault === undefined ? {} : { fault }),
    ...(model === undefined ? {} : { models: model }),
  });
  let url: string;
  try {
    ({ url } = await provider.listen(number));
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw new SuiteError(`--port ${port}: ${messageOf(error)}; choose another`);
  }
  const served = model === undefined ? 'any model name' : `models: ${model.join(', ')}`;
  stdout.write(`every dialect: ${url}${SHARED_BASE_PATH}, ${served}\n`);
  for (const dialect of dialects()) {
    const { basePaths } = await dialect.service();
    for (const [extension, path] of Object.entries(basePaths)) {
      const name = extension === 'plain' ? dialect.id : `${dialect.id} (${extension})`;
      stdout.write(`${name}: ${url}${path}\n`);
    }
  }
  const close = () => {
    for (const signal of ENDING) signals.off(signal, close);
    void provider.close();
  };
  for (const signal of ENDING) signals.on(signal, close);
}
