/** JUnit and CSV: each is read back by a parser, with hostile text wherever a provider chooses the words. */

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { toCsv } from '../../src/exports/csv.ts';
import { toJUnit } from '../../src/exports/junit.ts';
import { isHeldAgainst } from '../../src/gate/gate.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { plainText } from '../../src/text/display.ts';
import { anyText, finding, HOSTILE, resultsOf, saying } from '../support/exported-results.ts';
import fc from '../support/property.ts';
import { conversation, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

const isHeld = (verdict: VerdictRecord): boolean => isHeldAgainst(verdict, { failOn: 'must' });

const READ_XML = {
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name: string) => ['testsuite', 'testcase', 'property'].includes(name),
};

test.describe('JUnit', () => {
  test('one suite a target, one case a verdict, and what the gate does not count is skipped with its dialogue', () => {
    const accepted = { reason: 'the provider knows', link: null, since: '2025-11-20' };
    const results = resultsOf(
      [
        conversation({ ms: 1500, passed: [], notApplicable: ['arguments/json'] }),
        conversation({ delivery: 'buffered', ms: 500, passed: ['ids/portable'] }),
        conversation({ target: 'p/n', sample: 2, passed: ['arguments/json'] }),
      ],
      [
        verdict({ findings: [finding], findingCount: 2 }),
        verdict({ check: 'ids/portable', level: 'SHOULD', findings: [finding], findingCount: 1 }),
        verdict({ delivery: 'buffered', findings: [finding], findingCount: 1, expectation: accepted }),
        verdict({
          delivery: 'buffered',
          check: 'arguments/json',
          outcome: 'inconclusive',
          reason: 'no call',
        }),
        verdict({ target: 'p/n', sample: 2, outcome: 'error', reason: 'the check broke' }),
        verdict({
          target: 'p/n',
          sample: 2,
          check: 'ids/portable',
          outcome: 'unsupported',
          reason: 'declared',
        }),
      ],
    );
    const xml = toJUnit(results, { isHeld, lineOf: (_cassette, exchange) => exchange * 100 });
    expect(XMLValidator.validate(xml)).toBe(true);
    const place = 'exchange 2, event 5, choices[0].delta: the id is gone';
    const classOf = (delivery: string, target = 'p/m') => `${target}.weather.${delivery}`;
    const properties = (notApplicable: string) => ({
      property: [
        { name: 'run', value: 'r1' },
        { name: 'mode', value: 'replay' },
        { name: 'suite', value: '0.1.0' },
        { name: 'dialect', value: 'openai-chat' },
        { name: 'not-applicable', value: notApplicable },
      ],
    });
    const timestamp = '2025-11-20T02:00:00.000Z';
    expect(new XMLParser({ ...READ_XML, trimValues: true }).parse(xml).testsuites).toEqual({
      name: 'toolcall-conformance',
      tests: '8',
      failures: '1',
      errors: '1',
      skipped: '4',
      testsuite: [
        {
          name: 'p/m',
          tests: '5',
          failures: '1',
          errors: '0',
          skipped: '3',
          time: '2.000',
          timestamp,
          properties: properties('1'),
          testcase: [
            {
              classname: classOf('streaming'),
              name: 'ids/present',
              time: '0',
              file: 'c',
              line: '200',
              failure: {
                type: 'MUST',
                message: `MUST ids/present: ${place} (and 1 more)`,
                '#text': `MUST ids/present\n${place}; found null; expected a string\nand 1 more`,
              },
            },
            {
              classname: classOf('streaming'),
              name: 'ids/portable',
              time: '0',
              file: 'c',
              line: '200',
              skipped: { message: `does not count at this gate: SHOULD, by the provider: ${place}` },
            },
            {
              classname: classOf('buffered'),
              name: 'ids/present',
              time: '0',
              file: 'c',
              line: '200',
              skipped: { message: `known since 2025-11-20: the provider knows: ${place}` },
            },
            { classname: classOf('buffered'), name: 'ids/portable', time: '0' },
            {
              classname: classOf('buffered'),
              name: 'arguments/json',
              time: '0',
              file: 'c',
              skipped: { message: 'inconclusive: no call' },
            },
          ],
        },
        {
          name: 'p/n',
          tests: '3',
          failures: '0',
          errors: '1',
          skipped: '1',
          time: '0.000',
          timestamp,
          properties: properties('0'),
          testcase: [
            {
              classname: classOf('streaming', 'p/n'),
              name: 'ids/present · sample 2',
              time: '0',
              file: 'c',
              error: { type: 'error', message: 'the check broke', '#text': 'the check broke' },
            },
            {
              classname: classOf('streaming', 'p/n'),
              name: 'ids/portable · sample 2',
              time: '0',
              file: 'c',
              skipped: { message: 'unsupported: declared' },
            },
            { classname: classOf('streaming', 'p/n'), name: 'arguments/json · sample 2', time: '0' },
          ],
        },
      ],
    });
  });

  test('hostile text is shown as text: nothing breaks out, and what XML forbids is named', () => {
    const xml = toJUnit(saying(HOSTILE), { isHeld, lineOf: () => 7 });
    expect(XMLValidator.validate(xml)).toBe(true);
    const [suite] = new XMLParser(READ_XML).parse(xml).testsuites.testsuite;
    const shown = HOSTILE.replaceAll(/[\n\t]/g, ' ');
    const named = ['\r', '\u0000', '\u001b', '\u202e', '\ufffe', '\uffff', '\ud800'];
    const spelled = ['000D', '0000', '001B', '202E', 'FFFE', 'FFFF', 'D800'];
    const expected = named
      .reduce((text, one, at) => text.replaceAll(one, `<U+${spelled[at]}>`), shown)
      .replaceAll(/ {2,}/g, ' ');
    expect(suite.name).toBe(expected);
    expect(suite.testcase).toHaveLength(3);
    expect(suite.testcase[0].failure['#text']).toContain(`${expected}; found ${expected}`);
    expect(xml).not.toContain('<script>');
  });

  test('whatever the words, the document is XML 1.0 and gives them back', () => {
    fc.assert(
      fc.property(anyText, (word) => {
        const xml = toJUnit(saying(word), { isHeld, lineOf: () => 7 });
        same(XMLValidator.validate(xml), true);
        // https://www.w3.org/TR/xml/#charsets
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        const [suite] = new XMLParser(READ_XML).parse(xml).testsuites.testsuite;
        const shown = plainText(word, 300)
          .replaceAll(/[\n\t]+/g, ' ')
          .replaceAll('\ufffe', '<U+FFFE>')
          .replaceAll('\uffff', '<U+FFFF>');
        same(suite.name, shown);
      }),
      { numRuns: 100 },
    );
  });
});

