import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 optimise functions later. It optimises a function for what it has seen so far, and again when that turns out to be
 * wrong; a process of some seconds then spends a third of its processor time on this (docs/speed.md). Does nothing on
 * newer versions of Node: their V8 has no such flag, and prints an error for it.
 */
export function optimiseLater(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');
}
