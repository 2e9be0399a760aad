/** Long bodies wait on disk, and come back as they were. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrivingBody } from '../../src/transports/live-body.ts';
import { expect, test } from '../support/test.ts';

const LIMIT = 9 * 1024 * 1024;
const usual = process.env['TMPDIR'];

test.afterEach(() => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
});

/** Pieces of odd lengths, until the limit cuts one. */
function arrived(): { readonly body: ArrivingBody; readonly sent: Buffer } {
  const body = new ArrivingBody(LIMIT);
  const pieces: Buffer[] = [];
  for (let [at, whole] = [0, true]; whole; at += 1) {
    const piece = Buffer.alloc(1 + ((at * 7919) % 99_991), at);
    pieces.push(piece);
    whole = body.append(piece, at);
  }
  return { body, sent: Buffer.concat(pieces).subarray(0, LIMIT) };
}

for (const [where, folder] of [
  ['on disk', () => mkdtempSync(join(tmpdir(), 'live-body-'))],
  ['in memory where the disk takes nothing', () => join(tmpdir(), 'is', 'not', 'there')],
] as const) {
  test(`a long body waits ${where}`, () => {
    const temporary = folder();
    process.env['TMPDIR'] = temporary;
    const { body, sent } = arrived();
    expect({ length: body.length, isLong: body.isLong }).toEqual({ length: LIMIT, isLong: true });
    expect(Buffer.from(body.take()).equals(sent)).toBe(true);
    if (where !== 'on disk') return;
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  });
}
