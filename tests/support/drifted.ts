/** Exchanges to compare, and their drift. */
import { driftOf, type StructuralDrift } from '../../src/drift/structural-drift.ts';
import { structureOf } from '../../src/drift/structure.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';

export type Draft = Record<string, unknown>;

export const NO_DRIFT: StructuralDrift = { gone: [], added: [], retyped: [], incomplete: false };

export function exchangeOf(
  body: string | Uint8Array,
  { status = 200, headers = ['Content-Type'] }: { status?: number; headers?: readonly string[] } = {},
): Exchange {
  return {
    request: { method: 'POST', url: 'https://example.com', headers: [], body: new Uint8Array() },
    response: {
      status,
      headers: headers.map((name) => [name, ['x']] as const),
      body: typeof body === 'string' ? Buffer.from(body) : body,
      provenComplete: true,
    },
  };
}

export function jsonBody(value: unknown, status = 200): Exchange {
  return exchangeOf(JSON.stringify(value), { status });
}

export function streamOf(...events: readonly unknown[]): Exchange {
  return exchangeOf(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
}

export function drift(before: readonly Exchange[], after: readonly Exchange[]): StructuralDrift {
  return driftOf(structureOf(before), structureOf(after));
}

export function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null;
}

export function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (!isDraft(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversedKeys(item)]),
  );
}
