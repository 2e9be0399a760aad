/** Collects the events of a tap. */
import type { WireEvent, WireListener } from '../../src/tap/wire-event.ts';

export class Heard implements WireListener {
  readonly events: WireEvent[] = [];

  async ready(): Promise<void> {}

  tell(event: WireEvent): boolean {
    // The buffer that holds the bytes may be reused.
    this.events.push('bytes' in event ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
    return true;
  }

  async heard(): Promise<void> {}

  /** Returns the request bodies and the response bodies so far, as Latin-1 text. */
  bodies(): { readonly sent: string; readonly arrived: string } {
    const textOf = (kind: 'sent' | 'arrived') =>
      this.events
        .flatMap((event) => (event.kind === kind ? Buffer.from(event.bytes).toString('latin1') : []))
        .join('');
    return { sent: textOf('sent'), arrived: textOf('arrived') };
  }

  /** Returns the failure of each exchange that ended, or null if it ended normally. */
  failures(): (string | null)[] {
    return this.events.flatMap((event) => (event.kind === 'end' ? [event.failure] : []));
  }
}
