/** Raw HTTP/1.1: the head, each chunk and each trailer of a message, and how the connection ended. */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A message as received. */
export interface RawMessage {
  /** The first line of the head. */
  readonly start: string;
  /** Names and values, unchanged. */
  readonly fields: readonly (readonly [string, string])[];
  /** The chunks of a chunked body. Any other body is one chunk. */
  readonly chunks: readonly string[];
  readonly trailers: readonly string[];
  readonly ended: 'whole' | 'closed' | 'reset';
}

/** Reads the messages of a connection one after another. Bytes are Latin-1 text. */
export class RawReader {
  #text = '';
  #ended: 'closed' | 'reset' | null = null;
  #wake = () => {};

  constructor(socket: Socket) {
    socket.on('data', (piece) => {
      this.#text += piece.toString('latin1');
      this.#wake();
    });
    const end = (how: 'closed' | 'reset') => () => {
      this.#ended ??= how;
      this.#wake();
    };
    socket.on('error', end('reset'));
    socket.on('end', end('closed'));
    socket.on('close', end('closed'));
  }

  /**
   * Reads the next message. Null if the connection ends before the head is complete.
   *
   * @param onChunk receives the number of chunks so far
   */
  async read(onChunk: (count: number) => void = () => {}): Promise<RawMessage | null> {
    const head = await this.#lines();
    if (head === null) return null;
    const [start = '', ...rest] = head;
    const fields = rest.map(
      (field) => [field.split(': ')[0] ?? '', field.slice(field.indexOf(': ') + 2)] as const,
    );
    const valueIn = (name: string) => fields.find(([one]) => one.toLowerCase() === name)?.[1];
    const message = (
      chunks: readonly string[],
      trailers: readonly string[],
      isWhole: boolean,
    ): RawMessage => {
      return { start, fields, chunks, trailers, ended: isWhole ? 'whole' : (this.#ended ?? 'closed') };
    };
    if (valueIn('transfer-encoding') !== 'chunked') {
      const unlimited = start.startsWith('HTTP') ? Number.POSITIVE_INFINITY : 0;
      const length = Number(valueIn('content-length') ?? unlimited);
      const isWhole = await this.#has(() => this.#text.length >= length);
      return message([this.#take(Math.min(length, this.#text.length))], [], isWhole);
    }
    const chunks: string[] = [];
    for (;;) {
      const size = await this.#line();
      if (size === null) return message(chunks, [], false);
      const length = Number.parseInt(size, 16);
      if (length === 0) {
        const trailers = await this.#lines();
        return message(chunks, trailers ?? [], trailers !== null);
      }
      if (!(await this.#has(() => this.#text.length >= length + 2))) return message(chunks, [], false);
      chunks.push(this.#take(length + 2).slice(0, -2));
      onChunk(chunks.length);
    }
  }

  /** Waits until the condition holds. Returns false if the connection ends first. */
  async #has(isSo: () => boolean): Promise<boolean> {
    while (!isSo() && this.#ended === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return isSo();
  }

  #take(length: number): string {
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return taken;
  }

  async #line(): Promise<string | null> {
    if (!(await this.#has(() => this.#text.includes('\r\n')))) return null;
    return this.#take(this.#text.indexOf('\r\n') + 2).slice(0, -2);
  }

  /** Reads lines up to an empty one. */
  async #lines(): Promise<string[] | null> {
    const lines: string[] = [];
    for (let line = await this.#line(); line !== ''; line = await this.#line()) {
      if (line === null) return null;
      lines.push(line);
    }
    return lines;
  }
}

/** A server that answers each request on the connection it arrived on. */
export async function rawServer(
  answer: (socket: Socket, request: RawMessage) => Promise<void>,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, async (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const reader = new RawReader(socket);
    for (let request = await reader.read(); request !== null; request = await reader.read()) {
      await answer(socket, request);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends a request unchanged. */
export function rawRequest(port: number, pieces: readonly string[]): Socket {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  for (const piece of pieces) socket.write(piece, 'latin1');
  return socket;
}

/** Returns a chunk as it is written on the wire. */
export function chunkOf(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}
