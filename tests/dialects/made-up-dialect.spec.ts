/** A dialect needs only a folder and an entry: everything works with a made-up one, in a copy of the source. */
import { rmSync } from 'node:fs';
import { copyWithParrot, type Outcomes, outcomesIn } from '../support/made-up/copy.ts';
import { DIALECT_CASES } from '../support/made-up/dialect-cases.ts';
import { RUN_CASES } from '../support/made-up/run-cases.ts';
import { expect, test } from '../support/test.ts';

let outcomes: Outcomes;

test.beforeAll(async () => {
  const copy = copyWithParrot();
  try {
    outcomes = await outcomesIn(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

for (const title of [...Object.keys(DIALECT_CASES), ...Object.keys(RUN_CASES)]) {
  test(title, () => {
    expect(outcomes[title]).toBe(null);
  });
}
