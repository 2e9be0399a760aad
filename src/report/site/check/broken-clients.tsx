/** @jsxRuntime automatic @jsxImportSource preact */
import { WEIGHTS, type Weight, weightOf, wordsOf } from '../../../clients/harm.ts';
import type { TrialRecord } from '../../../clients/record.ts';
import { clientFile, faultHref, href, type Root } from '../../../results/page-addresses.ts';
import { plural } from '../../../text/quantities.ts';
import { WeightBadge } from '../clients/page.tsx';
import { Text } from '../parts.tsx';

const ROOT: Root = '../../';

interface BrokenClientsProps {
  /** The clients that break, with their trials. */
  readonly broken: ReadonlyMap<string, readonly TrialRecord[]>;
  /** The titles of the faults, by name. */
  readonly titles: ReadonlyMap<string, string>;
}

/** The clients that the faults of a check break, as measured; silent failures are unfolded. */
export function BrokenClients({ broken, titles }: BrokenClientsProps) {
  if (broken.size === 0) return null;
  return (
    <section>
      <h2>Clients that break on it</h2>
      <ul class="broken-clients">
        {[...broken].map(([client, trials]) => (
          <li>
            <a href={href(ROOT, clientFile(client))}>{client}</a>
            {WEIGHTS.map((weight) => {
              const own = trials.filter((trial) => weightOf(trial) === weight);
              return own.length > 0 && <Suffered weight={weight} trials={own} titles={titles} />;
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SufferedProps {
  readonly weight: Weight;
  readonly trials: readonly TrialRecord[];
  readonly titles: ReadonlyMap<string, string>;
}

function Suffered({ weight, trials, titles }: SufferedProps) {
  return (
    <details class="by-sign" open={weight !== 'reports'}>
      <summary>
        <WeightBadge weight={weight} /> {plural(trials.length, 'fault')}
      </summary>
      <ul>
        {trials.map((trial) => (
          <li>
            <a href={faultHref(ROOT, trial)}>
              <Text value={titles.get(trial.fault) ?? trial.fault} /> ({trial.delivery})
            </a>
            : <Text value={wordsOf(trial)} longest={160} />
          </li>
        ))}
      </ul>
    </details>
  );
}
