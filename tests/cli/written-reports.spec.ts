/** What the command line says of reports that could not be made. */
import { failureLines } from '../../src/cli/written-reports.ts';
import { SuiteError, unwritten } from '../../src/system/failure.ts';
import { expect, test } from '../support/test.ts';

test('things that one cause keeps from being made are one line', () => {
  const full = (path: string) => unwritten(path, Object.assign(new Error('full'), { code: 'ENOSPC' }));
  expect(
    failureLines([
      { what: 'the pages', error: full('a') },
      { what: 'api/v1', error: new SuiteError('b: is odd') },
      { what: 'junit.xml', error: full('c') },
    ]),
  ).toEqual([
    'the pages, junit.xml could not be made: a: cannot be written (ENOSPC); make room there, or name a folder that can be written to',
    'api/v1 could not be made: b: is odd',
  ]);
});
