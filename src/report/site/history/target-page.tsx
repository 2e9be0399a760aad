/** @jsxRuntime automatic @jsxImportSource preact */
/** One target over the nights: every check that ever failed, and every night. */
import { isUnset } from '../../../config/access.ts';
import { checkOf } from '../../../results/check-readings.ts';
import type { TargetHistory, TargetPoint } from '../../../results/history/page.ts';
import { checkFile, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { SIGNS } from '../../../results/signs.ts';
import { plainText, thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { whyWords } from '../diff/absences.tsx';
import { Facts, Scrolling, Text } from '../parts.tsx';
import { HISTORY_FILE, nightDiffFile, nightFile } from './addresses.ts';
import type { HistoryTarget } from './data.ts';
import { FeatureLines } from './feature-lines.tsx';
import { type Gap, GapRow, withGaps } from './gaps.tsx';
import { MeasuredCells, MeasuredHeads } from './measured.tsx';
import { daysBetween, everDeviated, signDays } from './spells.ts';
import { StripPicture } from './strip.tsx';
import { SignOrNone, Since, Staleness } from './table.tsx';

const ROOT: Root = '../';

export interface TargetHistoryPageProps {
  readonly target: HistoryTarget;
  readonly detail: TargetHistory;
  readonly run: RunRecord;
  /** Whether this run has the target, which then has a page. */
  readonly isInRun: boolean;
}

export function TargetHistoryPage({ target, detail, run, isInRun }: TargetHistoryPageProps) {
  const { strip } = target;
  const last = strip.length - 1;
  return (
    <>
      <p class="kind">
        <a href={href(ROOT, HISTORY_FILE)}>History</a> of the target
      </p>
      <h1 class="id">
        {isInRun ? (
          <a href={href(ROOT, targetFile(target.target))}>
            <Text value={target.target} longest={200} />
          </a>
        ) : (
          <Text value={target.target} longest={200} />
        )}
      </h1>
      {target.stale && (
        <p class="notice">
          <Staleness target={target} />
        </p>
      )}
      <Facts
        rows={[
          ['Last night', <SignOrNone strip={strip} day={last} isTarget />],
          ['How long', <Since strip={strip} from={detail.days.from} day={last} />],
          ['Nights with data', `${detail.nights.length} of ${plural(strip.length, 'day')}`],
          ['First', target.firstNight],
          ['Last', target.lastNight],
          ['This run', isInRun ? null : 'does not have this target'],
        ]}
      />
      <div class="strip-large">
        <StripPicture strip={strip} />
        <p class="ends">
          <span>{detail.days.from}</span> <span>{detail.days.to}</span>
        </p>
      </div>
      <FeatureLines features={detail.features} days={detail.days} />
      <Checks detail={detail} run={run} />
      <Nights detail={detail} strip={strip} />
    </>
  );
}

function Checks({ detail: { target, checks, days }, run }: Pick<TargetHistoryPageProps, 'detail' | 'run'>) {
  const all = Object.entries(checks);
  const deviating = all.filter(([, strip]) => everDeviated(strip));
  const others = all.length - deviating.length;
  return (
    <section>
      <h2 id="checks">Checks that ever failed</h2>
      <p class="lead">
        {deviating.length === 0 ? 'None. ' : ''}
        {plural(others, 'check')} {others === 1 ? 'has' : 'have'} passed, could not be judged or did not apply
        in every night.
      </p>
      {deviating.length > 0 && (
        <Scrolling label="Checks by nights">
          <table class="history">
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col">Every night</th>
                <th scope="col">On {days.to}</th>
                <th scope="col">How long</th>
                <th scope="col">Nights</th>
              </tr>
            </thead>
            <tbody>
              {deviating.map(([id, strip]) => (
                <tr id={id}>
                  <th scope="row">
                    <CheckTitle id={id} target={target} run={run} />
                    <code class="evidence">{id}</code>
                  </th>
                  <td>
                    <StripPicture strip={strip} />
                  </td>
                  <td>
                    <SignOrNone strip={strip} day={strip.length - 1} />
                  </td>
                  <td>
                    <Since strip={strip} from={days.from} day={strip.length - 1} />
                  </td>
                  <td>{daysBySign(strip)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </section>
  );
}

function CheckTitle({ id, target, run }: { id: string; target: string; run: RunRecord }) {
  const check = checkOf(run, target, id);
  if (check === null) return <span class="quiet">not in the catalogue of this run</span>;
  return <a href={href(ROOT, checkFile(id))}>{check.title}</a>;
}

function daysBySign(strip: string): string {
  return [...signDays(strip)]
    .filter(([sign]) => sign !== 'not-applicable')
    .map(([sign, days]) => `${thousands(days)} ${SIGNS[sign].word}`)
    .join(', ');
}

const COLUMNS = 8;

function Nights({ detail, strip }: { detail: TargetHistory; strip: string }) {
  return (
    <section>
      <h2 id="nights">Night by night</h2>
      <Scrolling label="Nights of the target">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Night</th>
              <th scope="col">Gravest</th>
              <th scope="col">Changes</th>
              <MeasuredHeads />
            </tr>
          </thead>
          <tbody>
            {withGaps(detail.nights, detail.days.to).map((row) =>
              'date' in row ? (
                <NightRow point={row} strip={strip} from={detail.days.from} />
              ) : (
                <GapRow gap={row} columns={COLUMNS} why={whyNoData(row, detail)} />
              ),
            )}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}

/** The reasons that the runs of the gap give, each once. */
function whyNoData({ from, to }: Gap, { skipped }: TargetHistory): string {
  const within = skipped.filter(({ date }) => date >= from && date <= to);
  const reasons = new Set(within.map(({ reason }) => plainText(reason, 200)));
  if (reasons.size === 0) return 'no data';
  return [...reasons].map((reason) => whyWords(reason, isUnset(reason))).join('; ');
}

function NightRow({ point, strip, from }: { point: TargetPoint; strip: string; from: string }) {
  const { date } = point;
  return (
    <tr id={date}>
      <th scope="row">
        <a href={href(ROOT, nightFile(date))}>{date}</a>
      </th>
      <td>
        <SignOrNone strip={strip} day={daysBetween(from, date)} isTarget />
      </td>
      <td>
        {date === from ? (
          <span class="quiet">first night</span>
        ) : (
          <a href={href(ROOT, nightDiffFile(date))} aria-label={`Diff of ${date}`}>
            diff
          </a>
        )}
      </td>
      <MeasuredCells of={point} />
    </tr>
  );
}
