/** @jsxRuntime automatic @jsxImportSource preact */
/** The faults that one check catches in one dialect: the bytes of the answer, and what clients did next. */
import type { DeparturePiece } from '../../../clients/departure.ts';
import { weightOf } from '../../../clients/harm.ts';
import type { ShownRecord, TrialRecord } from '../../../clients/record.ts';
import { dialectOf } from '../../../dialects/catalogue.ts';
import { CLIENTS_PAGE, checkFile, clientFile, href, type Root } from '../../../results/page-addresses.ts';
import { Text } from '../parts.tsx';
import type { SiteModel } from '../site-model.ts';
import type { HarmfulFault, HarmfulFaults } from './harmful-faults.ts';
import { WeightBadge } from './page.tsx';

const ROOT: Root = '../../';

export function FaultsPage({ faults: { dialect, check, faults }, site }: FaultsPageProps) {
  const title = site.run.checks[check]?.title;
  return (
    <>
      <p class="kind">
        What a fault does to clients of {dialectOf(dialect).name}, among{' '}
        <a href={href(ROOT, CLIENTS_PAGE)}>all clients</a>
      </p>
      <h1>Clients and {check}</h1>
      {title !== undefined && (
        <p class="under-title">
          <a href={href(ROOT, checkFile(check))}>
            <Text value={title} />
          </a>
        </p>
      )}
      <p class="lead">
        Each answer is set against that of the conforming provider to the same request: <mark>marked</mark> is
        what the faulty one says, <del>struck out</del> what it should say instead.
      </p>
      {faults.map((fault) => (
        <Fault key={fault.anchor} fault={fault} />
      ))}
    </>
  );
}

interface FaultsPageProps {
  readonly faults: HarmfulFaults;
  readonly site: SiteModel;
}

function Fault({ fault: { anchor, fault, delivery, shown, harmed, unharmed } }: { fault: HarmfulFault }) {
  return (
    <section class="on-wire" id={anchor}>
      <h2>
        <Text value={shown?.title ?? fault} /> <span class="quiet">({delivery})</span>
      </h2>
      <div class="two-wires">
        <figure>
          <figcaption>The provider answers</figcaption>
          {shown === undefined ? (
            <p class="quiet">No client read so far that the fault was seen.</p>
          ) : (
            <Answer shown={shown} />
          )}
        </figure>
        <div>
          {harmed.map((alike) => (
            <Harmed key={alike[0].client} alike={alike} />
          ))}
          {unharmed.length > 0 && (
            <p class="quiet">
              Not harmed: <ClientLinks trials={unharmed} />
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

function Answer({ shown: { findings, answer } }: { shown: ShownRecord }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0}>
        {answer.map((piece) => (
          <AnswerPiece piece={piece} />
        ))}
      </pre>
      <ul class="said">
        {findings.slice(0, MOST_FINDINGS).map((message) => (
          <li>
            <Text value={message} longest={300} />
          </li>
        ))}
      </ul>
    </>
  );
}

function AnswerPiece({ piece: { in: side, text } }: { piece: DeparturePiece }) {
  const shown = <Text value={text} longest={2000} />;
  if (side === 'faulty') return <mark>{shown}</mark>;
  return side === 'conforming' ? <del>{shown}</del> : shown;
}

/** The most findings of a fault; further ones say the same. */
const MOST_FINDINGS = 3;

function Harmed({ alike }: { alike: HarmfulFault['harmed'][number] }) {
  const [trial] = alike;
  const { harms, report, outcome, next } = trial;
  return (
    <figure>
      <figcaption>
        <WeightBadge weight={weightOf(trial)} /> <ClientLinks trials={alike} />
      </figcaption>
      <ul class="said">
        {outcome === 'hangs' && <li>it comes to no end</li>}
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
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
          <pre tabIndex={0}>
            <Text value={next} />
          </pre>
        </>
      )}
    </figure>
  );
}

function ClientLinks({ trials }: { trials: readonly TrialRecord[] }) {
  return (
    <>
      {trials.map(({ client }, at) => (
        <>
          {at > 0 && ', '}
          <a href={href(ROOT, clientFile(client))}>{client}</a>
        </>
      ))}
    </>
  );
}
