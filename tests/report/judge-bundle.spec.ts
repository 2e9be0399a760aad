import { bundleAssets } from '../../src/report/site/bundle.ts';
import { WORKER_SCRIPT } from '../../src/report/site/judge/addresses.ts';
import { expect, test } from '../support/test.ts';

test('what judges in a browser asks for nothing that only Node has', async () => {
  const worker = (await bundleAssets()).get(WORKER_SCRIPT) ?? '';
  expect(worker.length).toBeGreaterThan(1_000_000);
  expect(/\bBuffer\b.{0,80}|\bnode:.{0,80}/u.exec(worker)?.[0]).toBeUndefined();
});
