/** Allure's own command: what it must not take away, and what it says. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allureFailure, reportToAllure } from '../../src/report/allure.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { checkRecord, conversation, resultsOf, verdict } from '../support/records.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const RESULTS = resultsOf([conversation()], [verdict()], { checks: { 'ids/present': checkRecord() } });

const folder = folderOfEachTest();

test('a folder that is no Allure report is not replaced', async () => {
  writeFileSync(join(folder(), 'thesis.txt'), 'x');
  const report = reportToAllure(RESULTS, {
    resultsFolder: join(folder(), 'results'),
    reportFolder: folder(),
  });
  await expect(report).rejects.toThrow(/not an Allure report, so it is not replaced/);
  expect(readdirSync(folder())).toEqual(['thesis.txt']);
});

test('where Allure cannot read a result, the earlier report and the history stay', async () => {
  const reportFolder = join(folder(), 'report');
  const historyPath = join(folder(), 'history.jsonl');
  const resultsFolder = join(folder(), 'results');
  for (const path of [reportFolder, resultsFolder]) mkdirSync(path);
  writeFileSync(join(reportFolder, 'test-results.json'), '[]');
  const history = '{"timestamp":1,"testResults":{}}\n';
  writeFileSync(historyPath, history);
  writeFileSync(join(resultsFolder, 'other-result.json'), '{');
  const report = reportToAllure(RESULTS, { resultsFolder, reportFolder, historyPath });
  await expect(report).rejects.toThrow(SuiteError);
  expect(readdirSync(reportFolder)).toEqual(['test-results.json']);
  expect(readFileSync(historyPath, 'utf8')).toBe(history);
  expect(readdirSync(folder()).sort()).toEqual(['history.jsonl', 'report', 'results']);
});

test('what Allure says of a full disk is one line of ours', () => {
  const said = `Command failed: node allure generate\nplugin awesome error Error: ENOSPC: no space left on device, write\n    at async write (node:internal)\n\u001B[31mFailed to generate report\u001B[39m\n`;
  expect(allureFailure('a/allure-results', said).message).toBe(
    'a/allure-results: cannot be written (ENOSPC); make room there, or name a folder that can be written to',
  );
});

test('what else it says is its own first line, without colours and stacks', () => {
  const said = `Command failed: node allure\n\n\u001B[31mTypeError: x is no function\u001B[39m\n    at y (z.js:1:1)\n`;
  expect(allureFailure('a', said).message).toBe(
    'a: allure generate made no sound report: TypeError: x is no function',
  );
  expect(allureFailure('a', ' \n').message).toBe('a: allure generate made no sound report: it said nothing');
});
