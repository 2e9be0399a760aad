/** @jsxRuntime automatic @jsxImportSource preact */
/** Arrival times drawn to scale. The text beside the drawing says the same. */
import { exchangeAnchor } from '../../../results/page-addresses.ts';
import { duration } from '../../../text/quantities.ts';
import { type ArrivalsModel, thousandths } from './timeline-arrivals.ts';

/** A whole stream from the request to its last byte: a tick for each arrival. */
export function Arrivals({
  arrivals: { end, ticks, amiss, milestones, longest },
  exchange,
}: {
  arrivals: ArrivalsModel;
  exchange: number;
}) {
  return (
    <div class="arrivals">
      <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
        <path class="axis" d="M0 19H1000" />
        <path class="ticks" d={ticks.map((x) => `M${x} 8V19`).join('')} />
        <path class="amiss" d={amiss.map((x) => `M${x} 8V19`).join('')} />
        <path class="milestones" d={milestones.map(({ at }) => `M${thousandths(at, end)} 0V19`).join('')} />
      </svg>
      <dl>
        {milestones.map((milestone) => (
          <div>
            <dt>{milestone.name}</dt>
            <dd>
              {arrivalTime(milestone.at)}
              <EventLink exchange={exchange} event={milestone.event} />
            </dd>
          </div>
        ))}
        {longest !== null && (
          <div>
            <dt>longest wait</dt>
            <dd>
              {arrivalTime(longest.ms)}
              <EventLink exchange={exchange} event={longest.event} words="before event" />
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function EventLink({
  exchange,
  event,
  words = 'event',
}: {
  exchange: number;
  event: number | null;
  words?: string;
}) {
  if (event === null) return null;
  return (
    <>
      , {words} <a href={`#${exchangeAnchor(exchange)}-${event}`}>{event}</a>
    </>
  );
}

/** Milliseconds, with one decimal for small values. */
export function arrivalTime(ms: number): string {
  return ms > 0 && ms < 10 ? `${ms.toFixed(1)} ms` : duration(ms);
}

/** The narrowest visible bar, in thousandths of the axis. */
const NARROWEST = 8;

/** A wait, on the axis of its stream. */
export function Track({ from, to, end }: { from: number; to: number; end: number }) {
  const right = thousandths(to, end);
  const width = Math.max(NARROWEST, right - thousandths(from, end));
  return (
    <svg class="track" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <rect x={Math.max(0, right - width)} width={width} height="10" />
    </svg>
  );
}
