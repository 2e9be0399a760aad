/** @jsxRuntime automatic @jsxImportSource preact */
/** Components about rules, used by several pages. */

import type { PlacedFinding, Subject } from '../../../judge/verdict.ts';
import { checkFile, href, type Root } from '../../../results/page-addresses.ts';
import type { CheckDescription, VerdictRecord } from '../../../results/results.ts';
import { IMPACTS } from '../../../results/signs.ts';
import { FindingPlace, type Linking } from '../conversation/name.tsx';
import { FoundExpected, Text } from '../parts.tsx';

/** Level, impact and, if it is not the provider, the subject. */
export function Weight({
  level,
  check,
  subject,
}: {
  level: VerdictRecord['level'];
  check: CheckDescription | null;
  subject: Subject;
}) {
  return (
    <p class="weight">
      <b class="level">{level}</b>
      {check && (
        <span>
          <b>{check.impact}</b>: {IMPACTS[check.impact]}
        </span>
      )}
      {subject !== 'provider' && (
        <span>
          about the <b>{subject}</b>, not the provider
        </span>
      )}
    </p>
  );
}

/** The references that a rule rests on, each with its promise. */
export function Authorities({ check }: { check: CheckDescription }) {
  return (
    <ul class="authorities">
      {check.authority.map(({ name, url, promise }) => (
        <li>
          <q>
            <Text value={promise} />
          </q>{' '}
          <a href={url} rel="noreferrer">
            <Text value={name} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A check's id as a link to its page. */
export function CheckLink({ root, id }: { root: Root; id: string }) {
  return (
    <a class="id" href={href(root, checkFile(id))}>
      {id}
    </a>
  );
}

/** The findings, each with its place as a link to the evidence. */
export function FindingList({
  verdict,
  findings,
  linking,
}: {
  verdict: VerdictRecord;
  findings: readonly PlacedFinding[];
  linking: Linking;
}) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li>
          <p class="message">
            <Text value={finding.message} />
          </p>
          <p class="place">
            <FindingPlace conversation={verdict} finding={finding} linking={linking} />
            {finding.path !== '' && (
              <code>
                <Text value={finding.path} longest={200} />
              </code>
            )}
          </p>
          <FoundExpected found={finding.found} expected={finding.expected} />
        </li>
      ))}
    </ul>
  );
}
