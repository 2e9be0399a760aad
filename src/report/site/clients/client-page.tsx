/** @jsxRuntime automatic @jsxImportSource preact */
/** One client: whether the targets of the run are ready for it, and what each fault did to it. */
import { type ClientCounts, WEIGHTS, type Weight, weightOf, wordsOf } from '../../../clients/harm.ts';
import type { Readiness } from '../../../clients/ready.ts';
import type { MeasuredClients, ShownRecord, TrialRecord } from '../../../clients/record.ts';
import { dialectOf } from '../../../dialects/catalogue.ts';
import {
  CLIENTS_PAGE,
  checkFile,
  faultAnchor,
  href,
  type Root,
  targetFile,
  verdictKeyOf,
} from '../../../results/page-addresses.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Text } from '../parts.tsx';
import type { SiteModel, TargetModel } from '../site-model.ts';
import { isKnown, readinessFor, targetsOf } from './evidence.ts';
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
          shown={measured.shown.filter((each) => each.dialect === dialect)}
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

/** Targets that do not break a client are folded where they are more. */
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
              <a href={`#${faultAnchor(trial.fault, trial.delivery)}`}>
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
  readonly shown: readonly ShownRecord[];
  readonly site: SiteModel;
}

function Trials({ weight, trials, shown, site }: TrialsProps) {
  if (trials.length === 0) return null;
  const isProof = weight !== 'tolerates';
  return (
    <details class="by-sign" open={weight === 'corrupts' || weight === 'hangs'}>
      <summary>
        <WeightBadge weight={weight} /> {plural(trials.length, 'fault')}
      </summary>
      <ul class="faults">
        {trials.map((trial) => {
          const isKnown = site.run.checks[trial.check] !== undefined;
          const looks = shown.find(
            ({ fault, delivery }) => fault === trial.fault && delivery === trial.delivery,
          );
          return (
            <Trial
              key={trial.fault}
              trial={trial}
              looks={isProof ? looks : undefined}
              title={looks?.title}
              checkPage={isKnown ? href(ROOT, checkFile(trial.check)) : null}
            />
          );
        })}
      </ul>
    </details>
  );
}

interface TrialProps {
  readonly trial: TrialRecord;
  readonly looks: ShownRecord | undefined;
  readonly title: string | undefined;
  /** Null where the run knows no such check, and so has no page of it. */
  readonly checkPage: string | null;
}

function Trial({ trial, looks, title, checkPage }: TrialProps) {
  const { fault, check, delivery, harms, report, next } = trial;
  const words = wordsOf(trial);
  return (
    <li id={faultAnchor(fault, delivery)}>
      <p>
        <Text value={title ?? fault} /> ({delivery},{' '}
        {checkPage === null ? (
          <code class="id">{check}</code>
        ) : (
          <a class="id" href={checkPage}>
            {check}
          </a>
        )}
        ){words !== '' && ': '}
        <b>
          <Text value={words} longest={240} />
        </b>
      </p>
      {looks !== undefined && (
        <details>
          <summary>On the wire</summary>
          <Lines text={looks.answer} />
          <ul>
            {harms.map(({ message, asSent }) => (
              <li>
                <Text value={message} longest={400} />
                {asSent && ' (as the answer has it)'}
              </li>
            ))}
            {report !== null && (
              <li>
                It said: <Text value={report} longest={300} />
              </li>
            )}
          </ul>
          {next !== null && (
            <>
              <p>Its next request adds:</p>
              <Lines text={next} />
            </>
          )}
        </details>
      )}
    </li>
  );
}

/** More than one character that nobody reads, such as the lengths and checksums of AWS's frames. */
const UNREADABLE = /[\p{Cc}\uFFFD]{2,}/gu;

/** What stood on the wire, a line each; long ones are folded. */
function Lines({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (
          <div>
            <code>
              <Text value={line.replaceAll(UNREADABLE, '…')} longest={1700} />
            </code>
          </div>
        ))}
    </>
  );
}
