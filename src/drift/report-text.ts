/** The drift report for a terminal. */
import pc from 'picocolors';
import { groupBy } from '../text/group-by.ts';
import { shorten } from '../text/json-text.ts';
import { plain } from '../text/plain-text.ts';
import { type DriftEntry, type DriftKey, driftReport } from './report.ts';
import { type DriftLine, linesOf } from './report-lines.ts';

/**
 * Returns the report as text, target by target. Lines that several conversations share appear once, and the lines of
 * the most conversations come first.
 */
export function formatDrift(entries: readonly DriftEntry[]): string {
  const { drifted, added, unchanged } = driftReport(entries);
  const targets = groupBy(drifted, ({ target }) => target);
  const named = added.map((key) => `${key.target} · ${conversationName(key)}`);
  return [
    ...[...targets].flatMap(([target, conversations]) => [
      pc.bold(plain(target)),
      ...targetLines(
        conversations.map((drift) => ({ name: conversationName(drift), lines: linesOf(drift) })),
      ),
    ]),
    ...(unchanged === 0 && entries.length > 0 ? [] : [pc.dim(`no drift in ${count(unchanged)}`)]),
    ...(added.length === 0
      ? []
      : [plain(`new, without an older recording: ${count(added.length)} (${listed(named)})`)]),
  ].join('\n');
}

interface NamedLines {
  readonly name: string;
  readonly lines: readonly DriftLine[];
}

/** A line and the names of the conversations that share it. */
interface SharedLine {
  readonly line: DriftLine;
  readonly names: readonly string[];
}

function targetLines(conversations: readonly NamedLines[]): string[] {
  const all = conversations.flatMap(({ name, lines }) => lines.map((line) => ({ name, line })));
  const shared = [...groupBy(all, ({ line }) => identityOf(line)).values()].flatMap(share);
  const groups = [...groupBy(shared, ({ names }) => JSON.stringify(names)).values()]
    .map((lines) => ({ names: lines[0]?.names ?? [], lines: joined(lines.map(({ line }) => line)) }))
    .sort((left, right) => right.names.length - left.names.length);
  const widths = widthsOf(groups.flatMap(({ lines }) => lines.slice(0, LINES_SHOWN)));
  return groups.flatMap(({ names, lines }) => [
    `  ${plain(listed(names))}`,
    ...lines.slice(0, LINES_SHOWN).map((line) => `    ${formatLine(line, widths)}`),
    ...(lines.length > LINES_SHOWN ? [pc.dim(`    and ${lines.length - LINES_SHOWN} more`)] : []),
  ]);
}

const LINES_SHOWN = 50;
const NAMES_SHOWN = 2;
const LONGEST_PATH = 80;

/** Identifies a drift. Two lines that differ only in `sometimes` are the same drift. */
function identityOf({ symbol, subject, path, detail }: DriftLine): string {
  return JSON.stringify([symbol, subject, path, detail]);
}

function share(same: readonly { readonly name: string; readonly line: DriftLine }[]): SharedLine[] {
  const [first] = same;
  if (first === undefined) return [];
  const sometimes = same.every(({ line }) => line.sometimes);
  return [{ line: { ...first.line, sometimes }, names: [...new Set(same.map(({ name }) => name))] }];
}

/** Combines lines that may be joined, such as checks that all changed from inconclusive to pass. */
function joined(lines: readonly DriftLine[]): DriftLine[] {
  return [
    ...groupBy(lines, (line) => (line.joins ? `joined ${line.detail}` : identityOf(line))).values(),
  ].flatMap((same) =>
    same.slice(0, 1).map((line) => ({ ...line, path: listed(same.map(({ path }) => path)) })),
  );
}

interface Widths {
  readonly subject: number;
  readonly path: number;
}

function widthsOf(lines: readonly DriftLine[]): Widths {
  return {
    subject: Math.max(0, ...lines.map(({ subject }) => subject.length)),
    path: Math.max(0, ...lines.map(({ path }) => shownPath(path).length)),
  };
}

function formatLine({ symbol, subject, path, detail, tone, sometimes }: DriftLine, widths: Widths): string {
  const cells = [symbol, subject.padEnd(widths.subject), shownPath(path).padEnd(widths.path), plain(detail)];
  return `${TONES[tone](cells.join('  ').trimEnd())}${sometimes ? pc.dim('  (sometimes)') : ''}`;
}

const TONES: Readonly<Record<DriftLine['tone'], (text: string) => string>> = {
  worse: pc.red,
  better: pc.green,
  other: pc.yellow,
  observation: pc.dim,
};

function shownPath(path: string): string {
  return plain(shorten(path, LONGEST_PATH));
}

function conversationName({ scenario, delivery, sample }: DriftKey): string {
  return `${scenario}.${delivery}${sample === 1 ? '' : `.${sample}`}`;
}

/** Lists the first names and counts the rest. One further name is listed, because the count would be as long. */
function listed(names: readonly string[]): string {
  if (names.length <= NAMES_SHOWN + 1) return names.join(', ');
  return `${names.slice(0, NAMES_SHOWN).join(', ')} and ${names.length - NAMES_SHOWN} more`;
}

function count(conversations: number): string {
  return `${conversations} conversation${conversations === 1 ? '' : 's'}`;
}
