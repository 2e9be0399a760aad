import { execFileSync } from 'node:child_process';
import { asPattern, commandLine } from '../../src/text/shell-word.ts';
import { expect, test } from '../support/test.ts';

test('a shell reads the words as they were', () => {
  const words = ['plain', '', "it's", '$(rm -rf x)', 'a b', '*', 'line\nfeed', '"quoted"', '--x=1'];
  const read = execFileSync('sh', ['-c', `printf '%s\\0' ${commandLine(words)}`], { encoding: 'utf8' });
  expect(read.split('\0').slice(0, -1)).toEqual(words);
});

test('a pattern matches the text itself', () => {
  const text = 'p/k2.5@x (a+b) [c] {d} ^$ | \\ *?';
  expect(new RegExp(`^${asPattern(text)}$`, 'u').test(text)).toBe(true);
});
