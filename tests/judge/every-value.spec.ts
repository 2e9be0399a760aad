/** A sample of `npm run attack`: replaces one value at a time by an odd value. */
import { attackedRecordings, errorsOf, ODD, placesIn, withOdd } from '../support/attack.ts';
import { expect, test } from '../support/test.ts';

/** Tests one in this number of all mutations. A prime, so that all odd values are used. */
const STRIDE = 4001;

test('no value of any recording breaks what reads it', async () => {
  const errors: string[] = [];
  let at = 0;
  for (const attacked of attackedRecordings()) {
    for (const place of placesIn(attacked)) {
      for (const odd of ODD) {
        at += 1;
        if (at % STRIDE !== 0) continue;
        const where = `${attacked.name} ${place.side} ${place.path.join('.')} = ${odd.slice(0, 40)}`;
        for (const error of await errorsOf(attacked, withOdd(attacked, place, odd)))
          errors.push(`${where}: ${error}`);
      }
    }
  }
  expect(errors).toEqual([]);
});
