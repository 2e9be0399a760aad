/** @jsxRuntime automatic @jsxImportSource preact */
/** Every client: how many faults it tolerates and reports, and how many corrupt it silently. */
import { type ClientCounts, WEIGHT_WORDS, WEIGHTS, type Weight } from '../../../clients/harm.ts';
import { dialectOf } from '../../../dialects/catalogue.ts';
import { clientFile, href } from '../../../results/page-addresses.ts';
import type { Sign } from '../../../results/signs.ts';
import { Badge, Scrolling } from '../parts.tsx';
import type { ClientStanding } from './evidence.ts';

interface ClientsPageProps {
  readonly rows: readonly ClientCounts[];
  /** The standings of the clients with evidence about targets of the run. */
  readonly standings: readonly ClientStanding[];
}

export function ClientsPage({ rows, standings }: ClientsPageProps) {
  return (
    <>
      <h1>What breaks clients</h1>
      <p class="lead">
        Each client had its conversations with the reference provider, first as it conforms, then with each
        fault that the provider can show. Where a target of this run does what one of these faults does, it is
        known what that does to the client. Choose a client to see which targets break it, and how.
      </p>
      {rows.length === 0 && <p class="notice">No client was measured.</p>}
      {rows.length > 0 && <Counts rows={rows} standings={standings} />}
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

function Counts({ rows, standings }: ClientsPageProps) {
  const standingOf = new Map(standings.map((standing) => [standing.client, standing]));
  return (
    <Scrolling label="Clients by outcome">
      <table>
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Targets of this run</th>
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
              <td>
                <InRun standing={standingOf.get(client)} />
              </td>
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

function InRun({ standing }: { standing: ClientStanding | undefined }) {
  if (standing === undefined) return <span class="quiet">not known</span>;
  const { state, broken, known } = standing;
  if (state === 'works') return <Badge sign="pass">none of {known} breaks it</Badge>;
  if (state === 'works-but')
    return (
      <>
        <Badge sign="inconclusive">none of {known} breaks it</Badge>{' '}
        <span class="quiet">as far as tried</span>
      </>
    );
  return (
    <Badge sign="must">
      {broken} of {known} {broken === 1 ? 'breaks' : 'break'} it
    </Badge>
  );
}

export function packagesOf(versions: ClientCounts['versions']): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return names.length === 0 ? 'no packages' : names.join(', ');
}

export function WeightBadge({ weight }: { weight: Weight }) {
  return <Badge sign={SIGNS[weight]}>{WEIGHT_WORDS[weight]}</Badge>;
}

/** The sign (colour and symbol) of each weight. */
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
