/** @jsxRuntime automatic @jsxImportSource preact */
/** Every profile: what each target says to each question, what changed, and the recordings behind it. */
import { profileChanges } from '../../../profile/changes.ts';
import { AREAS } from '../../../profile/fact.ts';
import type { Finding } from '../../../profile/finding.ts';
import type { MeasuredProfile } from '../../../profile/measured-profiles.ts';
import type { ProfiledFact } from '../../../profile/profile.ts';
import { findingWords, kindWord, MEANINGS, shortWords } from '../../../profile/words.ts';
import type { Sign } from '../../../results/signs.ts';
import { shorten } from '../../../text/json-text.ts';
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
      {measured.length > 0 && <Legend measured={measured} />}
      {measured.length > 0 && <Changes measured={measured} />}
      {measured.length > 0 && AREAS.map((area) => <Area area={area} measured={measured} />)}
      {measured.length > 0 && <h2 id="evidence">Evidence</h2>}
      {measured.map((one, at) => (
        <Evidence measured={one} number={at + 1} />
      ))}
    </>
  );
}

/** What the cells say, as far as some cell says it. */
function Legend({ measured }: { measured: readonly MeasuredProfile[] }) {
  const found = new Set(measured.flatMap(({ profile }) => profile.facts.map(({ finding }) => finding.kind)));
  return (
    <>
      <dl class="finding-legend" aria-label="What the answers mean">
        {LEGEND.filter((kind) => found.has(kind)).map((kind) => (
          <div>
            <dt>
              <Badge sign={SIGNS[kind]}>{kind === 'number' ? '64 · 64 or more' : kindWord(kind)}</Badge>
            </dt>
            <dd>{MEANINGS[kind]}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        <i>3 of 10</i> counts the answers, or the refusals, of which it is true; <i>400</i> is the HTTP
        status. Each answer below leads to the provider’s own words and to the recordings.
      </p>
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
  const questions = rows.map(({ fact }) => fact.question);
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
                  <Question words={question} others={questions} />
                  <div class="quiet">
                    <code>{id}</code>
                    {strictAlike && ', and the same of a strict tool'}
                  </div>
                </th>
                {measured.map(({ profile }, at) => (
                  <td>
                    <Cell finding={findingIn(profile, id)} anchor={anchorOf(at + 1, id)} />
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

/** Many questions begin alike, so what sets one apart stands out. */
function Question({ words, others }: { words: string; others: readonly string[] }) {
  const alike = Math.max(0, ...others.map((other) => (other === words ? 0 : sharedBeginning(words, other))));
  return (
    <>
      {alike > 0 && <span class="quiet">{words.slice(0, alike)}</span>}
      <b>{words.slice(alike)}</b>
    </>
  );
}

/** How many characters two texts share from their beginning, to the end of a word. */
function sharedBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.lastIndexOf(' ', length - 1) + 1;
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

function Cell({ finding, anchor }: { finding: Finding | undefined; anchor: string }) {
  if (!isAsked(finding)) return <span class="quiet">not asked</span>;
  return (
    <>
      <a href={`#${anchor}`}>
        <Badge sign={SIGNS[finding.kind]}>
          <Text value={shortWords(finding)} />
        </Badge>
      </a>
      {finding.kind === 'unknown' && (
        <div class="quiet">
          <Text value={shorten(finding.reason, LONGEST_REASON)} />
        </div>
      )}
    </>
  );
}

const LONGEST_REASON = 120;

/** @param number of the target, from 1 */
function anchorOf(number: number, fact: string): string {
  return `target-${number}-${fact.replaceAll(/[^\w-]/gu, '-')}`;
}

/** The whole words of each finding, and the recordings that it rests on. */
function Evidence({
  measured: { profile, recorded },
  number,
}: {
  measured: MeasuredProfile;
  number: number;
}) {
  const { target, facts } = profile;
  return (
    <details>
      <summary>
        <Text value={target.id} />, {target.dialect}: each answer in full, and its recordings
      </summary>
      <p class="quiet">
        Behind each answer stand its recordings, below <code>{foldersOf(facts).join(', ')}</code> in the
        folder of all reports; those that lie there are links.
      </p>
      <dl class="answers-in-full">
        {facts
          .filter(({ finding }) => isAsked(finding))
          .map(({ id, question, finding, evidence }) => (
            <>
              <dt id={anchorOf(number, id)}>
                {question} <code>{id}</code>
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

/** Those of the runs. */
function foldersOf(facts: readonly ProfiledFact[]): string[] {
  const files = facts.flatMap(({ evidence }) => evidence);
  return [...new Set(files.map((file) => file.split('/').slice(0, 3).join('/')))];
}

function Recording({ file, isThere }: { file: string; isThere: boolean }) {
  const name = <code>{askedIn(file)}</code>;
  return <>{isThere ? <a href={`../${encodeURI(file)}`}>{name}</a> : <span title={file}>{name}</span>} </>;
}

/** What was asked in a recording, as its name says, and which of several samples it is. */
function askedIn(file: string): string {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.(?:buffered|streaming)(?:\.(\d+))?\.yaml$/u, (_, sample?: string) =>
      sample === undefined ? '' : ` (${sample})`,
    );
}

const TITLES: Readonly<Record<string, string>> = {
  contract: 'Histories',
  surface: 'What is offered',
  schemas: 'Schema keywords',
  limits: 'Limits',
};

/** What hinders comes first. */
const LEGEND: readonly Finding['kind'][] = [
  'number',
  'required',
  'refused',
  'degraded',
  'ignored',
  'rate',
  'honoured',
  'accepted',
  'unknown',
];

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
