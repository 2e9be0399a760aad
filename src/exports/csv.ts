/** Results as CSV for spreadsheets and data frames: one line per verdict. */
import { familyOf } from '../checks/family.ts';
import type { ConversationRecord, Results } from '../results/results.ts';
import { fieldWriter } from './csv-field.ts';
import { type EveryVerdict, everyVerdict } from './every-verdict.ts';

interface Line extends EveryVerdict {
  readonly conversation: ConversationRecord;
  /** The id of the target's dialect; null if the run has no record of the target. */
  readonly dialect: string | null;
}

/** Column names with their values. The names are a contract: columns may only be added at the end. */
const COLUMNS: readonly (readonly [name: string, of: (one: Line) => string | number | null])[] = [
  ['target', ({ conversation }) => conversation.target],
  ['scenario', ({ conversation }) => conversation.scenario],
  ['delivery', ({ conversation }) => conversation.delivery],
  ['sample', ({ conversation }) => conversation.sample],
  ['check', ({ check }) => check],
  ['family', ({ check }) => familyOf(check)],
  ['level', ({ verdict, record }) => verdict?.level ?? record.level],
  ['impact', ({ record }) => record.impact],
  ['subject', ({ verdict, record }) => verdict?.subject ?? record.subject],
  ['outcome', ({ outcome }) => outcome],
  ['known_since', ({ verdict }) => verdict?.expectation?.since ?? null],
  ['findings', ({ verdict }) => verdict?.findingCount ?? 0],
  ['exchange', ({ verdict }) => verdict?.findings[0]?.exchange ?? null],
  ['event', ({ verdict }) => verdict?.findings[0]?.event ?? null],
  ['path', ({ verdict }) => verdict?.findings[0]?.path ?? null],
  ['message', ({ verdict }) => verdict?.findings[0]?.message ?? null],
  ['found', ({ verdict }) => verdict?.findings[0]?.found ?? null],
  ['expected', ({ verdict }) => verdict?.findings[0]?.expected ?? null],
  ['reason', ({ verdict }) => verdict?.reason ?? null],
  ['cassette', ({ conversation }) => conversation.cassette],
  ['dialect', ({ dialect }) => dialect],
];

/**
 * Returns the verdicts as CSV according to RFC 4180: a header line, double quotes where needed, CRLF after each line.
 * The place and the texts are those of the first finding. A text that a spreadsheet would run as a formula gets a
 * leading apostrophe, as OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function toCsv(results: Results): string {
  const write = fieldWriter();
  const lines = [COLUMNS.map(([name]) => name).join(',')];
  for (const { conversation, verdicts } of everyVerdict(results)) {
    const dialect = results.run.targets[conversation.target]?.dialect ?? null;
    const own = verdicts.map((verdict) =>
      COLUMNS.map(([, of]) => write(of({ conversation, dialect, ...verdict }))).join(','),
    );
    lines.push(own.join('\r\n'));
  }
  return `${lines.join('\r\n')}\r\n`;
}
