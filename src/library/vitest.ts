/** Gives Vitest's `expect` the matcher `toKeepProtocol`, and its types the same. */
import { expect } from 'vitest';
import { type KeepProtocolOptions, toKeepProtocol } from './to-keep-protocol.ts';

declare module 'vitest' {
  interface Matchers<T> {
    toKeepProtocol(options?: KeepProtocolOptions): void;
  }
}

expect.extend({ toKeepProtocol });
