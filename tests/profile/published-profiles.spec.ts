/** Profiles in reports and in api/v1: the newest of each target, and what changed since the one before. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { render } from 'preact-render-to-string';
import { NO_CLIENTS } from '../../src/clients/record.ts';
import { apiFiles } from '../../src/exports/api.ts';
import { profileChanges } from '../../src/profile/changes.ts';
import type { Finding } from '../../src/profile/finding.ts';
import { measuredProfiles } from '../../src/profile/measured-profiles.ts';
import { type Profile, profileJsonSchema, profileSchema } from '../../src/profile/profile.ts';
import { profiles as page } from '../../src/report/site/profiles/index.tsx';
import { ProfilesPage } from '../../src/report/site/profiles/page.tsx';
import { siteSource } from '../../src/report/site/site-source.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { expect, test } from '../support/test.ts';

function numberFound(most: number, refusedAt: number | null, open: string | null = null): Finding {
  const refusal = refusedAt === null ? null : { status: 400, said: 'too many' };
  return { kind: 'number', most, refusedAt, refusal, open };
}

function profileWith(
  findings: Readonly<Record<string, Finding>>,
  measuredAt = '2026-11-28T02:00:00.000Z',
): Profile {
  return {
    type: 'profile',
    schemaVersion: 1,
    version: '0.1.0',
    measuredAt,
    target: { id: 'local/m', baseUrl: 'http://127.0.0.1:8080/v1', model: 'm', dialect: 'openai-chat' },
    delivery: 'buffered',
    spent: { requests: 20, tokens: 3000, dollars: 0 },
    stopped: null,
    facts: Object.entries(findings).map(([id, finding]) => ({
      id,
      area: 'limits',
      revision: 1,
      question: `What of ${id}?`,
      finding,
      evidence: [`local/m/profile/${id}.buffered.yaml`],
    })),
  };
}

const REFUSED: Finding = { kind: 'refused', status: 400, said: 'no' };
const BEFORE = profileWith({
  'limits/tools': numberFound(64, 65),
  'limits/turns': numberFound(20, 21),
  'schemas/pattern': REFUSED,
  'schemas/format': { kind: 'unknown', reason: 'HTTP 503' },
  'limits/enum-values': numberFound(
    10,
    20,
    'not asked: the budget of the run did not allow one more request',
  ),
});
const AFTER = profileWith(
  {
    'limits/tools': numberFound(128, 129),
    'limits/turns': numberFound(20, 21),
    'schemas/pattern': { ...REFUSED, said: 'in other words' },
    'schemas/format': REFUSED,
    'limits/enum-values': numberFound(
      12,
      14,
      'not asked: the budget of the run did not allow one more request',
    ),
  },
  '2026-11-29T02:00:00.000Z',
);

test('a change is another finding of a fact that both profiles tell', () => {
  // What was asked in another way is no change.
  const asked = { ...AFTER, facts: AFTER.facts.map((fact) => ({ ...fact, revision: 2 })) };
  expect(profileChanges(BEFORE, asked)).toEqual([]);
  expect(profileChanges(BEFORE, AFTER)).toEqual([
    { fact: 'limits/tools', before: numberFound(64, 65), after: numberFound(128, 129) },
  ]);
});

/** Both profiles, as two runs left them. */
function reportsWithBoth(): string {
  const reports = test.info().outputPath('reports');
  for (const [run, profile] of [
    ['2026-11-28T02-00-00-aaaaaa', BEFORE],
    ['2026-11-29T02-00-00-bbbbbb', AFTER],
  ] as const) {
    const folder = join(reports, 'profile', run, 'local', 'm');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'profile.json'), JSON.stringify(profile));
  }
  // What another version wrote, and what was broken off.
  const broken = join(reports, 'profile', '2026-11-29T03-00-00-cccccc', 'local', 'm');
  cpSync(join(reports, 'profile', '2026-11-29T02-00-00-bbbbbb', 'local', 'm'), broken, { recursive: true });
  writeFileSync(join(broken, 'profile.json'), '{"type": "profile"');
  return reports;
}

const RESULTS = assembleResults(runRecord({ mode: 'replay', startedAt: new Date(0) }, [], []), [], []);

test('a page sets the newest profiles side by side, with what changed', () => {
  const found = measuredProfiles(reportsWithBoth());
  const evidenceFrom = (run: string, fact: string) => [
    `profile/${run}/cassettes/local/m/profile/${fact}.buffered.yaml`,
  ];
  const placed = (profile: Profile, run: string) =>
    profile.facts.map((fact) => ({ ...fact, evidence: evidenceFrom(run, fact.id) }));
  expect(found).toEqual([
    {
      profile: { ...AFTER, facts: placed(AFTER, '2026-11-29T02-00-00-bbbbbb') },
      before: {
        facts: placed(BEFORE, '2026-11-28T02-00-00-aaaaaa').filter(
          ({ finding }) => finding.kind !== 'unknown',
        ),
      },
      recorded: new Set(),
    },
  ]);
  const evidence = {
    evidenceOf: null,
    recordingOf: () => null,
    faults: [],
    clients: NO_CLIENTS,
    gateways: [],
    profiles: found,
  };
  const [made] = page.files(siteSource(RESULTS, {}, evidence)).pages;
  const html = made === undefined ? '' : render(made.content());
  expect(html).toContain('limits/tools</code>: 128; it was 64</li>');
  expect(html).toContain(
    'title="profile/2026-11-29T02-00-00-bbbbbb/cassettes/local/m/profile/limits/turns.buffered.yaml"',
  );
  expect(html.split('<li>').length - 1).toBe(1);
});

