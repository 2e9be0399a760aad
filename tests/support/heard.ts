/** What a tap tells, kept. */
import type { WireEvent, WireListener } from '../../src/tap/wire-event.ts';

export class Heard implements WireListener {
  readonly events: WireEvent[] = [];

  async ready(): Promise<void> {}

  tell(event: WireEvent): boolean {
    // The bytes may be those of a buffer that is used again.
    this.events.push('bytes' in event ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
    return true;
  }

  async heard(): Promise<void> {}

  /** The bodies so far, of the requests and of the answers, as Latin-1 text. */
  bodies(): { readonly sent: string; readonly arrived: string } {
    const textOf = (kind: 'sent' | 'arrived') =>
      this.events
        .flatMap((event) => (event.kind === kind ? Buffer.from(event.bytes).toString('latin1') : []))
        .join('');
    return { sent: textOf('sent'), arrived: textOf('arrived') };
  }

  /** What ended each exchange before its end. */
  failures(): (string | null)[] {
    return this.events.flatMap((event) => (event.kind === 'end' ? [event.failure] : []));
  }
}