/** Reads CSV as RFC 4180 defines it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`not CSV at ${start}: ${text.slice(start, start + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test.describe('CSV', () => {
  test('one line a verdict, passes and what does not apply included', () => {
    const results = resultsOf(
      [conversation({ passed: ['arguments/json'], notApplicable: ['ids/portable'] })],
      [
        verdict({
          findings: [finding],
          findingCount: 1,
          expectation: { reason: 'r', link: null, since: '2025-11-20' },
        }),
      ],
    );
    expect(readCsv(toCsv(results)).map((row) => row.join('|'))).toEqual([
      'target|scenario|delivery|sample|check|family|level|impact|subject|outcome|known_since|findings|exchange|event|path|message|found|expected|reason|cassette|dialect',
      'p/m|weather|streaming|1|ids/present|ids|MUST|major|provider|fail|2025-11-20|1|2|5|choices[0].delta|the id is gone|null|a string||c|openai-chat',
      'p/m|weather|streaming|1|ids/portable|ids|SHOULD|major|provider|not-applicable||0||||||||c|openai-chat',
      'p/m|weather|streaming|1|arguments/json|arguments|MUST|major|model|pass||0||||||||c|openai-chat',
    ]);
  });

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\n=1', ' =1', '＝1+1', '\ufeff=1']) {
    test(`${JSON.stringify(formula)} is no formula to a spreadsheet`, () => {
      const [, row = []] = readCsv(toCsv(saying(formula)));
      expect(row[0]?.startsWith("'") || row[0]?.startsWith('<U+')).toBe(true);
    });
  }

  test('whatever the words, every line has every field, none is a formula, and the words come back', () => {
    fc.assert(
      fc.property(anyText, (word) => {
        const rows = readCsv(toCsv(saying(word)));
        same(
          rows.map((row) => row.length),
          [21, 21, 21, 21],
        );
        same(
          rows.flat().filter((text) => /^[=+\-@\t\r\n]/.test(text)),
          [],
        );
        expect([plainText(word, 4000), `'${plainText(word, 4000)}`]).toContain(rows[1]?.[0]);
      }),
      { numRuns: 200 },
    );
  });
});
