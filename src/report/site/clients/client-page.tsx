/** @jsxRuntime automatic @jsxImportSource preact */
/** One client: whether the targets of the run are ready for it, and the outcome of each fault. */
import { type ClientCounts, WEIGHTS, type Weight, weightOf, wordsOf } from '../../../clients/harm.ts';
import type { Readiness } from '../../../clients/ready.ts';
import type { MeasuredClients, TrialRecord } from '../../../clients/record.ts';
import { dialectOf } from '../../../dialects/catalogue.ts';
import {
  CLIENTS_PAGE,
  checkFile,
  faultHref,
  href,
  type Root,
  targetFile,
  verdictKeyOf,
} from '../../../results/page-addresses.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Text } from '../parts.tsx';
import type { SiteModel, TargetModel } from '../site-model.ts';
import { isKnown, readinessFor, targetsOf } from './evidence.ts';
import { isHarmed } from './harmful-faults.ts';
import { packagesOf, WeightBadge } from './page.tsx';

const ROOT: Root = '../../';

interface ClientPageProps {
  readonly row: ClientCounts;
  readonly site: SiteModel;
  readonly measured: MeasuredClients;
}

export function ClientPage({ row: { client, dialect, versions }, site, measured }: ClientPageProps) {
  const targets = targetsOf(site, dialect).map((target) => ({
    target,
    readiness: readinessFor(client, dialect, target, measured),
  }));
  const trials = measured.trials.filter((trial) => trial.client === client);
  const titles = new Map(
    measured.shown.filter((each) => each.dialect === dialect).map(({ fault, title }) => [fault, title]),
  );
  return (
    <>
      <p class="kind">
        A client of {dialectOf(dialect).name}, among <a href={href(ROOT, CLIENTS_PAGE)}>all clients</a>
      </p>
      <h1>Ready for {client}</h1>
      <p class="under-title quiet">{packagesOf(versions)}</p>
      <Targets targets={targets} />
      {WEIGHTS.filter((weight) => weight !== 'not-shown').map((weight) => (
        <Trials
          weight={weight}
          trials={trials.filter((trial) => weightOf(trial) === weight)}
          titles={titles}
          site={site}
        />
      ))}
    </>
  );
}

interface ReadyTarget {
  readonly target: TargetModel;
  readonly readiness: Readiness;
}

/** More targets than this that do not break a client are folded. */
const MOST_SOUND = 12;

function Targets({ targets }: { targets: readonly ReadyTarget[] }) {
  const known = targets.filter(({ readiness }) => isKnown(readiness));
  const breaking = known.filter(({ readiness }) => readiness.breaking.length > 0);
  const sound = known.filter(({ readiness }) => readiness.breaking.length === 0);
  return (
    <section>
      <h2>Which targets of this run break it?</h2>
      <p class="lead">
        A deviation stands here where a finding of this run and a fault that was tried on the client have the
        same words, whatever numbers and names of arguments stand in them: the first link is the proof on the
        target’s wire, the second on the client’s.
      </p>
      {targets.length === 0 && (
        <p class="quiet">No target of this run gave an answer in the client’s dialect.</p>
      )}
      {known.length < targets.length && (
        <p class="quiet">
          {plural(targets.length - known.length, 'target')} of the dialect without evidence for both sides.
        </p>
      )}
      <TargetList targets={breaking} />
      {sound.length > 0 && (
        <details class="folded" open={sound.length <= MOST_SOUND}>
          <summary>
            {sound.length === 1 ? '1 target does not break it' : `${sound.length} targets do not break it`}
          </summary>
          <TargetList targets={sound} />
        </details>
      )}
    </section>
  );
}

function TargetList({ targets }: { targets: readonly ReadyTarget[] }) {
  if (targets.length === 0) return null;
  return (
    <ul class="faults">
      {targets.map(({ target, readiness }) => (
        <TargetReadiness key={target.id} target={target} readiness={readiness} />
      ))}
    </ul>
  );
}

function TargetReadiness({ target: { id }, readiness: { breaking, tolerated, untried } }: ReadyTarget) {
  const rest = [
    ...(tolerated > 0 ? [`${plural(tolerated, 'deviation')} tolerated`] : []),
    ...(untried > 0 ? [`${plural(untried, 'deviation')} not tried on this client`] : []),
  ];
  return (
    <li>
      <p>
        <a href={href(ROOT, targetFile(id))}>
          <Text value={id} longest={120} />
        </a>{' '}
        {breaking.length > 0 ? (
          <Badge sign="must">breaks it in {plural(breaking.length, 'way')}</Badge>
        ) : (
          <Badge sign="pass">does not break it</Badge>
        )}
        {rest.length > 0 && <span class="quiet"> {rest.join(', ')}</span>}
      </p>
      {breaking.length > 0 && (
        <ul>
          {breaking.map(({ verdict, shown, trial, weight }) => (
            <li>
              <WeightBadge weight={weight} /> <code class="id">{verdict.check}</code> ({verdict.delivery}):{' '}
              <a href={href(ROOT, targetFile(id), verdictKeyOf(verdict))}>
                {shown.findings[0] ?? shown.title}
              </a>
              {'; '}
              <a href={faultHref(ROOT, trial)}>
                <Text value={wordsOf(trial)} longest={160} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

interface TrialsProps {
  readonly weight: Weight;
  readonly trials: readonly TrialRecord[];
  /** The titles of the faults, by name. */
  readonly titles: ReadonlyMap<string, string>;
  readonly site: SiteModel;
}

/** The faults of one weight, grouped by the checks that catch them. */
function Trials({ weight, trials, titles, site }: TrialsProps) {
  if (trials.length === 0) return null;
  return (
    <details class="by-sign" open={weight === 'corrupts' || weight === 'hangs'}>
      <summary>
        <WeightBadge weight={weight} /> {plural(trials.length, 'fault')}
      </summary>
      <ul class="caught">
        {[...groupBy(trials, ({ check }) => check)].map(([check, caught]) => (
          <li>
            <p>
              {site.run.checks[check] === undefined ? (
                <code class="id">{check}</code>
              ) : (
                <a class="id" href={href(ROOT, checkFile(check))}>
                  {check}
                </a>
              )}
            </p>
            <ul>
              {caught.map((trial) => (
                <Trial key={trial.fault} trial={trial} title={titles.get(trial.fault) ?? trial.fault} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Trial({ trial, title }: { trial: TrialRecord; title: string }) {
  const words = wordsOf(trial);
  return (
    <li>
      {isHarmed(trial) ? (
        <a href={faultHref(ROOT, trial)}>
          <Text value={title} />
        </a>
      ) : (
        <Text value={title} />
      )}{' '}
      <span class="quiet">({trial.delivery})</span>
      {words !== '' && (
        <>
          {': '}
          <Text value={words} longest={240} />
        </>
      )}
    </li>
  );
}
