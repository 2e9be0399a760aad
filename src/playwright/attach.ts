import type { TestInfo } from '@playwright/test';

/**
 * Attaches to the current step, otherwise to the test. `TestInfo.attach` would report each attachment as a step of its
 * own, with a stack trace and a folder for its file, which doubles the time of a replay.
 */
export function attach(
  { attachments }: Pick<TestInfo, 'attachments'>,
  name: string,
  contentType: string,
  body: Uint8Array | string,
): void {
  attachments.push({ name, contentType, body: Buffer.from(body) });
}
