import type { TestInfo } from '@playwright/test';

/**
 * Attaches to the step that runs, else to the test. `TestInfo.attach` would tell each attachment as a step of its own,
 * with a stack trace and a folder for its file, which takes a replay twice the time.
 */
export function attach(
  { attachments }: TestInfo,
  name: string,
  contentType: string,
  body: Uint8Array | string,
): void {
  attachments.push({ name, contentType, body: Buffer.from(body) });
}
