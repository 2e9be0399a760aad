/** @jsxRuntime automatic @jsxImportSource preact */
/** The pieces that the pages are put together from. */
import type { ComponentChildren } from 'preact';
import type { Subject } from '../../judge/verdict.ts';
import type { AcceptedDeviation } from '../../results/results.ts';
import { ALL_SIGNS, countPhrase, SIGNS, type Sign } from '../../results/signs.ts';
import { isPlain, omission, type Piece, piecesOf } from '../../text/display.ts';
import type { SubjectTallies, Tally } from './site-model.ts';

const LONGEST_TEXT = 1000;
/** Text that cannot change the direction of what follows. */
const ASCII = /^[\n\x20-\x7e]*$/;

/** Text that somebody else wrote. */
export function Text({ value, longest = LONGEST_TEXT }: { value: string; longest?: number }) {
  if (value.length <= longest && ASCII.test(value)) return <>{value}</>;
  return <bdi>{isPlain(value, longest) ? value : <Pieces pieces={piecesOf(value, longest)} />}</bdi>;
}

export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece) => {
        if (piece.kind === 'omitted') return <i class="omitted">{omission(piece)}</i>;
        const shown = piece.kind === 'text' ? piece.text : <b class="control">{piece.code}</b>;
        return piece.marked ? <mark>{shown}</mark> : shown;
      })}
    </>
  );
}

/** A sign in its colour, with its symbol, which the style sheet draws, and its word. */
export function Badge({ sign, children }: { sign: Sign; children?: ComponentChildren }) {
  return <span class={`badge sign ${sign}`}>{children ?? SIGNS[sign].word}</span>;
}

/** What a tally holds, the gravest first; passes last, and nothing for what is not there. */
export function Counts({ tally, signs = COUNTED }: { tally: Tally; signs?: readonly Sign[] }) {
  return (
    <>
      {signs
        .filter((sign) => tally[sign] > 0)
        .map((sign) => (
          <Badge sign={sign}>{countPhrase(sign, tally[sign])}</Badge>
        ))}
    </>
  );
}

const COUNTED = ALL_SIGNS.filter((sign) => sign !== 'not-applicable' && sign !== 'observed');

/** Counts of the provider's verdicts, then of the model's and the client's, each named. */
export function CountsBySubject({ tallies }: { tallies: SubjectTallies }) {
  return (
    <div class="counts">
      <Counts tally={tallies.provider} />
      {OTHERS.filter((subject) => hasVerdicts(tallies[subject])).map((subject) => (
        <span class="by-other">
          <span class="subject">{subject}</span>
          <Counts tally={tallies[subject]} />
        </span>
      ))}
      <Observed tallies={tallies} />
    </div>
  );
}

export const OTHERS = ['model', 'client'] as const satisfies readonly Subject[];

export function hasVerdicts(tally: Tally): boolean {
  return COUNTED.some((sign) => tally[sign] > 0);
}

export function observedIn(tallies: SubjectTallies): number {
  return tallies.provider.observed + tallies.model.observed + tallies.client.observed;
}

function Observed({ tallies }: { tallies: SubjectTallies }) {
  const count = observedIn(tallies);
  return count === 0 ? null : <Badge sign="observed">{`${count} observed`}</Badge>;
}

export function Expectation({ expectation }: { expectation: AcceptedDeviation }) {
  const { reason, link, since } = expectation;
  return (
    <p class="expectation">
      <b>Accepted since {plainDate(since)}</b> <Text value={reason} />{' '}
      {link !== null && (
        <a href={link} rel="noreferrer">
          Reference
        </a>
      )}
    </p>
  );
}

function plainDate(since: string) {
  return <Text value={since} longest={40} />;
}

/** What was found and what was expected instead. */
export function FoundExpected({ found, expected }: { found: string; expected: string }) {
  return (
    <dl class="found">
      <dt>found</dt>
      <dd>
        <code>
          <Text value={found} />
        </code>
      </dd>
      <dt>expected</dt>
      <dd>
        <Text value={expected} />
      </dd>
    </dl>
  );
}

/** The rows of a description list; those without a value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [term: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([term, value]) => (
          <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Texts in a row, with commas between them; a dash when there is none. */
export function TextList({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span class="quiet">not reported</span>;
  return (
    <>
      {values.map((value, at) => (
        <>
          {at > 0 && ', '}
          <Text value={value} longest={120} />
        </>
      ))}
    </>
  );
}

/** Targets without data, each with the reason. */
export function Absences({ targets }: { targets: readonly (readonly [target: string, reason: string])[] }) {
  return (
    <ul class="absences">
      {targets.map(([target, reason]) => (
        <li>
          <b>
            <Text value={target} longest={120} />
          </b>
          <span>
            <Text value={reason} longest={300} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A wide table that scrolls within itself; the keyboard can reach it. */
export function Scrolling({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section class="scrolling" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
