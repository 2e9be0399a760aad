/**
 * The recorder as a process beside the tap. What the tap tells has left it before a client knows that its answer has ended, so
 * nothing is lost when the tap is killed; and no judging keeps a piece of an answer waiting.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { inFewerEvents, type WireEvent, type WireListener } from '../tap/wire-event.ts';

/** From so many exchanges on that are told and not yet judged, or so many bytes of them, new requests wait. */
const UNJUDGED = 4000;
const UNJUDGED_BYTES = 32 * 1024 * 1024;

/**
 * What is told leaves together: each message costs the tap as much as passing a piece on. An exchange that ends takes all with it,
 * so that this is what may be missing of one that goes on when the tap is killed.
 */
const TOGETHER_MS = 50;
const TOGETHER_BYTES = 64 * 1024;

/** What the recorder says: that it listens, and then with which exchanges it is done. */
const saidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  z.object({ kind: z.literal('judged'), ids: z.array(z.int()) }),
]);

export class RecorderProcess implements WireListener {
  readonly #child: ChildProcess;
  /** Of each exchange under way. */
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
  /** Node drops what was told to a process that does not listen yet, when the line to it is closed. */
  readonly #listening: Promise<void>;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;

  /**
   * @param args of the command `recorder`
   * @param outputs the file descriptors that it writes to
   */
  constructor(args: readonly string[], outputs: readonly [stdout: number, stderr: number]) {
    // In a group of its own, so that Ctrl-C ends the tap, and the recorder when the tap has ended.
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
    // What cannot be told any more is told of by its end.
    this.#child.on('error', () => {});
  }

  /** How many exchanges have ended and are not judged yet. */
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

  /** Nothing more is told: the recorder judges what is left, tells what came of it, and ends. */
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

/** What the recorder says to the tap that started it; nobody hears it where the tap was killed. */
export function sayToTap(said: z.infer<typeof saidSchema>): void {
  if (process.connected) process.send?.(said, undefined, undefined, () => {});
}
