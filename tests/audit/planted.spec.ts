/** Hunts for credentials that recordings hold in everything that an audit and a conversion write. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeRecording } from '../../src/audit/judge-recording.ts';
import { maskJudged } from '../../src/audit/masked.ts';
import { writeCassette } from '../../src/evidence/cassette/write.ts';
import { maskOf } from '../../src/redact/mask.ts';
import { attackedRecordings, placesIn, withOdd } from '../support/attack.ts';
import { runCli } from '../support/cli.ts';
import { CREDENTIALS, plantedIn } from '../support/planted.ts';
import { expect, test } from '../support/test.ts';

const ODD = Object.values(CREDENTIALS).flatMap((value) => {
  const text = JSON.stringify(value);
  return [
    text,
    `[${text}]`,
    `{${text}:1}`,
    JSON.stringify(`{"k":${text}}`),
    JSON.stringify(`Bearer ${value}.`),
  ];
});
/** Every so many-th of all; a prime, so that the credentials take turns. */
const STRIDE = 12_007;

test('a planted credential is found as it is, behind escapes, and in base64 wherever it begins', () => {
  for (const value of Object.values(CREDENTIALS)) {
    const escaped = [...value].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const encoded = ['', 'a', 'ab'].map((before) => Buffer.from(`${before}${value}.`).toString('base64url'));
    for (const text of [value, escaped, ...encoded]) expect(plantedIn(`{"k":"${text}"}`)).not.toEqual([]);
  }
  expect(plantedIn(Object.values(CREDENTIALS).join().slice(0, 20))).toEqual([]);
});

test('a credential in the place of any value is in nothing that is told of the recording', () => {
  test.setTimeout(3_600_000);
  const found: string[] = [];
  let at = 0;
  for (const attacked of attackedRecordings()) {
    for (const place of placesIn(attacked)) {
      for (const odd of ODD) {
        at += 1;
        if (at % STRIDE !== 0) continue;
        const exchanges = withOdd(attacked, place, odd);
        const recorded = exchanges.map((exchange) => ({ exchange, line: null, fidelity: 'bytes' as const }));
        const { conversations } = judgeRecording(recorded, 'a', names());
        const told = conversations.map(({ result, target, positions }) => {
          const own = positions.flatMap((position) => exchanges[position] ?? []);
          const { request, response } = maskOf(own).exchange(own[0] ?? exchanges[0] ?? fail());
          const bodies = [request.body, response?.body].map((body) => new TextDecoder().decode(body));
          return [JSON.stringify(maskJudged({ result, target }, own, new Set())), request.url, ...bodies];
        });
        const where = `${attacked.name} ${place.side} ${place.path.join('.')} = ${odd.slice(0, 40)}`;
        if (plantedIn(told.flat().join('\n')).length > 0) found.push(where);
      }
    }
  }
  expect(found).toEqual([]);
});

function* names(): Generator<string, string> {
  for (;;) yield 'a';
}

function fail(): never {
  throw new Error('no exchange');
}

test('no output of an audit or a conversion shows a credential that stands in a recording', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  const recordings = join(folder, 'recordings');
  const all = attackedRecordings().filter(({ name }) => / weather (?:streaming|buffered)$/u.test(name));
  const planted = Object.entries(CREDENTIALS);
  for (const attacked of all) {
    const places = [...placesIn(attacked)];
    for (const [at, [name, value]] of planted.entries()) {
      const place = places[Math.floor(((at + 0.5) * places.length) / planted.length)] ?? fail();
      const exchanges = withOdd(attacked, place, JSON.stringify(value)).map(({ request, ...rest }) => ({
        ...rest,
        request: {
          ...request,
          headers: [...request.headers, ['X-Api-Key', [value.replaceAll('\n', '')]] as const],
        },
      }));
      const file = join(recordings, `${attacked.name.replaceAll(' ', '.')}.${name}.yaml`);
      await writeCassette(file, { interactions: exchanges.map((exchange) => ({ exchange })) });
    }
  }
  const report = join(folder, 'report');
  const told = await runCli('audit', recordings, '--report', report, '--verbose');
  const json = await runCli('audit', recordings, '--json');
  const out = join(folder, 'converted');
  const converted = await runCli('convert', recordings, '--out', out);
  const [pages, cassettes] = [filesBelow(report), filesBelow(out)];
  expect(pages.length).toBeGreaterThan(50);
  expect(cassettes.length).toBe(all.length * planted.length);
  const said = Object.entries({ told, json, converted }).map(([name, { output }]) => [name, output] as const);
  const leaks = [...said, ...pages, ...cassettes].flatMap(([name, text]) =>
    plantedIn(text).map((credential) => `${name}: ${credential}`),
  );
  expect(leaks).toEqual([]);
  expect(told.output).toMatch(
    /masked: \d+ credentials of the recordings; --keep-secrets shows what stands there/u,
  );
  expect(converted.output).toMatch(/; \d+ credentials masked\n$/u);
  rmSync(folder, { recursive: true });
});

/** Every file below a folder, with its text. */
function filesBelow(folder: string): (readonly [name: string, text: string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => [file, readFileSync(file, 'utf8')] as const);
}
