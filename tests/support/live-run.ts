/** What a live run needs: a configuration, and a server that counts requests. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import {
  createReferenceProvider,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';

export interface Served {
  /** Includes the path of the OpenRouter extension. */
  readonly baseUrl: string;
  /** For every request so far: its delivery and its first user message. */
  readonly asked: string[];
  /** Resolves when no client is connected. All requests of a killed client are counted by then. */
  left(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a reference provider behind a server that counts requests. */
export async function serveCounted(
  options: ReferenceProviderOptions = {},
  onRequest: (count: number) => void | Promise<void> = () => {},
  refusalOf: (body: string) => string | null = () => null,
): Promise<Served> {
  const provider = createReferenceProvider(options);
  const { url } = await provider.listen();
  const asked: string[] = [];
  const { origin, left, close } = await serve(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    asked.push(openingOf(body));
    await onRequest(asked.length);
    const message = refusalOf(body.toString('utf8'));
    if (message !== null) {
      outgoing.writeHead(400, { 'Content-Type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { message, code: 400 } }));
      return;
    }
    const onward = request(`${url}${incoming.url ?? ''}`, { method: 'POST', headers: incoming.headers });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
  return {
    baseUrl: `${origin}/openrouter/v1`,
    asked,
    left,
    close: async () => void (await Promise.all([close(), provider.close()])),
  };
}

/** Starts a server on a free port. */
export async function serve(listener: RequestListener): Promise<{
  readonly origin: string;
  readonly left: () => Promise<void>;
  readonly close: () => Promise<void>;
}> {
  const server: Server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    left: async () => {
      // A new connection may not be accepted yet.
      do await sleep(20);
      while ((await promisify(server.getConnections.bind(server))()) > 0);
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Returns a text by which the server can distinguish the conversations of a run. */
export function openingOf(body: Uint8Array): string {
  const { messages, stream } = JSON.parse(new TextDecoder().decode(body));
  const user = Array.isArray(messages) ? messages.find(({ role }) => role === 'user') : undefined;
  return `${stream === true ? 'streaming' : 'buffered'} ${JSON.stringify(user?.content ?? messages)}`;
}

/** The arguments of `live` whose reports and expectations are below the folder. */
export function liveCommand(folder: string, config: string, ...more: readonly string[]): string[] {
  const folders = ['reports', 'expectations'].flatMap((name) => [`--${name}`, join(folder, name)]);
  return ['live', '--config', config, ...folders, ...more];
}

/** What a target of the dialect can hold. */
export function scenariosIn(dialect: string): Scenario[] {
  return SCENARIOS.filter((scenario) => canHold(dialectOf(dialect), scenario));
}

/** How many conversations that is, in both deliveries. */
export function conversationsOf(scenarios: readonly Scenario[]): number {
  return 2 * scenarios.reduce((sum, { copies = 1 }) => sum + copies, 0);
}

/** Writes a configuration of providers with one model each. @returns its path */
export function writeConfig(folder: string, ...providers: readonly object[]): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'providers.json');
  const content = {
    providers: providers.map((provider) => ({
      id: 'test',
      name: 'Test',
      dialect: 'openai-chat',
      extensions: ['openrouter'],
      models: [{ id: 'reference' }],
      ...provider,
    })),
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}
