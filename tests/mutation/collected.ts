/** What tests/support/test.ts gives, in the bundle of the mutation run: tests are collected, and run by it. */
export { expect } from '@playwright/test';
export { same } from '../support/same.ts';

export interface Collected {
  readonly title: string;
  readonly run: () => unknown;
}

export const collected: Collected[] = [];

export function test(title: string, run: () => unknown): void {
  collected.push({ title, run });
}
