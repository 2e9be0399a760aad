/** @jsxRuntime automatic @jsxImportSource preact */
/** The pieces of pages that speak of rules. */

import type { PlacedFinding, Subject } from '../../../judge/verdict.ts';
import { checkFile, href, type Root } from '../../../results/page-addresses.ts';
import type { CheckDescription, VerdictRecord } from '../../../results/results.ts';
import { IMPACTS } from '../../../results/signs.ts';
import { FindingPlace, type Linking } from '../conversation/name.tsx';
import { FoundExpected, Text } from '../parts.tsx';

/** Level, impact and, where it is not the provider, the subject: what breaking the rule means. */
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

/** The references that a rule stands by, each with its promise. */
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

/** A check's id, which leads to its page. */
export function CheckLink({ root, id }: { root: Root; id: string }) {
  return (
    <a class="id" href={href(root, checkFile(id))}>
      {id}
    </a>
  );
}

/** What was found, each finding with its place, which leads to the evidence. */
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
