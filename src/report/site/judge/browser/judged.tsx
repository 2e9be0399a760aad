/** @jsxRuntime automatic @jsxImportSource preact */
/** What came of the files, in short; the pages of the report that was made of them follow below. */
import type { SearchedFiles } from '../../../../audit/files.ts';
import { conversationFile, featuresFile, matrixFile } from '../../../../results/page-addresses.ts';
import { plural } from '../../../../text/quantities.ts';
import { RUN_FILE } from '../../history/addresses.ts';
import { Badge, CountsBySubject, Text } from '../../parts.tsx';
import { type ConversationModel, siteModel } from '../../site-model.ts';
import type { Judged, MadeReport } from './made-reports.ts';

/** The links of these parts are addresses in a made report: its number, then the file. */
export function JudgedFiles({ reports, searched }: Judged) {
  return (
    <>
      <Problems searched={searched} />
      {reports.map((report, number) => (
        <ReportSection report={report} number={number} />
      ))}
      <LeftOut searched={searched} />
    </>
  );
}

function Problems({ searched: { unreadable } }: { searched: SearchedFiles }) {
  if (unreadable.length === 0) return null;
  return (
    <ul class="problems">
      {unreadable.map(({ problem }) => (
        <li>
          <Badge sign="error">not read</Badge> <Text value={problem} />
        </li>
      ))}
    </ul>
  );
}

const MOST_CONVERSATIONS = 200;

function ReportSection({ report, number }: { report: MadeReport; number: number }) {
  const { targets, totals } = siteModel(report.results);
  const conversations = targets.flatMap((target) => target.conversations);
  const left = conversations.length - MOST_CONVERSATIONS;
  const to = (file: string) => `#${number}/${file}`;
  return (
    <section class="panel made-report" aria-label={report.from ?? 'Judged here'}>
      <h2>
        {report.from === null ? 'Judged here' : <Text value={report.from} />}{' '}
        <span class="quiet">
          {plural(conversations.length, 'conversation')} of {plural(targets.length, 'target')}
        </span>
      </h2>
      <CountsBySubject tallies={totals} />
      <p class="ways">
        <a href={to(RUN_FILE)}>Failures, rule by rule</a> <a href={to(featuresFile(1))}>Features</a>{' '}
        <a href={to(matrixFile(1))}>Checks</a>{' '}
        <button type="button" data-results={number}>
          Save results.jsonl
        </button>
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Conversation</th>
            <th scope="col">Verdicts</th>
          </tr>
        </thead>
        <tbody>
          {conversations.slice(0, MOST_CONVERSATIONS).map((conversation) => (
            <Row conversation={conversation} to={to} />
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p class="quiet">
          {plural(left, 'more conversation')}: the pages of the <a href={to(matrixFile(1))}>targets</a> lead
          to them.
        </p>
      )}
    </section>
  );
}

function Row({
  conversation: { record, tallies },
  to,
}: {
  conversation: ConversationModel;
  to: (file: string) => string;
}) {
  return (
    <tr>
      <th scope="row">
        <a href={to(conversationFile(record))}>
          <Text value={record.scenario} longest={120} />
        </a>
        <span class="quiet">
          <Text value={record.target} longest={120} /> · {record.delivery}
        </span>
      </th>
      <td>
        <CountsBySubject tallies={tallies} />
      </td>
    </tr>
  );
}

function LeftOut({ searched: { skipped, notRecordings, masked } }: { searched: SearchedFiles }) {
  const lines = [
    ...skipped.map(
      ({ host, kind, exchanges }) => `${plural(exchanges, 'exchange')} with ${host} (${kind}) not judged`,
    ),
    ...(notRecordings === 0 ? [] : [`${plural(notRecordings, 'other file')}`]),
    ...(masked === 0 ? [] : [`${plural(masked, 'credential')} masked`]),
  ];
  if (lines.length === 0) return null;
  return (
    <ul class="quiet left-out">
      {lines.map((line) => (
        <li>
          <Text value={line} />
        </li>
      ))}
    </ul>
  );
}
