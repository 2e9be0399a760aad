/** @jsxRuntime automatic @jsxImportSource preact */
/** What each feature came to at one target: the sentence, the findings that decide it, and what passed. */
import type { Cause, FeatureCell } from '../../../features/deciding/cell.ts';
import { cellSentence } from '../../../features/deciding/sentence.ts';
import { ALL_STATES, FEATURE_STATES, type FeatureState } from '../../../features/deciding/states.ts';
import { FEATURES, passedChecks } from '../../../features/deciding/table.ts';
import { checkOf } from '../../../results/check-readings.ts';
import { conversationFile, exchangeAnchor, featureAnchor, href } from '../../../results/page-addresses.ts';
import type { RunRecord, VerdictRecord } from '../../../results/results.ts';
import { signOf } from '../../../results/signs.ts';
import { day, plural } from '../../../text/quantities.ts';
import { CheckLink, FindingList } from '../check/parts.tsx';
import { BugReportLink } from '../conversation/bug-report.tsx';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { Badge, Expectation, Text } from '../parts.tsx';
import type { TargetModel } from '../site-model.ts';
import { halvesOf } from './table.tsx';

interface Shared {
  readonly run: RunRecord;
  readonly target: TargetModel;
  readonly linking: Linking;
}

export function FeaturesOfTarget({ cells, ...shared }: Shared & { readonly cells: readonly FeatureCell[] }) {
  const ofState = (state: FeatureState) => cells.filter((cell) => cell.state === state);
  const counted = ALL_STATES.filter((state) => ofState(state).length > 0);
  const untested = ofState('not-tested');
  return (
    <section class="of-target">
      <h2>Features</h2>
      <p class="feature-counts">
        {counted.map((state) => (
          <span class={`feature-sign f-${state}`}>
            {ofState(state).length} {FEATURE_STATES[state].word}
          </span>
        ))}
      </p>
      {SHOWN.flatMap(ofState).map((cell) => (
        <Feature cell={cell} {...shared} />
      ))}
      {untested.length > 0 && (
        <details class="folded" open={untested.length === cells.length}>
          <summary>{plural(untested.length, 'feature')} not tested</summary>
          {untested.map((cell) => (
            <Feature cell={cell} {...shared} />
          ))}
        </details>
      )}
    </section>
  );
}

/** The worst first. */
const SHOWN = ['broken', 'works-but', 'not-offered', 'works'] as const satisfies readonly FeatureState[];

function Feature({ cell, run, target, linking }: Shared & { readonly cell: FeatureCell }) {
  const feature = FEATURES.find(({ id }) => id === cell.feature);
  if (feature === undefined) return null;
  const { state, causes, refusal, newest } = cell;
  const passed = passedChecks(run, feature, target.conversations);
  const halves = halvesOf(cell);
  return (
    <details
      class={`feature f-${state}`}
      id={featureAnchor(feature.id)}
      open={state === 'broken' || state === 'works-but'}
    >
      <summary>
        <span class={`feature-sign f-${state}`}>{FEATURE_STATES[state].word}</span> <b>{feature.question}</b>
        {halves?.map(([delivery, half]) => (
          <span class={`feature-sign f-${half}`}>
            {delivery} {FEATURE_STATES[half].word}
          </span>
        ))}
      </summary>
      <p class="sentence">
        <Text value={cellSentence(run, target.id, cell)} />
        {newest !== null && <span class="quiet"> Newest evidence: {day(newest)}.</span>}
      </p>
      {refusal !== null && linking.withConversations && (
        <p>
          <a href={href(linking.root, conversationFile(refusal.record), exchangeAnchor(refusal.exchange))}>
            The refusal
          </a>
        </p>
      )}
      {causes.map((cause) => (
        <CauseBlock cause={cause} run={run} target={target} linking={linking} />
      ))}
      {passed.length > 0 && (
        <details class="folded">
          <summary>{plural(passed.length, 'check')} passed</summary>
          <ul class="checks">
            {passed.map(({ check, count }) => (
              <li>
                <CheckLink root={linking.root} id={check} />{' '}
                <span class="quiet">in {plural(count, 'conversation')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </details>
  );
}

/** Failing conversations of one check that are shown with their findings; the rest is one link away. */
const VERDICTS_SHOWN = 2;

function CauseBlock({ cause, run, target, linking }: Shared & { readonly cause: Cause }) {
  const { check, verdicts, failed, judged, subject } = cause;
  const [first] = verdicts;
  if (first === undefined) return null;
  const further = verdicts.slice(VERDICTS_SHOWN);
  return (
    <article class={`cause ${signOf(first)}`}>
      <h3>
        <Badge sign={signOf(first)} /> {checkOf(run, target.id, check)?.title ?? check}
      </h3>
      <p class="quiet">
        <CheckLink root={linking.root} id={check} />{' '}
        {subject !== 'provider' && (
          <>
            about the <b>{subject}</b>,{' '}
          </>
        )}
        fails in {failed} of {plural(judged, 'conversation')}
      </p>
      {verdicts.slice(0, VERDICTS_SHOWN).map((verdict) => (
        <FailingVerdict verdict={verdict} linking={linking} />
      ))}
      {further.length > 0 && (
        <p class="quiet">
          Also in{' '}
          {further.map((verdict, at) => (
            <>
              {at > 0 && ', '}
              <ConversationName conversation={verdict} linking={linking} />
            </>
          ))}
        </p>
      )}
    </article>
  );
}

function FailingVerdict({ verdict, linking }: { verdict: VerdictRecord; linking: Linking }) {
  return (
    <section>
      <h4>
        <ConversationName conversation={verdict} linking={linking} />
      </h4>
      {verdict.expectation !== null && <Expectation expectation={verdict.expectation} />}
      <FindingList verdict={verdict} findings={verdict.findings.slice(0, 1)} linking={linking} />
      <BugReportLink verdict={verdict} linking={linking} />
      {verdict.findingCount > 1 && (
        <p class="quiet">{plural(verdict.findingCount - 1, 'further place')} in this conversation.</p>
      )}
    </section>
  );
}
