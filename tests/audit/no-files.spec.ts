/** Pipes, devices and links: named, and never waited for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFiles } from '../../src/audit/find-files.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { expect, test } from '../support/test.ts';

test('a pipe and a link to a device are named and not read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-files-'));
  const [pipe, device] = [join(folder, 'pipe.yaml'), join(folder, 'device.yaml')];
  execFileSync('/usr/bin/mkfifo', [pipe]);
  symlinkSync('/dev/zero', device);
  const { files, unreadable } = findFiles([folder]);
  expect(files).toEqual([]);
  expect(unreadable.map(({ problem }) => problem)).toEqual([
    expect.stringMatching(/device\.yaml: is a device, a pipe or a socket and was not read; leave it out$/u),
    expect.stringMatching(/pipe\.yaml: is a device, a pipe or a socket and was not read; leave it out$/u),
  ]);
  for (const file of [pipe, device])
    expect(() => readCassette(file)).toThrow(/\.yaml: is not a file; move it, or record it again$/u);
});
