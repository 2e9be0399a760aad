/** A small gateway that passes everything on, except for the requested changes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Change = (json: Record<string, unknown>) => Record<string, unknown> | null;

/** The changes that the gateway makes. Everything not named here passes unchanged. */
export interface Meddling {
  /** Changes the request to the upstream. Null answers it without asking the upstream. */
  readonly request?: Change;
  /** Changes the body of a buffered answer. */
  readonly answer?: (json: Record<string, unknown>) => Record<string, unknown>;
  /** If true for a buffered answer, the gateway answers with its own error instead. */
  readonly refuses?: (json: Record<string, unknown>) => boolean;
  /** Changes the data of one event of a stream. Null drops the event. */
  readonly event?: Change;
  readonly status?: (status: number) => number;
  /** Header fields to drop from the answer, in lower case. */
  readonly withoutHeaders?: readonly string[];
  /** Header fields to drop from the request, in lower case. */
  readonly withoutRequestHeaders?: readonly string[];
  /** Buffers the pieces of an answer until the last one has arrived. */
  readonly gathers?: boolean;
  /** Reads the upstream to its end after the client has disconnected. */
  readonly readsOn?: boolean;
  /** The number of times that it sends each request to the upstream. */
  readonly times?: number;
}

export interface SmallGateway {
  /** For example `http://127.0.0.1:8787`. */
  readonly url: string;
  close(): Promise<void>;
}

/** @param upstream the origin to which paths are added */
export async function openSmallGateway(
  upstream: string,
  meddling: Meddling = {},
  port = 0,
): Promise<SmallGateway> {
  return listening(
    createServer((incoming, outgoing) => {
      pass(incoming, outgoing, upstream, meddling).catch(() => outgoing.destroy());
    }),
    port,
  );
}

/** Starts a server on 127.0.0.1 and returns it as a gateway. */
export async function listening(server: Server, port = 0): Promise<SmallGateway> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const REFUSAL =
  '{"error": {"message": "the upstream broke its promise", "type": "api_error", "param": null, "code": null}}';
const OF_THIS_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: string,
  meddling: Meddling,
): Promise<void> {
  const sent = await bodyOf(incoming);
  const body = meddling.request === undefined ? sent : changed(sent, meddling.request);
  if (body === null) {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": []}');
    return;
  }
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableEnded && meddling.readsOn !== true) gone.abort();
  });
  const isLeftOut = (name: string) =>
    OF_THIS_HOP.has(name) || meddling.withoutRequestHeaders?.includes(name) === true;
  const ask = () =>
    fetch(`${upstream}${incoming.url}`, {
      method: incoming.method ?? 'POST',
      headers: Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
        isLeftOut(name) || typeof value !== 'string' ? [] : [[name, value]],
      ),
      body,
      signal: gone.signal,
    });
  for (let time = 1; time < (meddling.times ?? 1); time += 1) await (await ask()).arrayBuffer();
  const answer = await ask();
  const headers = [...answer.headers].filter(
    ([name]) => !OF_THIS_HOP.has(name) && meddling.withoutHeaders?.includes(name) !== true,
  );
  const isRefused = async () => meddling.refuses?.(JSON.parse(await answer.clone().text())) === true;
  if (answer.ok && meddling.refuses !== undefined && (await isRefused())) {
    outgoing.writeHead(502, { 'content-type': 'application/json' });
    outgoing.end(REFUSAL);
    return;
  }
  const isStream = answer.headers.get('content-type')?.includes('event-stream') === true;
  outgoing.writeHead(meddling.status?.(answer.status) ?? answer.status, headers.flat());
  const change = answer.ok ? (isStream ? meddling.event : meddling.answer) : undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body ?? []) {
    if (change === undefined && meddling.gathers !== true) outgoing.write(piece);
    else pieces.push(piece);
  }
  const whole = Buffer.concat(pieces);
  if (change === undefined) outgoing.end(whole);
  else if (isStream) outgoing.end(changedEvents(whole.toString('utf8'), change));
  else outgoing.end(changed(whole.toString('utf8'), change));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of incoming) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function changed(text: string, change: Change): string | null {
  const json = change(JSON.parse(text));
  return json === null ? null : JSON.stringify(json);
}

function changedEvents(text: string, change: Change): string {
  return text
    .split('\n\n')
    .flatMap((event) => {
      const [, before = '', data] = /^((?:event: .*\n)?data: )(\{.*)$/su.exec(event) ?? [];
      if (data === undefined) return [event];
      const json = change(JSON.parse(data));
      return json === null ? [] : [`${before}${JSON.stringify(json)}`];
    })
    .join('\n\n');
}
