/** @jsxRuntime automatic @jsxImportSource preact */
/** The matrix as a table, rendered when the site is built, and again by the script when the reader's choices change. */

import { countPhrase } from '../../../results/signs.ts';
import { plainText } from '../../../text/display.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural, share } from '../../../text/quantities.ts';
import { Scrolling, Text } from '../parts.tsx';
import type { MatrixTarget } from './data.ts';
import type { ViewCell, ViewCount } from './sums.ts';
import type { MatrixView, ViewColumn, ViewRow } from './view.ts';

interface Place {
  /** From the page to the folder of the report. */
  readonly root: string;
}

export function MatrixTable({ view, root }: { view: MatrixView } & Place) {
  return (
    <Scrolling label="Targets by checks">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Target</th>
            {view.columns.map((column) => (
              <ColumnHead column={column} root={root} />
            ))}
          </tr>
        </thead>
        {view.groups.map(({ provider, rows }) => (
          <tbody>
            {provider !== null && (
              <tr class="group">
                <th scope="rowgroup" colSpan={view.columns.length + 1}>
                  <span>
                    <Text value={provider} longest={80} />
                  </span>
                </th>
              </tr>
            )}
            {rows.map((row) => (
              <Row
                row={row}
                dialect={view.dialectNames.get(row.target.dialect) ?? null}
                named={provider === null ? 'wholly' : 'briefly'}
                root={root}
              />
            ))}
          </tbody>
        ))}
      </table>
      {view.rows === 0 && (
        <p class="nothing">Nothing is left{view.nothing === null ? '.' : `: ${plainText(view.nothing)}`}</p>
      )}
    </Scrolling>
  );
}

function ColumnHead({ column, root }: { column: ViewColumn } & Place) {
  if (column.kind === 'check') {
    const { id, title, file } = column.check;
    const [family, name] = [id.slice(0, id.indexOf('/') + 1), id.slice(id.indexOf('/') + 1)];
    return (
      <th scope="col" class="of-check" key={id}>
        <a href={`${root}${file}`} title={title}>
          <span>{family}</span>
          {name}
        </a>
      </th>
    );
  }
  const { name, anchor, open } = column;
  return (
    <th scope="col" key={name} aria-label={name}>
      <span class="of-family">
        <a href={`${root}checks/index.html#${anchor}`}>{name}</a>
        <button
          type="button"
          class="opener"
          aria-expanded={open}
          aria-label={`checks of ${name}`}
          data-family={name}
        />
      </span>
    </th>
  );
}

function Row({
  row: { target, cells },
  dialect,
  named,
  root,
}: { row: ViewRow; dialect: string | null; named: 'wholly' | 'briefly' } & Place) {
  return (
    <tr data-row={target.id}>
      <th scope="row">
        <a class="target" href={`${root}${target.file}`}>
          <Text value={named === 'wholly' ? target.id : target.name} longest={120} />
        </a>
        {dialect !== null && (
          <span class="dialect">
            <Text value={dialect} longest={60} />
          </span>
        )}
        <Evidence target={target} root={root} />
      </th>
      {target.conversations === 0 ? (
        <td class="empty" colSpan={Math.max(1, cells.length)}>
          no conversation in this run
        </td>
      ) : (
        cells.map((cell) => <Cell cell={cell} root={root} />)
      )}
    </tr>
  );
}

/** What the row rests on. */
function Evidence({
  target: { scenarios, conversations, upstreams, otherModels, beside },
  root,
}: { target: MatrixTarget } & Place) {
  if (conversations === 0) return null;
  return (
    <span class="evidence">
      {plural(scenarios, 'scenario')}, {plural(conversations, 'conversation')}
      {upstreams.length > 0 && (
        <>
          {' · '}
          <Text value={upstreams.join(', ')} longest={60} />
        </>
      )}
      {otherModels.length > 0 && (
        <>
          {' · asked for '}
          <Text value={otherModels.join(', ')} longest={60} />
        </>
      )}
      {beside !== null && (
        <>
          {' · '}
          <a href={`${root}${beside.file}`}>
            beside {plural(beside.others, 'other')}
            <span class="vh"> that {beside.others === 1 ? 'serves' : 'serve'} the same model</span>
          </a>
        </>
      )}
    </span>
  );
}

function Cell({ cell: { sign, counts, href, lacking, rate }, root }: { cell: ViewCell } & Place) {
  if (lacking) return <td class="cell lacking" />;
  const told = counts.filter((each) => each.sign !== 'observed' && each.sign !== 'not-applicable');
  const observed = counts.reduce((sum, each) => sum + (each.sign === 'observed' ? each.count : 0), 0);
  const besides = [
    ...(observed > 0 ? [`${observed} observed`] : []),
    ...(told.length === 0 && observed === 0 ? ['n/a'] : []),
    ...(rate === null ? [] : [`fails ${share(rate)}`]),
  ];
  return (
    <td class={`cell ${sign}`}>
      <a href={`${root}${href}`}>
        {[...groupBy(told, ({ subject }) => subject).values()].map((own) => (
          <OfSubject counts={own} />
        ))}
        {besides.join('\n')}
      </a>
    </td>
  );
}

/**
 * The provider's gravest sign is marked, and its others follow as plain text: an element each would take twice as long to
 * lay out. What others than the provider did stands in one line that names them.
 */
function OfSubject({ counts }: { counts: readonly ViewCount[] }) {
  const [first] = counts;
  if (first === undefined) return null;
  const { subject, sign } = first;
  const [gravest, ...others] = counts.map((each) => countPhrase(each.sign, each.count));
  if (subject !== 'provider')
    return (
      <>
        <span class={`sign other ${sign}`}>{`${subject} ${[gravest, ...others].join(', ')}`}</span>
        {'\n'}
      </>
    );
  return (
    <>
      <span class={`sign ${sign}`}>{gravest}</span>
      {others.length > 0 ? `\n${others.join(', ')}\n` : '\n'}
    </>
  );
}
