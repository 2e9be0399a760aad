/** @jsxRuntime automatic @jsxImportSource preact */
/** The feature table: a row for each target, a column for each feature. On narrow screens a card and its chips. */
import { dialectName } from '../../../catalogue/every-rule.ts';
import type { FeatureCell } from '../../../features/deciding/cell.ts';
import { causePhrase } from '../../../features/deciding/sentence.ts';
import { FEATURE_STATES, type FeatureState } from '../../../features/deciding/states.ts';
import { FEATURES, type FeatureRow } from '../../../features/deciding/table.ts';
import {
  ABOUT_FEATURES_FILE,
  featureAnchor,
  href,
  type Root,
  targetFile,
} from '../../../results/page-addresses.ts';
import { plainText } from '../../../text/display.ts';
import { day } from '../../../text/quantities.ts';
import { Text } from '../parts.tsx';
import type { FeatureGroup } from './groups.ts';

export interface FeatureTableProps {
  readonly groups: readonly FeatureGroup[];
  readonly label: string;
  readonly root: Root;
}

export function FeatureTable({ groups, label, root }: FeatureTableProps) {
  return (
    <table class="features">
      <caption class="vh">{label}</caption>
      <thead>
        <tr>
          <th scope="col" class="served-as">
            Model and who serves it
          </th>
          {FEATURES.map(({ id, label: short, question }) => (
            <th scope="col">
              <a
                class="of-feature"
                href={href(root, ABOUT_FEATURES_FILE, featureAnchor(id))}
                title={question}
              >
                {short}
              </a>
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ model, rows }) => (
        <tbody>
          {rows.map((row, at) => (
            <Row
              row={row}
              model={model}
              isFirst={at === 0}
              withDialect={isInDialects(row, rows)}
              root={root}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

interface RowProps {
  readonly row: FeatureRow;
  readonly model: string;
  /** Of its group: the others do not repeat the model. */
  readonly isFirst: boolean;
  /** The provider serves the model in several dialects. */
  readonly withDialect: boolean;
  readonly root: Root;
}

function Row({ row, model, isFirst, withDialect, root }: RowProps) {
  const { target, record, cells } = row;
  const page = href(root, targetFile(target));
  const newest = newestOf(cells);
  const untested = cells.filter(({ state }) => state === 'not-tested').length;
  const isSilent = untested === cells.length && cells.some(({ asked }) => asked > 0);
  return (
    <tr data-row={target}>
      <th scope="row">
        <a href={page} class="served" title={plainText(target, 200)}>
          <b class={isFirst ? '' : 'again'}>
            <Text value={shortName(model)} longest={60} />
          </b>
          <span>
            {withDialect && record !== null && `${dialectName(record.dialect)} · `}
            <Text value={record?.providerName ?? target.split('/', 1)[0] ?? target} longest={40} />
            {record?.upstream != null && (
              <>
                {' @'}
                <Text value={record.upstream} longest={40} />
              </>
            )}
            {newest !== null && ` · ${day(newest).slice(0, -' 2026'.length)}`}
            {isSilent && ' · no answer'}
            {untested > 0 && !isSilent && <i class="untested"> · {untested} not tested</i>}
          </span>
        </a>
      </th>
      {cells.map((cell, at) => (
        <Cell cell={cell} label={FEATURES[at]?.label ?? cell.feature} page={page} newest={newest} />
      ))}
    </tr>
  );
}

/** Whether only the dialect tells a row from another of its model. */
function isInDialects({ target, record }: FeatureRow, rows: readonly FeatureRow[]): boolean {
  return rows.some(
    (other) =>
      other.target !== target &&
      other.record?.provider === record?.provider &&
      other.record?.upstream === record?.upstream,
  );
}

/** Without its vendor, which the title of the link and the page of the target have. */
function shortName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1) || model;
}

interface CellProps {
  readonly cell: FeatureCell;
  readonly label: string;
  readonly page: string;
  /** The newest evidence of the row. */
  readonly newest: string | null;
}

function Cell({ cell, label, page, newest }: CellProps) {
  const { feature, state, model } = cell;
  const halves = halvesOf(cell);
  return (
    <td class={`f-${state}${halves === null && (model === null || state === 'broken') ? '' : ' halves'}`}>
      <a href={`${page}#${featureAnchor(feature)}`} title={hint(cell, newest)}>
        <i>{label}</i>
        {halves === null ? (
          <b>{FEATURE_STATES[state].word}</b>
        ) : (
          halves.map(([delivery, half]) => (
            <b class={`f-${half}`}>
              {delivery} {FEATURE_STATES[half].word}
            </b>
          ))
        )}
        <Count cell={cell} />
      </a>
    </td>
  );
}

function Count({ cell: { state, told, model } }: { cell: FeatureCell }) {
  if (model !== null && state !== 'broken') {
    return (
      <>
        <em>model</em>
        <small>{`${model.count}/${model.of}`}</small>
      </>
    );
  }
  return told.of > 1 ? <small>{`${told.count}/${told.of}`}</small> : null;
}

/** Both deliveries, streamed first, where they do not say the same. */
export function halvesOf({ deliveries }: FeatureCell): [string, FeatureState][] | null {
  const { streaming, buffered } = deliveries;
  if (streaming === undefined || buffered === undefined || streaming === buffered) return null;
  return [
    ['streamed', streaming],
    ['buffered', buffered],
  ];
}

/** What stands in a cell besides its sign: the worst cause or the reason, and its date where the row has a newer one. */
function hint(cell: FeatureCell, newest: string | null): string | undefined {
  const [cause] = cell.causes;
  const what = cause === undefined ? cell.reason : causePhrase(cause);
  const date = cell.newest !== null && cell.newest !== newest ? day(cell.newest) : null;
  const parts = [what, date].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? undefined : plainText(parts.join(' · '), LONGEST_HINT);
}

const LONGEST_HINT = 120;

function newestOf(cells: readonly FeatureCell[]): string | null {
  return cells.reduce<string | null>(
    (found, { newest }) => (newest !== null && (found === null || newest > found) ? newest : found),
    null,
  );
}
