/** @jsxRuntime automatic @jsxImportSource preact */
/** The verdicts of a run, counted by what became of them, by level and by subject. */

import type { Level, Subject } from '../../../judge/verdict.ts';
import { checkOf } from '../../../results/check-readings.ts';
import type { RunRecord } from '../../../results/results.ts';
import { ALL_SIGNS, type Sign, signOf } from '../../../results/signs.ts';
import { thousands } from '../../../text/display.ts';
import { Badge, Scrolling } from '../parts.tsx';
import type { ConversationModel } from '../site-model.ts';

/** The provider's rules by level, then those about others. */
const COLUMNS = ['MUST', 'SHOULD', 'MAY', 'model', 'client'] as const;

type Column = (typeof COLUMNS)[number];

interface Counted {
  readonly run: RunRecord;
  readonly conversations: readonly ConversationModel[];
}

export function RunCounts(counted: Counted) {
  const counts = countVerdicts(counted);
  const columns = COLUMNS.filter((column) =>
    ALL_SIGNS.some((sign) => (counts.get(`${sign} ${column}`) ?? 0) > 0),
  );
  const rows = ALL_SIGNS.filter((sign) =>
    columns.some((column) => (counts.get(`${sign} ${column}`) ?? 0) > 0),
  );
  return (
    <section>
      <h2 id="counts">Verdicts</h2>
      <p class="lead">
        A verdict is one check on one conversation. What is about the model or the client is held against no
        provider. There is <strong>no overall score</strong>: what a failure costs depends on your client.
      </p>
      <Scrolling label="Verdicts by outcome, level and subject">
        <table class="ledger counted">
          <thead>
            <tr>
              <th scope="col">What became of it</th>
              {columns.map((column) => (
                <th scope="col" class="number">
                  {column === 'model' || column === 'client' ? `of the ${column}` : column}
                </th>
              ))}
              <th scope="col" class="number">
                All
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((sign) => (
              <Row sign={sign} cells={columns.map((column) => counts.get(`${sign} ${column}`) ?? 0)} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}

function Row({ sign, cells }: { sign: Sign; cells: readonly number[] }) {
  return (
    <tr>
      <th scope="row">
        <Badge sign={sign} />
      </th>
      {[...cells, cells.reduce((sum, count) => sum + count, 0)].map((count) => (
        <td class={count === 0 ? 'number quiet' : 'number'}>{count === 0 ? '–' : thousands(count)}</td>
      ))}
    </tr>
  );
}

function countVerdicts({ run, conversations }: Counted): ReadonlyMap<`${Sign} ${Column}`, number> {
  const counts = new Map<`${Sign} ${Column}`, number>();
  const count = (sign: Sign, column: Column) => {
    counts.set(`${sign} ${column}`, (counts.get(`${sign} ${column}`) ?? 0) + 1);
  };
  for (const { record, verdicts } of conversations) {
    const columnOfCheck = (check: string) => {
      const reading = checkOf(run, record.target, check);
      return reading === null ? 'MUST' : columnOf(reading);
    };
    for (const check of record.passed) count('pass', columnOfCheck(check));
    for (const check of record.notApplicable) count('not-applicable', columnOfCheck(check));
    for (const verdict of verdicts) count(signOf(verdict), columnOf(verdict));
  }
  return counts;
}

function columnOf({ level, subject }: { readonly level: Level; readonly subject: Subject }): Column {
  return subject === 'provider' ? level : subject;
}
