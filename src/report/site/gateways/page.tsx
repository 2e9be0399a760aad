/** @jsxRuntime automatic @jsxImportSource preact */
/** Every gateway that was tried: what becomes of each thing, and of the faults of its upstream. */
import { type MeasuredGateway, shownFates, spokenBy } from '../../../gateway/by-gateway.ts';
import { ALL_THINGS } from '../../../gateway/fates.ts';
import {
  FATES,
  FAULT_OUTCOMES,
  type Fate,
  type FateRecord,
  type FaultOutcome,
} from '../../../gateway/record.ts';
import { gatewayFile, href, thingAnchor } from '../../../results/page-addresses.ts';
import type { Sign } from '../../../results/signs.ts';
import { Badge, Scrolling } from '../parts.tsx';

export function GatewaysPage({ gateways }: { gateways: readonly MeasuredGateway[] }) {
  return (
    <>
      <h1>What gateways do to what passes</h1>
      <p class="lead">
        Each gateway stood between the driver and the reference provider. Both of its wires were recorded, and
        compared exchange by exchange. Choose a cell to see both wires side by side.
      </p>
      {gateways.length === 0 && <p class="notice">No gateway was measured.</p>}
      {gateways.length > 0 && <Matrix gateways={gateways} />}
      {gateways.length > 0 && <FaultCounts gateways={gateways} />}
      <dl class="facts">
        {FATES.map((fate) => (
          <div>
            <dt>
              <FateBadge fate={fate} />
            </dt>
            <dd>{MEANINGS[fate]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Matrix({ gateways }: { gateways: readonly MeasuredGateway[] }) {
  return (
    <Scrolling label="Things by gateway">
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">What passes</th>
            {gateways.map(({ tried }) => (
              <th scope="col">
                <a href={href('../', gatewayFile(tried.gateway))}>{tried.gateway}</a>
                <div class="quiet">{spokenBy(tried)}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ALL_THINGS.map(({ id, title }) => (
            <tr>
              <th scope="row">{title}</th>
              {gateways.map(({ tried, fates }) => (
                <td>
                  <a href={href('../', gatewayFile(tried.gateway), thingAnchor(id))}>
                    <FateOf fates={fates.filter(({ thing }) => thing === id)} />
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** One badge, or one for each delivery where they differ. */
export function FateOf({ fates }: { fates: readonly FateRecord[] }) {
  return (
    <>
      {shownFates(fates).map(({ fate, delivery }) => (
        <span>
          <FateBadge fate={fate} />
          {delivery !== null && <span class="quiet"> {delivery} </span>}
        </span>
      ))}
    </>
  );
}

function FaultCounts({ gateways }: { gateways: readonly MeasuredGateway[] }) {
  return (
    <>
      <h2>What they make of faults of their upstream</h2>
      <Scrolling label="Faults by gateway">
        <table>
          <thead>
            <tr>
              <th scope="col">Gateway</th>
              {FAULT_OUTCOMES.map((outcome) => (
                <th scope="col" class="number">
                  {OUTCOME_WORDS[outcome]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {gateways.map(({ tried, faults }) => (
              <tr>
                <th scope="row">{tried.gateway}</th>
                {faults.length === 0 ? (
                  <td colSpan={FAULT_OUTCOMES.length} class="quiet">
                    not tried
                  </td>
                ) : (
                  FAULT_OUTCOMES.map((outcome) => (
                    <td class="number">{faults.filter((fault) => fault.outcome === outcome).length}</td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

export function FateBadge({ fate }: { fate: Fate }) {
  return <Badge sign={SIGNS[fate]}>{fate.replace('-', ' ')}</Badge>;
}

export function OutcomeBadge({ outcome }: { outcome: FaultOutcome }) {
  return <Badge sign={OUTCOME_SIGNS[outcome]}>{OUTCOME_WORDS[outcome]}</Badge>;
}

/** The colour and the symbol of each. */
const SIGNS: Readonly<Record<Fate, Sign>> = {
  kept: 'pass',
  changed: 'must',
  lost: 'must',
  invented: 'should',
  'not-carried': 'inconclusive',
  'not-shown': 'not-applicable',
};

const MEANINGS: Readonly<Record<Fate, string>> = {
  kept: 'It says the same on both wires.',
  changed: 'It arrived as something else.',
  lost: 'It was sent, and did not arrive.',
  invented: 'It arrived, and nobody had sent it.',
  'not-carried': 'The dialect of the other wire has no field for it.',
  'not-shown': 'No conversation had it on either wire.',
};

const OUTCOME_WORDS: Readonly<Record<FaultOutcome, string>> = {
  'passed-on': 'passed on',
  mended: 'mended',
  reported: 'reported',
  'made-worse': 'made worse',
  'not-shown': 'not shown',
};

const OUTCOME_SIGNS: Readonly<Record<FaultOutcome, Sign>> = {
  'passed-on': 'inconclusive',
  mended: 'pass',
  reported: 'should',
  'made-worse': 'must',
  'not-shown': 'not-applicable',
};
