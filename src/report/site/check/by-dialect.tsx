/** @jsxRuntime automatic @jsxImportSource preact */
/** The dialects of the run that have a check, what each says otherwise, and why the others do not have it. */

import { dialectName, whyWithout } from '../../../catalogue/every-rule.ts';
import { type DescriptionInDialect, dialectsOf, readingsByDialect } from '../../../results/check-readings.ts';
import type { CheckRecord, RunRecord } from '../../../results/results.ts';
import { Text } from '../parts.tsx';
import { Authorities, Weight } from './parts.tsx';

export function ByDialect({ run, id, check }: { run: RunRecord; id: string; check: CheckRecord }) {
  const dialects = dialectsOf(run);
  const readings = readingsByDialect(check);
  if (dialects.length < 2 || readings.length === 0) return null;
  const having = new Set(readings.map(({ dialect }) => dialect));
  return (
    <section>
      <h2>By dialect</h2>
      <dl class="by-dialect">
        {readings.map((reading) => (
          <div>
            <dt>{dialectName(reading.dialect)}</dt>
            <dd>
              <Reading reading={reading} />
            </dd>
          </div>
        ))}
        {dialects
          .filter((dialect) => !having.has(dialect))
          .map((dialect) => (
            <div>
              <dt>
                <Text value={dialectName(dialect)} longest={60} />
              </dt>
              <dd class="quiet">
                does not have it: {whyWithout(dialect, id) ?? 'nothing in it corresponds'}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Reading({ reading: { reading, differs } }: { reading: DescriptionInDialect }) {
  if (differs.length === 0) return <span class="quiet">as above</span>;
  const isGraded = differs.includes('level') || differs.includes('impact') || differs.includes('subject');
  return (
    <>
      {differs.includes('title') && <p>{reading.title}</p>}
      {isGraded && <Weight level={reading.level} check={reading} subject={reading.subject} />}
      {differs.includes('subject') && reading.subject === 'provider' && (
        <p>
          about the <b>provider</b>
        </p>
      )}
      {differs.includes('authority') && <Authorities check={reading} />}
    </>
  );
}

/** The same on one line, for lists of checks. */
export function DialectsInShort({ run, check }: { run: RunRecord; check: CheckRecord }) {
  if (dialectsOf(run).length < 2) return null;
  const readings = readingsByDialect(check);
  if (readings.length === 0) return null;
  return (
    <p class="quiet">
      In{' '}
      {readings
        .map(({ dialect, reading, differs }) =>
          differs.includes('level') ? `${dialectName(dialect)} (${reading.level})` : dialectName(dialect),
        )
        .join(', ')}
    </p>
  );
}