test('strict tools have a row of their own where they are treated otherwise', () => {
  const honoured: Finding = { kind: 'honoured', rate: { yes: 3, of: 3, low: 0.44, high: 1 } };
  const profile = profileWith({
    'limits/pattern': honoured,
    'limits/pattern-strict': honoured,
    'limits/format': honoured,
    'limits/format-strict': REFUSED,
  });
  const file = 'local/m/profile/limits/format.buffered.yaml';
  const recorded = new Set([file]);
  const html = render(ProfilesPage({ measured: [{ profile, before: null, recorded }] }));
  const rows = [...html.matchAll(/<th scope="row">.*?<code>(.*?)<\/code>(.*?)<\/div>/gu)];
  expect(rows.map(([, id, more]) => [id, more])).toEqual([
    ['limits/pattern', ', and the same of a strict tool'],
    ['limits/format', ''],
    ['limits/format-strict', ''],
  ]);
  expect([...html.matchAll(/<a href="([^"]*yaml)"/gu)].map(([, href]) => href)).toEqual([`../${file}`]);
  const anchors = [...html.matchAll(/<a href="#([^"]*)"/gu)].map(([, anchor]) => `<dt id="${anchor}">`);
  expect([anchors.length, anchors.filter((anchor) => !html.includes(anchor))]).toEqual([3, []]);
});

test('a search that broke off hides no earlier one that agrees with it, and is no change', () => {
  const reports = reportsWithBoth();
  const cutOff = {
    'limits/tools': numberFound(64, null, 'not asked: no'),
    'limits/turns': numberFound(30, null, 'HTTP 503'),
  };
  const folder = join(reports, 'profile', '2026-11-30T02-00-00-dddddd', 'local', 'm');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'profile.json'),
    JSON.stringify(profileWith(cutOff, '2026-11-30T02:00:00.000Z')),
  );
  const [found] = measuredProfiles(reports);
  const numbers = new Map(found?.profile.facts.map(({ id, finding }) => [id, finding]));
  expect([numbers.get('limits/tools'), numbers.get('limits/turns')]).toEqual([
    numberFound(128, 129),
    numberFound(30, null, 'HTTP 503'),
  ]);
  const changes = profileChanges(AFTER, profileWith(cutOff));
  expect(changes.map(({ fact }) => fact)).toEqual(['limits/turns']);
});

test('a profile of few facts hides none of an earlier one, nor does one that measured nothing', () => {
  const reports = reportsWithBoth();
  const later = [
    profileWith({ 'limits/turns': numberFound(30, 31) }, '2026-11-30T02:00:00.000Z'),
    profileWith({ 'limits/turns': { kind: 'unknown', reason: 'HTTP 401' } }, '2026-11-30T03:00:00.000Z'),
  ];
  for (const [at, profile] of later.entries()) {
    const folder = join(reports, 'profile', `2026-11-30T0${at + 2}-00-00-dddddd`, 'local', 'm');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'profile.json'), JSON.stringify(profile));
  }
  const [found] = measuredProfiles(reports);
  expect(found?.profile.measuredAt).toBe('2026-11-30T02:00:00.000Z');
  expect(
    found?.profile.facts.map(({ id, finding }) => [id, finding.kind === 'number' && finding.most]),
  ).toEqual([
    ['limits/turns', 30],
    ['limits/tools', 128],
    ['schemas/pattern', false],
    ['schemas/format', false],
    ['limits/enum-values', 12],
  ]);
});

test('api/v1 has them as its schema says, and profile.json is as its own schema says', () => {
  const found = measuredProfiles(reportsWithBoth());
  const files = new Map(
    apiFiles(RESULTS, { nights: [], problems: [] }, { nights: 1 }, found).map(({ file, text }) => [
      file,
      JSON.parse(text),
    ]),
  );
  const ajv = new Ajv2020();
  formats.default(ajv);
  const document = files.get('api/v1/profiles.json');
  expect(ajv.validate(files.get('api/v1/schema/profiles.json'), document), ajv.errorsText()).toBe(true);
  expect(
    document.profiles.map(({ changed, flags }: { changed: string[]; flags: object }) => [changed, flags]),
  ).toEqual([
    [
      ['limits/tools'],
      {
        max_tools: { value: 128, orMore: false, facts: ['limits/tools'] },
        max_turns: { value: 20, orMore: false, facts: ['limits/turns'] },
        refused_schema_keywords: {
          value: ['pattern', 'format'],
          orMore: false,
          facts: ['schemas/pattern', 'schemas/format'],
        },
        ignored_schema_keywords: { value: [], orMore: false, facts: ['schemas/pattern', 'schemas/format'] },
      },
    ],
  ]);
  expect(ajv.validate(JSON.parse(profileJsonSchema()), AFTER), ajv.errorsText()).toBe(true);
  expect(profileSchema.safeParse(JSON.parse(JSON.stringify(AFTER))).success).toBe(true);
  expect(JSON.parse(readFileSync('docs/profile.schema.json', 'utf8'))).toEqual(
    JSON.parse(profileJsonSchema()),
  );
});
