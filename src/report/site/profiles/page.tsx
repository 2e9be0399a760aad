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
          No endpoint was measured in this run. <code>live --profile</code> or <code>profile URL</code>{' '}
          measures one.
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
  const rows = rowsOf(area, measured);
  if (rows.length === 0) return null;
  return (
    <>
      <h2 id={area}>{TITLES[area] ?? area}</h2>
      <Scrolling label={`${area} by target`}>
        <table class="compared questions">
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
            {rows.map(({ fact: { id, question }, strictAlike }) => (
              <tr>
                <th scope="row">
                  {question}
                  <div class="quiet">
                    <code>{id}</code>
                    {strictAlike && ', and the same of a strict tool'}
                  </div>
                </th>
                {measured.map(({ profile }) => (
                  <td>
                    <Cell finding={findingIn(profile, id)} />
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

interface Row {
  readonly fact: ProfiledFact;
  /** The fact of strict tools says the same of every target, and has no row of its own. */
  readonly strictAlike: boolean;
}

function rowsOf(area: string, measured: readonly MeasuredProfile[]): Row[] {
  const facts = new Map<string, ProfiledFact>();
  for (const { profile } of measured)
    for (const fact of profile.facts)
      if (fact.area === area && isAsked(fact.finding)) facts.set(fact.id, fact);
  const isAlike = (id: string) => {
    const strict = `${id}-strict`;
    const pairs = measured.map(
      ({ profile }) => [findingIn(profile, id), findingIn(profile, strict)] as const,
    );
    return (
      facts.has(id) &&
      facts.has(strict) &&
      pairs.every(([one, other]) => !isAsked(one) || !isAsked(other) || shortWords(one) === shortWords(other))
    );
  };
  return [...facts.values()]
    .filter(({ id }) => !(id.endsWith('-strict') && isAlike(id.slice(0, -'-strict'.length))))
    .map((fact) => ({ fact, strictAlike: isAlike(fact.id) }));
}

function findingIn({ facts }: MeasuredProfile['profile'], id: string): Finding | undefined {
  return facts.find((fact) => fact.id === id)?.finding;
}

function isAsked(finding: Finding | undefined): finding is Finding {
  return finding !== undefined && finding.kind !== 'not-applicable';
}

function Cell({ finding }: { finding: Finding | undefined }) {
  if (!isAsked(finding)) return <span class="quiet">not asked</span>;
  return (
    <Badge sign={SIGNS[finding.kind]}>
      <Text value={shortWords(finding)} />
    </Badge>
  );
}

/** The whole words of each finding, and the recordings that it rests on. */
function Evidence({ measured: { profile, recorded } }: { measured: MeasuredProfile }) {
  const { target, facts } = profile;
  return (
    <details>
      <summary>
        Evidence: <Text value={target.id} />, {target.dialect}
      </summary>
      <p class="quiet">
        Paths of recordings are from the folder of all reports; those that lie there are links.
      </p>
      <dl>
        {facts
          .filter(({ finding }) => isAsked(finding))
          .map(({ id, finding, evidence }) => (
            <>
              <dt>
                <code>{id}</code>
              </dt>
              <dd>
                <Text value={findingWords(finding)} />
                <div class="quiet">
                  {evidence.map((file) => (
                    <Recording file={file} isThere={recorded.has(file)} />
                  ))}
                </div>
              </dd>
            </>
          ))}
      </dl>
    </details>
  );
}

function Recording({ file, isThere }: { file: string; isThere: boolean }) {
  const name = <code>{file} </code>;
  return isThere ? <a href={`../${encodeURI(file)}`}>{name}</a> : name;
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
