/** @jsxRuntime automatic @jsxImportSource preact */
/** Every profile: what each target says to each question, what changed, and the recordings behind it. */
import { profileChanges } from '../../../profile/changes.ts';
import { AREAS } from '../../../profile/fact.ts';
import type { Finding } from '../../../profile/finding.ts';
import type { MeasuredProfile } from '../../../profile/measured-profiles.ts';
import type { ProfiledFact } from '../../../profile/profile.ts';
import { findingWords, shortWords } from '../../../profile/words.ts';
import type { Sign } from '../../../results/signs.ts';
import { day } from '../../../text/quantities.ts';
import { Badge, Scrolling, Text } from '../parts.tsx';

export function ProfilesPage({ measured }: { measured: readonly MeasuredProfile[] }) {
  return (
    <>
      <h1>What endpoints need, accept and refuse</h1>
      <p class="lead">
        No rule settles these questions, so nothing here passes or fails. Each answer was measured with small
        requests, which are recorded.
      </p>
      {measured.length === 0 && (
        <p class="notice">
          No target was profiled. <code>live --profile</code> and <code>profile URL</code> do.
        </p>
      )}
      {measured.length > 0 && <Changes measured={measured} />}
      {measured.length > 0 && AREAS.map((area) => <Area area={area} measured={measured} />)}
      {measured.map((one) => (
        <Evidence measured={one} />
      ))}
    </>
  );
}

function Changes({ measured }: { measured: readonly MeasuredProfile[] }) {
  const changes = measured.flatMap(({ profile, before }) =>
    before === null ? [] : profileChanges(before, profile).map((change) => ({ profile, change })),
  );
  if (measured.every(({ before }) => before === null)) return null;
  return (
    <>
      <h2 id="changes">What changed since the profile before</h2>
      {changes.length === 0 && <p>Nothing.</p>}
      <ul>
        {changes.map(({ profile, change }) => (
          <li>
            <Text value={profile.target.id} />, <code>{change.fact}</code>:{' '}
            <Text value={shortWords(change.after)} />; it was <Text value={shortWords(change.before)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Area({ area, measured }: { area: string; measured: readonly MeasuredProfile[] }) {
  const facts = new Map<string, ProfiledFact>();
  for (const { profile } of measured)
    for (const fact of profile.facts)
      if (fact.area === area && fact.finding.kind !== 'not-applicable') facts.set(fact.id, fact);
  if (facts.size === 0) return null;
  return (
    <>
      <h2 id={area}>{TITLES[area] ?? area}</h2>
      <Scrolling label={`${area} by target`}>
        <table class="compared">
          <thead>
            <tr>
              <th scope="col">Question</th>
              {measured.map(({ profile: { target, measuredAt } }) => (
                <th scope="col">
                  <Text value={target.id} />
                  <div class="quiet">
                    {target.dialect}, {day(measuredAt)}
                  </div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...facts.values()].map(({ id, question }) => (
              <tr>
                <th scope="row">
                  {question}
                  <div class="quiet">
                    <code>{id}</code>
                  </div>
                </th>
                {measured.map(({ profile }) => (
                  <td>
                    <Cell finding={profile.facts.find((fact) => fact.id === id)?.finding} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

function Cell({ finding }: { finding: Finding | undefined }) {
  if (finding === undefined || finding.kind === 'not-applicable') return <span class="quiet">not asked</span>;
  return (
    <Badge sign={SIGNS[finding.kind]}>
      <Text value={shortWords(finding)} />
    </Badge>
  );
}

/** The whole words of each finding, and the recordings that it rests on. */
function Evidence({ measured: { profile } }: { measured: MeasuredProfile }) {
  const { target, facts } = profile;
  return (
    <details>
      <summary>
        Evidence: <Text value={target.id} />, {target.dialect}
      </summary>
      <p class="quiet">Paths of recordings are from the folder of all reports.</p>
      <dl>
        {facts
          .filter(({ finding }) => finding.kind !== 'not-applicable')
          .map(({ id, finding, evidence }) => (
            <>
              <dt>
                <code>{id}</code>
              </dt>
              <dd>
                <Text value={findingWords(finding)} />
                <div class="quiet">
                  {evidence.map((file) => (
                    <code>{file} </code>
                  ))}
                </div>
              </dd>
            </>
          ))}
      </dl>
    </details>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  contract: 'Histories',
  surface: 'What is offered',
  schemas: 'Schema keywords',
  limits: 'Limits',
};

/** Nothing here is right or wrong: colours only tell what is taken from what is not. */
const SIGNS: Readonly<Record<Finding['kind'], Sign>> = {
  required: 'should',
  refused: 'should',
  degraded: 'should',
  ignored: 'should',
  rate: 'inconclusive',
  accepted: 'observed',
  honoured: 'pass',
  number: 'observed',
  unknown: 'inconclusive',
  'not-applicable': 'not-applicable',
};
