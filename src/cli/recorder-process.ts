/**
 * The recorder, as a separate process beside the tap. Every event leaves the tap before the client knows that its
 * response has ended, so killing the tap loses nothing. And judging never delays a piece of a response.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { inFewerEvents, type WireEvent, type WireListener } from '../tap/wire-event.ts';

/** New requests wait while more than this many ended exchanges, or bytes of them, are not judged yet. */
const UNJUDGED = 4000;
const UNJUDGED_BYTES = 32 * 1024 * 1024;

/**
 * Events are sent in batches, because each message costs the tap as much as forwarding a piece. The end of an exchange
 * sends the batch at once. So when the tap is killed, only this much of an exchange in progress can be missing.
 */
const TOGETHER_MS = 50;
const TOGETHER_BYTES = 64 * 1024;

/** The recorder's messages: that it listens, and then which exchanges it has judged. */
const saidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  z.object({ kind: z.literal('judged'), ids: z.array(z.int()) }),
]);

export class RecorderProcess implements WireListener {
  readonly #child: ChildProcess;
  /** The bytes of each exchange in progress. */
  readonly #bytes = new Map<number, number>();
  readonly #unjudged = new Map<number, number>();
  #unjudgedBytes = 0;
  #leaving: WireEvent[] = [];
  #leavingBytes = 0;
  #leavesAt: NodeJS.Timeout | undefined;
  #leavesNow: NodeJS.Immediate | undefined;
  #isFree = true;
  #told = 0;
  #heard = 0;
  readonly #waiting: { readonly told: number; readonly go: () => void }[] = [];
  readonly #waitingForRoom: (() => void)[] = [];
  /** Resolves when the recorder listens. Until then, Node drops messages if the channel closes. */
  readonly #listening: Promise<void>;
  /** The recorder's exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;

  /**
   * @param args arguments for the command `recorder`
   * @param outputs the file descriptors for its output
   */
  constructor(args: readonly string[], outputs: readonly [stdout: number, stderr: number]) {
    // The recorder has its own process group, so that Ctrl-C ends only the tap, and the recorder ends after the tap.
    this.#child = fork(process.argv[1] ?? '', ['recorder', ...args], {
      detached: true,
      serialization: 'advanced',
      stdio: ['ignore', ...outputs, 'ipc'],
    });
    this.ended = once(this.#child, 'exit').then(([code]) => {
      for (const { go } of this.#waiting.splice(0)) go();
      for (const go of this.#waitingForRoom.splice(0)) go();
      return code;
    });
    this.#listening = new Promise((resolve) => {
      void this.ended.then(() => resolve());
      this.#child.on('message', (message) => {
        const said = saidSchema.parse(message);
        if (said.kind === 'listening') resolve();
        else this.#judged(said.ids);
      });
    });
    // A failed send needs no handling: the recorder's end is reported elsewhere.
    this.#child.on('error', () => {});
  }

  /** The number of exchanges that have ended and are not judged yet. */
  get unjudged(): number {
    return this.#unjudged.size;
  }

  async ready(): Promise<void> {
    await this.#listening;
    if (this.#hasRoom() || !this.#child.connected) return;
    await new Promise<void>((go) => this.#waitingForRoom.push(go));
  }

  tell(event: WireEvent): boolean {
    if (!this.#child.connected) return true;
    this.#count(event);
    this.#told += 1;
    this.#leaving.push(event);
    if ('bytes' in event) this.#leavingBytes += event.bytes.length;
    if (this.#leavingBytes >= TOGETHER_BYTES) this.#leave();
    else if (event.kind === 'end') this.#leaveInThisTurn();
    else this.#leavesAt ??= setTimeout(() => this.#leave(), TOGETHER_MS);
    return this.#isFree;
  }

  async heard(): Promise<void> {
    if (this.#heard === this.#told || !this.#child.connected) return;
    this.#leaveInThisTurn();
    await new Promise<void>((go) => this.#waiting.push({ told: this.#told, go }));
  }

  /** Ends the event stream: the recorder judges what is left, prints the report, and exits. */
  async close(): Promise<void> {
    await this.#listening;
    await this.heard();
    if (this.#child.connected) this.#child.disconnect();
  }

  #leaveInThisTurn(): void {
    this.#leavesNow ??= setImmediate(() => this.#leave());
  }

  #leave(): void {
    clearImmediate(this.#leavesNow);
    this.#leavesNow = undefined;
    clearTimeout(this.#leavesAt);
    this.#leavesAt = undefined;
    if (this.#leaving.length === 0 || !this.#child.connected) return;
    const told = this.#told;
    this.#isFree = this.#child.send(inFewerEvents(this.#leaving), () => this.#arrived(told));
    this.#leaving = [];
    this.#leavingBytes = 0;
  }

  #hasRoom(): boolean {
    return this.#unjudged.size <= UNJUDGED && this.#unjudgedBytes <= UNJUDGED_BYTES;
  }

  #arrived(told: number): void {
    this.#heard = told;
    this.#isFree = true;
    while (this.#waiting[0] !== undefined && this.#waiting[0].told <= told) this.#waiting.shift()?.go();
  }

  #count(event: WireEvent): void {
    const bytes = this.#bytes.get(event.id) ?? 0;
    if (event.kind === 'sent' || event.kind === 'arrived')
      this.#bytes.set(event.id, bytes + event.bytes.length);
    if (event.kind !== 'end') return;
    this.#bytes.delete(event.id);
    this.#unjudged.set(event.id, bytes);
    this.#unjudgedBytes += bytes;
  }

  #judged(ids: readonly number[]): void {
    for (const id of ids) {
      this.#unjudgedBytes -= this.#unjudged.get(id) ?? 0;
      this.#unjudged.delete(id);
    }
    if (this.#hasRoom()) for (const go of this.#waitingForRoom.splice(0)) go();
  }
}

/** Sends a message from the recorder to the tap that started it; does nothing when the tap was killed. */
export function sayToTap(said: z.infer<typeof saidSchema>): void {
  if (process.connected) process.send?.(said, undefined, undefined, () => {});
}
