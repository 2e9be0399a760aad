/** Folders that are not made of cassettes, or cannot be searched. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planConversations } from '../../src/replay/plan.ts';
import { expect, test } from '../support/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
});

test.afterEach(() => rmSync(folder, { recursive: true }));

const plan = (place: string) => planConversations(place, [], []);

test('many links to folders are one line', () => {
  mkdirSync(join(folder, 'there'));
  for (let at = 0; at < 30; at += 1) symlinkSync('there', join(folder, `link-${at}.yaml`));
  expect(() => plan(folder)).toThrow(
    /^\S+\/link-\d+\.yaml, \S+, \S+ and 27 more: are links to folders, which are not searched; put the folders themselves there, or name another folder than \S+$/u,
  );
});

test('links that lead nowhere, or in a circle, are no cassettes', () => {
  symlinkSync('circle', join(folder, 'circle'));
  symlinkSync('nowhere', join(folder, 'nowhere'));
  expect(() => plan(folder)).toThrow(`${folder}: holds no cassette; record one, or name another folder`);
});

test('what is no folder, or cannot be read, is named with the next step', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => plan(file)).toThrow(
    `${file}: cannot be read (ENOTDIR); name a folder that holds cassettes alone`,
  );
});
