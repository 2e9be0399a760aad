/** @jsxRuntime automatic @jsxImportSource preact */
/** The differences between the fields of recordings and of older ones. */
import type { DriftReport } from '../../../drift/report.ts';
import { type DriftLine, linesOf } from '../../../drift/report-lines.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { Text } from '../parts.tsx';

export function DriftSection({ drift: { drifted, added, unchanged } }: { drift: DriftReport }) {
  const told = drifted.map(({ target, scenario, delivery, sample, ...drift }) => ({
    target,
    name: `${scenario} · ${delivery}${sample === 1 ? '' : ` · sample ${sample}`}`,
    lines: linesOf(drift),
  }));
  return (
    <section class="diff-list drift">
      <h2 id="fields">
        Drift of fields <span class="tally">{drifted.length}</span>
      </h2>
      <p class="lead">
        Conversations that were recorded again: fields that are gone, new, or of another type, at any depth.{' '}
        {plural(unchanged, 'conversation')} as before, {added.length} recorded for the first time.
      </p>
      {[...groupBy(told, ({ target }) => target)].map(([target, conversations]) => (
        <article class="change-group">
          <h3>
            <Text value={target} longest={120} />
          </h3>
          {conversations.map(({ name, lines }) => (
            <details open={conversations.length < 4}>
              <summary>
                <Text value={name} longest={160} />{' '}
                <span class="quiet">{plural(lines.length, 'difference')}</span>
              </summary>
              <ul class="drift-lines">
                {lines.map((line) => (
                  <Line line={line} />
                ))}
              </ul>
            </details>
          ))}
        </article>
      ))}
    </section>
  );
}

const WORDS: Readonly<Record<DriftLine['symbol'], string>> = { '-': 'gone', '+': 'new', '~': 'changed' };

function Line({ line: { symbol, subject, path, detail, sometimes } }: { line: DriftLine }) {
  const word = subject === 'check' ? 'verdict' : WORDS[symbol];
  return (
    <li>
      <b>{word}</b>
      <span>
        {subject !== 'check' && `${subject} `}
        <code>
          <Text value={path} longest={200} />
        </code>{' '}
        <span class="quiet">
          <Text value={detail} longest={200} />
          {sometimes && ', not in every answer, so it may be chance'}
        </span>
      </span>
    </li>
  );
}
