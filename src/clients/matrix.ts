/** docs/clients.md: what each fault does to the clients in the folder clients/. */
import { dialects } from '../dialects/catalogue.ts';
import { groupBy } from '../text/group-by.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { breaksClient, clientCounts, WEIGHT_WORDS, WEIGHTS, type Weight, weightOf, wordsOf } from './harm.ts';
import type { MeasuredClients, TrialRecord } from './record.ts';

/** Returns the matrix as Markdown; the same records give the same text. */
export function clientsMatrix({ sound, trials, shown }: MeasuredClients): string {
  const rows = clientCounts(sound, trials);
  const titles = new Map(
    shown.map(({ dialect, fault, delivery, title }) => [`${dialect} ${fault} ${delivery}`, title]),
  );
  const sections = dialects().flatMap(({ id, name }) => {
    const own = trials.filter(({ dialect }) => dialect === id);
    const harmful = [...groupBy(own, ({ fault }) => fault).values()].filter((same) =>
      same.some((trial) => weightOf(trial) === 'corrupts' || weightOf(trial) === 'hangs'),
    );
    return harmful.length === 0
      ? []
      : [
          `## ${name}: what goes wrong without a word`,
          '',
          ...markdownTable(
            ['check', 'fault', 'delivery', 'clients that go wrong', 'that report it', 'that tolerate it'],
            harmful.map((same) => faultRow(same, titles)),
          ),
          '',
        ];
  });
  return [
    '# Clients and faults',
    '',
    'Generated from docs/clients.jsonl by `npm run docs`; do not edit. `npm run clients` measures. Each client runs on the',
    'reference provider as it conforms, and then with each seeded fault; [client-protocol.md](client-protocol.md) says what the',
    'outcomes mean. *As sent*: the answer itself says something else, and the client does what the answer says.',
    '*Not shown*: no answer had a place for the fault; [fault-matrix.md](fault-matrix.md#faults-that-take-more-than-tools-and-their-calls)',
    'lists what takes a conversation with more than tools and their calls.',
    '',
    ...markdownTable(
      ['client', 'dialect', 'packages', ...WEIGHTS.map((weight) => WEIGHT_WORDS[weight])],
      rows.map(({ client, dialect, versions, counts }) => [
        client,
        `\`${dialect}\``,
        Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ') || 'none',
        ...WEIGHTS.map((weight) => String(counts[weight])),
      ]),
    ),
    '',
    ...sections,
  ].join('\n');
}

function faultRow(same: readonly TrialRecord[], titles: ReadonlyMap<string, string>): string[] {
  const [first] = same;
  if (first === undefined) return [];
  const { check, fault, delivery, dialect } = first;
  const ofWeight = (...weights: readonly Weight[]) =>
    same.filter((trial) => weights.includes(weightOf(trial)));
  const words = ofWeight('corrupts', 'hangs').map((trial) => `${trial.client}: ${cell(wordsOf(trial))}`);
  return [
    `\`${check}\``,
    titles.get(`${dialect} ${fault} ${delivery}`) ?? fault,
    delivery,
    words.join('<br>'),
    ofWeight('reports')
      .map(({ client }) => client)
      .join(', '),
    ofWeight('tolerates')
      .map(({ client }) => client)
      .join(', '),
  ];
}

/** Escapes text from elsewhere for a table cell. */
function cell(text: string): string {
  return text.replaceAll(/[|<>\n]/gu, (sign) => (sign === '\n' ? ' ' : `&#${sign.charCodeAt(0)};`));
}

/** Returns the clients that a check's faults break, with the trials that break them. */
export function brokenBy(
  check: string,
  trials: readonly TrialRecord[],
): ReadonlyMap<string, readonly TrialRecord[]> {
  const harmful = trials.filter((trial) => trial.check === check && breaksClient(weightOf(trial)));
  return groupBy(harmful, ({ client }) => client);
}
