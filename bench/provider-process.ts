/** Runs the reference provider in its own process, so that it takes no time from the measured process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const servedSchema = z.object({
  requests: z.int(),
  /** Milliseconds since 1970. */
  firstRequest: z.number(),
  /** When the last answer was sent, in milliseconds since 1970. */
  lastAnswer: z.number(),
});

/** The provider's counts since the last query. */
export type Served = z.infer<typeof servedSchema>;

export interface ProviderProcess {
  /** The base URL of the OpenRouter extension. */
  readonly baseUrl: string;
  served(): Promise<Served>;
  stop(): Promise<void>;
}

/** @param latency of every answer, in milliseconds */
export async function startProvider(latency: number): Promise<ProviderProcess> {
  const child = fork(fileURLToPath(new URL('serve-provider.ts', import.meta.url)), [String(latency)]);
  const exited = once(child, 'exit');
  const next = async () => {
    const ended = exited.then(([code]) => {
      throw new Error(`the provider ended with ${code}`);
    });
    const [message]: unknown[] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  const baseUrl = z.string().parse(await next());
  return {
    baseUrl,
    async served() {
      child.send('served');
      return servedSchema.parse(await next());
    },
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}
