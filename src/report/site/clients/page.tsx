/** @jsxRuntime automatic @jsxImportSource preact */
/** Every client: how many faults it tolerates, reports, or corrupts without a word. */
import { type ClientCounts, WEIGHT_WORDS, WEIGHTS, type Weight } from '../../../clients/harm.ts';
import { dialectOf } from '../../../dialects/catalogue.ts';
import { clientFile, href } from '../../../results/page-addresses.ts';
import type { Sign } from '../../../results/signs.ts';
import { Badge, Scrolling } from '../parts.tsx';

export function ClientsPage({ rows }: { rows: readonly ClientCounts[] }) {
  return (
    <>
      <h1>What faults do to clients</h1>
      <p class="lead">
        Each client held its conversations with the reference provider, first as it conforms, then with each
        seeded fault. Choose one to see which targets of this run break it.
      </p>
      {rows.length === 0 && <p class="notice">No client was measured.</p>}
      {rows.length > 0 && <Counts rows={rows} />}
      <dl class="facts">
        {WEIGHTS.map((weight) => (
          <div>
            <dt>
              <WeightBadge weight={weight} />
            </dt>
            <dd>{MEANINGS[weight]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Counts({ rows }: { rows: readonly ClientCounts[] }) {
  return (
    <Scrolling label="Clients by outcome">
      <table>
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Dialect</th>
            {WEIGHTS.map((weight) => (
              <th scope="col" class="number">
                {WEIGHT_WORDS[weight]}
              </th>
            ))}
            <th scope="col">Packages</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ client, dialect, versions, counts }) => (
            <tr>
              <th scope="row">
                <a href={href('../', clientFile(client))}>{client}</a>
              </th>
              <td>{dialectOf(dialect).name}</td>
              {WEIGHTS.map((weight) => (
                <td class="number">{counts[weight]}</td>
              ))}
              <td class="quiet">{packagesOf(versions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

export function packagesOf(versions: ClientCounts['versions']): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return names.length === 0 ? 'no packages' : names.join(', ');
}

export function WeightBadge({ weight }: { weight: Weight }) {
  return <Badge sign={SIGNS[weight]}>{WEIGHT_WORDS[weight]}</Badge>;
}

/** The colour and the symbol of each. */
const SIGNS: Readonly<Record<Weight, Sign>> = {
  corrupts: 'must',
  hangs: 'must',
  reports: 'should',
  'as-sent': 'inconclusive',
  tolerates: 'pass',
  'not-shown': 'not-applicable',
};

const MEANINGS: Readonly<Record<Weight, string>> = {
  corrupts:
    'The client went on without a word, with a lost, doubled, altered or mispaired call, or a changed history.',
  hangs: 'The client came to no end in its time.',
  reports: 'The client said that something is wrong, and did nothing wrong before.',
  'as-sent': 'The answer itself says something else, and the client did what it says.',
  tolerates: 'The same calls, results and text as without the fault.',
  'not-shown': 'The fault never reached the wire in this client’s conversation.',
};
