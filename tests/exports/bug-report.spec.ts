/** A bug report says all that a vendor needs, and its command runs as it is pasted. */
import { execFile } from 'node:child_process';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { bugReport, frequenciesOf, issueAddress } from '../../src/exports/bug-report.ts';
import { probe } from '../../src/live/probe.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

const FAULT = 'ids/too-long';
const KEY = { name: 'MY_KEY', value: 'sk-planted-1a2b3c4d5e6f7a8b' };

/** The failing verdicts of the scenario `weather`, with what is needed to report them. */
async function failuresOf(dialect: string, url: string) {
  const { results, held } = await probe({
    baseUrl: url,
    model: 'reference',
    dialect,
    openrouter: false,
    scenarios: SCENARIOS.filter(({ id }) => id === 'weather'),
    deliveries: ['streaming', 'buffered'],
    key: KEY,
    headers: {},
    extraBody: {},
    inFlight: 2,
    keepEvidence: true,
  });
  const frequency = frequenciesOf(results, []);
  return results.verdicts
    .filter(({ outcome, level }) => outcome === 'fail' && level !== 'MAY')
    .map((verdict) => {
      const record = results.conversations.find(({ delivery }) => delivery === verdict.delivery);
      const exchanges = held.get(record?.cassette ?? '')?.exchanges ?? [];
      const readings = exchanges.map((exchange, at) => dialectOf(dialect).read(exchange, at + 1));
      return { verdict, report: bugReport(results.run, verdict, readings, frequency(verdict)) };
    });
}

for (const { id } of dialects()) {
  test(`the command of a bug report shows the fault again, in ${id}`, async () => {
    const provider = createReferenceProvider({ fault: FAULT });
    const { url } = await provider.listen();
    try {
      const service = await dialectOf(id).service();
      const reports = await failuresOf(id, `${url}${service.basePaths.plain}`);
      expect(reports.map(({ verdict }) => verdict.check)).toContain('ids/portable');
      for (const { verdict, report } of reports) {
        expect(report.body).not.toContain(KEY.value);
        const [, command = ''] = /^```sh\n(.*?)^```$/msu.exec(report.body) ?? [];
        const ran = await pasted(command);
        expect(ran, command).toMatch(/^HTTP\/1\.1 200 /u);
        const [, found = ''] = /- found: `(.*)`/u.exec(report.body) ?? [];
        // What else fails spans several events, or the model's own words.
        if (verdict.check === 'ids/portable') expect(ran).toContain(found);
      }
    } finally {
      await provider.close();
    }
  });
}

/** What a shell prints; in a process beside this one, which serves. */
function pasted(command: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile('bash', ['-c', command], { env: { ...process.env, [KEY.name]: KEY.value } }, (error, stdout) =>
      error === null ? done(stdout) : fail(error),
    );
  });
}

test('a report names the rule, the place and how often; an issue is filled in and short enough', async () => {
  const provider = createReferenceProvider({ fault: FAULT });
  const { url } = await provider.listen();
  const [first] = await failuresOf('openai-chat', `${url}/v1`);
  await provider.close();
  const { title, body } = first?.report ?? { title: '', body: '' };
  expect(title).toMatch(/^ids\/portable: .* \(reference, (?:streaming|buffered)\)$/u);
  const headings = body.match(/^### .*$/gmu);
  expect(headings).toEqual([
    '### What was found',
    '### What was answered',
    '### How to see it again',
    '### The rule',
    '### How often',
  ]);
  expect(body).toMatch(/^\*\*SHOULD ids\/portable\*\*: /u);
  expect(body).toMatch(/^- .*"id":>>>"[^"]+"<<<.*$/mu);
  expect(body).toMatch(/^- [12] of 2 conversations of `.*` in the run of /mu);
  expect(body).toContain('  --header \'Authorization: Bearer \'"$MY_KEY"');
  const address = new URL(
    issueAddress('https://github.com/o/r/issues/new', { title, body: body.repeat(20) }),
  );
  expect(address.searchParams.get('title')).toBe(title);
  expect(address.searchParams.get('body')).toMatch(/\(cut: paste the copied report\)$/u);
});
