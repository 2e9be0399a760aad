/** @jsxRuntime automatic @jsxImportSource preact */
/** One gateway: what becomes of each thing, who is charged with what, and what it makes of faults. */
import { type MeasuredGateway, shownFates, spokenBy } from '../../../gateway/by-gateway.ts';
import { ALL_THINGS } from '../../../gateway/fates.ts';
import {
  FAULT_OUTCOMES,
  type Fate,
  type FatePlace,
  type FateRecord,
  type FaultOutcome,
  type FaultRecord,
  type FindingRecord,
} from '../../../gateway/record.ts';
import {
  checkFile,
  faultAnchor,
  GATEWAYS_PAGE,
  href,
  type Root,
  thingAnchor,
} from '../../../results/page-addresses.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { Text } from '../parts.tsx';
import type { SiteModel } from '../site-model.ts';
import { FateBadge, FateOf, OutcomeBadge } from './page.tsx';
import { WiresSideBySide } from './wires.tsx';

const ROOT: Root = '../../';

export function GatewayPage({ gateway, site }: { gateway: MeasuredGateway; site: SiteModel }) {
  const { tried, fates, findings, faults } = gateway;
  const packages = Object.entries(tried.versions).map(([name, version]) => `${name} ${version}`);
  return (
    <>
      <p class="kind">
        A gateway, {spokenBy(tried)}, among <a href={href(ROOT, GATEWAYS_PAGE)}>all gateways</a>
      </p>
      <h1>Through {tried.gateway}</h1>
      <p class="under-title quiet">{[...packages, plural(tried.conversations, 'conversation')].join(', ')}</p>
      <section>
        <h2>What it keeps, changes and loses</h2>
        <ul class="faults">
          {worstFirst(fates).map(({ id, title, way, own }) => (
            <ThingFate id={id} title={title} way={way} fates={own} />
          ))}
        </ul>
      </section>
      <Findings findings={findings} site={site} />
      {faults.length > 0 && <h2>What it makes of faults of its upstream</h2>}
      {GRAVEST_FIRST.map((outcome) => (
        <Faults
          outcome={outcome}
          faults={faults.filter((fault) => fault.outcome === outcome)}
          pageOf={(check) => pageOfCheck(check, site)}
        />
      ))}
    </>
  );
}

/** Every thing with its fates: what did not arrive as it was sent, then what did, then what no conversation shows. */
function worstFirst(fates: readonly FateRecord[]) {
  const things = ALL_THINGS.map((thing) => ({
    ...thing,
    own: fates.filter((fate) => fate.thing === thing.id),
  }));
  const rankOf = ({ own }: (typeof things)[number]) =>
    Math.min(...shownFates(own).map(({ fate }) => WORST_FIRST.indexOf(fate)));
  return things.toSorted((left, right) => rankOf(left) - rankOf(right));
}

const WORST_FIRST: readonly Fate[] = ['lost', 'changed', 'invented', 'not-carried', 'kept', 'not-shown'];

const GRAVEST_FIRST: readonly FaultOutcome[] = FAULT_OUTCOMES.toReversed().filter(
  (outcome) => outcome !== 'not-shown',
);

interface ThingFateProps {
  readonly id: string;
  readonly title: string;
  readonly way: 'inwards' | 'outwards';
  readonly fates: readonly FateRecord[];
}

function ThingFate({ id, title, way, fates }: ThingFateProps) {
  return (
    <li id={thingAnchor(id)}>
      <p>
        <b>{title}</b> <FateOf fates={fates} />
      </p>
      {fates.map(({ delivery, places }) =>
        places.map((place) => <Place place={place} delivery={delivery} way={way} />),
      )}
    </li>
  );
}

interface PlaceProps extends Pick<ThingFateProps, 'way'> {
  readonly place: FatePlace;
  readonly delivery: string;
}

function Place({ place, delivery, way }: PlaceProps) {
  const { fate, conversation, exchange, part, sent, arrived, why, wires } = place;
  return (
    <details>
      <summary>
        <FateBadge fate={fate} /> {conversation} ({delivery}), exchange {exchange}
        {part !== '' && (
          <>
            , <Text value={part} longest={80} />
          </>
        )}
        : <Value text={sent} otherwise="nothing was sent" /> → <Value text={arrived} otherwise="gone" />
        {why !== null && <span class="quiet"> ({why})</span>}
      </summary>
      <WiresSideBySide wires={wires} way={way} />
    </details>
  );
}

function Value({ text, otherwise }: { text: string | null; otherwise: string }) {
  if (text === null) return <i>{otherwise}</i>;
  return (
    <code>
      <Text value={text} longest={160} />
    </code>
  );
}

/** The page of a check; null where the run knows no such check. */
function pageOfCheck(check: string, site: SiteModel): string | null {
  return site.run.checks[check] === undefined ? null : href(ROOT, checkFile(check));
}

function Check({ check, page }: { check: string; page: string | null }) {
  if (page === null) return <code class="id">{check}</code>;
  return (
    <a class="id" href={page}>
      {check}
    </a>
  );
}

function Findings({ findings, site }: { findings: readonly FindingRecord[]; site: SiteModel }) {
  const groups = groupBy(findings, ({ check, charged, wire }) => `${check} ${charged} ${wire}`);
  return (
    <section>
      <h2>Rules that are broken while the upstream conforms</h2>
      {findings.length === 0 && <p class="quiet">Every rule holds on both wires.</p>}
      <ul class="faults">
        {[...groups.values()].map((same) => {
          const [first] = same;
          if (first === undefined) return null;
          const { check, level, wire, charged, message, conversation, delivery, exchange } = first;
          return (
            <li>
              <p>
                {level} <Check check={check} page={pageOfCheck(check, site)} />, on the {wire} wire, by the{' '}
                <b>{charged}</b>: <Text value={message} longest={240} />
                <span class="quiet">
                  {' '}
                  ({conversation}, {delivery}, exchange {exchange}
                  {same.length > 1 && `, and ${same.length - 1} more`})
                </span>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface FaultsProps {
  readonly outcome: FaultOutcome;
  readonly faults: readonly FaultRecord[];
  readonly pageOf: (check: string) => string | null;
}

function Faults({ outcome, faults, pageOf }: FaultsProps) {
  if (faults.length === 0) return null;
  return (
    <details class="by-sign" open={outcome === 'made-worse'}>
      <summary>
        <OutcomeBadge outcome={outcome} /> {plural(faults.length, 'fault')}
      </summary>
      <ul class="faults">
        {faults.map(({ fault, title, check, delivery, reasons, findings, wires }) => (
          <li id={faultAnchor(fault, delivery)}>
            <p>
              <Text value={title} /> ({delivery}, <Check check={check} page={pageOf(check)} />)
              {reasons[0] !== undefined && (
                <>
                  :{' '}
                  <b>
                    <Text value={reasons[0]} longest={240} />
                  </b>
                </>
              )}
            </p>
            {wires !== null && (
              <details>
                <summary>Both wires</summary>
                <WiresSideBySide wires={wires} />
                <ul>
                  {findings.map((finding) => (
                    <li>
                      <code class="id">{finding.check}</code>, on the {finding.wire} wire, by the{' '}
                      {finding.charged}: <Text value={finding.message} longest={240} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
