/** Adds the matcher `toKeepProtocol` to Vitest's `expect`, and to its types. */
import { expect } from 'vitest';
import { type KeepProtocolOptions, toKeepProtocol } from './to-keep-protocol.ts';

declare module 'vitest' {
  interface Matchers<T> {
    toKeepProtocol(options?: KeepProtocolOptions): void;
  }
}

expect.extend({ toKeepProtocol });
