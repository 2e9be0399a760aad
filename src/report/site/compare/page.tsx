/** @jsxRuntime automatic @jsxImportSource preact */
/** One model as several targets serve it, side by side: direct, through a gateway, in several dialects. */

import { dialectName } from '../../../catalogue/every-rule.ts';
import { readingsByDialect } from '../../../results/check-readings.ts';
import { checkFile, href, type Root, targetFile, verdictKeyOf } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { ALL_SIGNS, countPhrase } from '../../../results/signs.ts';
import { plainText } from '../../../text/display.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { CheckLink } from '../check/parts.tsx';
import { FindingPlace, type Linking } from '../conversation/name.tsx';
import { Badge, Scrolling, Text } from '../parts.tsx';
import type { Serving, TargetModel } from '../site-model.ts';
import { type ComparedFeatures, FeaturesBeside } from './features.tsx';
import { type ComparedCheck, type ComparedSide, comparisonModel, weightOf } from './model.ts';

const ROOT: Root = '../../';

export function ComparePage({
  run,
  serving,
  features,
  linking,
}: {
  run: RunRecord;
  serving: Serving;
  /** What each of them offers, in the order of the targets. */
  features: readonly ComparedFeatures[];
  linking: Linking;
}) {
  const { targets, differing, alike } = comparisonModel(run, serving);
  return (
    <>
      <p class="kind">Side by side</p>
      <h1 class="id">
        <Text value={serving.weights} longest={200} />
      </h1>
      <p class="lead">
        One model as {plural(targets.length, 'target')} serve it: the features and the checks on which they
        differ. A check that passes here and has nothing to judge there is no difference. Where the
        conversations are not the same, part of a difference may be theirs.
      </p>
      {targets.length > 2 && <Choices targets={targets} />}
      <h2>What works here and not there</h2>
      <FeaturesBeside run={run} sides={features} />
      <h2>Check by check</h2>
      {differing.length === 0 ? (
        <p class="notice">They differ on no check, as far as these conversations can tell.</p>
      ) : (
        <Scrolling label="Targets side by side">
          <table class="compared" id="compared">
            <thead>
              <tr>
                <th scope="col">
                  <span class="vh">Check</span>
                </th>
                {targets.map((target) => (
                  <Head target={target} />
                ))}
              </tr>
            </thead>
            <tbody>
              {differing.map((check) => (
                <Row compared={check} targets={targets} linking={linking} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      <Alike checks={alike} />
    </>
  );
}

/** For the script: any two of them. */
function Choices({ targets }: { targets: readonly TargetModel[] }) {
  return (
    <search aria-label="Choose two targets">
      <form class="choices" data-compares>
        {(['a', 'b'] as const).map((name) => (
          <label>
            <span>{name === 'a' ? 'Set' : 'beside'}</span>
            <select name={name} autocomplete="off">
              <option value="">all of them</option>
              {targets.map(({ id }) => (
                <option value={id}>{plainText(id, 80)}</option>
              ))}
            </select>
          </label>
        ))}
        <output aria-live="polite" />
      </form>
    </search>
  );
}

function Head({ target: { id, record, conversations } }: { target: TargetModel }) {
  return (
    <th scope="col" data-target={id}>
      <a class="target" href={href(ROOT, targetFile(id))}>
        <Text value={id} longest={120} />
      </a>
      <span class="evidence">
        {record !== null && (
          <>
            <Text value={dialectName(record.dialect)} longest={60} />
            {' · '}
          </>
        )}
        {plural(conversations.length, 'conversation')}
      </span>
    </th>
  );
}

function Row({
  compared: { id, check, sides },
  targets,
  linking,
}: {
  compared: ComparedCheck;
  targets: readonly TargetModel[];
  linking: Linking;
}) {
  // The reading of a dialect that none of these targets speaks would be beside the point.
  const dialects = new Set(targets.map(({ record }) => record?.dialect));
  const title = readingsByDialect(check).find(({ dialect }) => dialects.has(dialect))?.reading.title;
  return (
    <tr data-row={id}>
      <th scope="row">
        <a href={href(ROOT, checkFile(id))}>{title ?? check.title}</a>
        <code class="evidence">{id}</code>
      </th>
      {sides.map((side, at) => (
        <Side side={side} target={targets[at]?.id ?? ''} check={id} linking={linking} />
      ))}
    </tr>
  );
}

function Side({
  side,
  target,
  check,
  linking,
}: {
  side: ComparedSide | null;
  target: string;
  check: string;
  linking: Linking;
}) {
  const told = { 'data-target': target, 'data-weight': weightOf(side) };
  if (side === null) {
    return (
      <td class="quiet" {...told}>
        not in its dialect
      </td>
    );
  }
  const { sign, count, of, first } = side;
  return (
    <td {...told}>
      <p class="counts">
        <a href={href(ROOT, targetFile(target), first === null ? check : verdictKeyOf(first))}>
          <Badge sign={sign} />
        </a>
        {of > 0 && (
          <span class="quiet">{count === of ? plural(of, 'conversation') : `${count} of ${of}`}</span>
        )}
      </p>
      {first !== null && <First verdict={first} linking={linking} />}
    </td>
  );
}

/** The first finding, or the reason why there is none. */
function First({ verdict, linking }: { verdict: NonNullable<ComparedSide['first']>; linking: Linking }) {
  const [finding] = verdict.findings;
  if (finding === undefined) {
    return (
      <p class="first quiet">
        <Text value={verdict.reason ?? ''} longest={200} />
      </p>
    );
  }
  return (
    <p class="first">
      <Text value={finding.message} longest={200} />
      <span class="evidence">
        {verdict.scenario} · {verdict.delivery},{' '}
        <FindingPlace conversation={verdict} finding={finding} linking={linking} />
      </span>
      <code class="evidence">
        <Text value={finding.found} longest={100} />
      </code>
    </p>
  );
}

function Alike({
  checks,
}: {
  checks: readonly { readonly id: string; readonly sign: (typeof ALL_SIGNS)[number] }[];
}) {
  if (checks.length === 0) return null;
  const bySign = groupBy(checks, ({ sign }) => sign);
  return (
    <details class="folded">
      <summary>{plural(checks.length, 'check')} on which they do not differ</summary>
      {ALL_SIGNS.map((sign) => {
        const own = bySign.get(sign) ?? [];
        return (
          own.length > 0 && (
            <div class="passed">
              <h2>
                <Badge sign={sign}>{countPhrase(sign, own.length)}</Badge>
              </h2>
              <ul class="checks">
                {own.map(({ id }) => (
                  <li>
                    <CheckLink root={ROOT} id={id} />
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </details>
  );
}
