/** @jsxRuntime automatic @jsxImportSource preact */
/** One conversation as it was on the wire, with the findings at their places. */
import { bugReport, type Frequency } from '../../../exports/bug-report.ts';
import type { Reading } from '../../../reading/reading.ts';
import { exchangeAnchor, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../../results/results.ts';
import { thousands } from '../../../text/display.ts';
import { dollars, duration, instant, plural } from '../../../text/quantities.ts';
import { Badge, CountsBySubject, Facts, Text, TextList } from '../parts.tsx';
import type { ConversationModel, TargetModel } from '../site-model.ts';
import { ExchangeSection } from './exchange.tsx';
import { FindingCards } from './findings.tsx';
import { Siblings } from './siblings.tsx';
import { type ExchangeModel, exchangeModels, findingsOutside } from './timeline.ts';
import { VerdictIndex } from './verdicts.tsx';

const ROOT: Root = '../../';

export interface ConversationPageProps {
  readonly run: RunRecord;
  readonly target: TargetModel;
  readonly conversation: ConversationModel;
  /** The exchanges as their dialect reads them, or why they cannot be shown. */
  readonly evidence: readonly Reading[] | { readonly problem: string };
  /** The name of the copy of the recording beside the page; null without one. */
  readonly recording: string | null;
  /** How often and since when a check fails. */
  readonly frequency: (verdict: VerdictRecord) => Frequency;
}

export function ConversationPage({
  run,
  target,
  conversation,
  evidence,
  recording,
  frequency,
}: ConversationPageProps) {
  const { record, verdicts } = conversation;
  const title = run.scenarios[record.scenario]?.title ?? record.scenario;
  const exchanges = 'problem' in evidence ? [] : exchangeModels(evidence, verdicts);
  return (
    <>
      <p class="kind">
        Conversation of{' '}
        <a href={href(ROOT, targetFile(record.target))}>
          <Text value={record.target} longest={200} />
        </a>
      </p>
      <h1 class={title === record.scenario ? 'id' : ''}>
        <Text value={title} longest={200} />{' '}
        <span class="delivery">
          {record.delivery}
          {record.sample > 1 && `, sample ${record.sample}`}
        </span>
      </h1>
      <div class="under-title">
        <CountsBySubject tallies={conversation.tallies} />
      </div>
      <Siblings target={target} record={record} root={ROOT} />
      <ConversationFacts record={record} title={title} recording={recording} />
      {'problem' in evidence && (
        <p class="notice">
          <Badge sign="error">evidence missing</Badge> The recording cannot be shown:{' '}
          <Text value={evidence.problem} />
        </p>
      )}
      <div class="survey">
        <VerdictIndex
          run={run}
          conversation={conversation}
          root={ROOT}
          reportOf={(verdict) =>
            bugReport(run, verdict, 'problem' in evidence ? [] : evidence, frequency(verdict))
          }
        />
        <Course exchanges={exchanges} />
      </div>
      <FindingCards run={run} findings={findingsOutside(verdicts, exchanges.length)} root={ROOT} anchored />
      {exchanges.map((exchange) => (
        <ExchangeSection run={run} exchange={exchange} root={ROOT} hasCopy={recording !== null} />
      ))}
    </>
  );
}

function ConversationFacts({
  record,
  title,
  recording,
}: {
  record: ConversationRecord;
  title: string;
  recording: string | null;
}) {
  const { usage, cost, ms, retries, notSent } = record;
  return (
    <Facts
      rows={[
        ['Scenario', title === record.scenario ? null : <Text value={record.scenario} />],
        ['Model', record.model === null ? null : <Text value={record.model} />],
        ['Served by', <TextList values={record.upstreams} />],
        [
          'Tokens',
          usage &&
            `${thousands(usage.totalTokens)} (${thousands(usage.promptTokens)} in, ${thousands(usage.completionTokens)} out)`,
        ],
        ['Cost', cost === null ? null : dollars(cost)],
        ['Time', ms === null ? null : duration(ms)],
        ['Sent again', retries === undefined ? null : `${plural(retries, 'attempt')} failed before`],
        ['Not sent', notSent === undefined ? null : <Text value={notSent} longest={120} />],
        ['Recorded', record.recordedAt === null ? null : instant(record.recordedAt)],
        [
          'Cassette',
          <>
            <code>
              <Text value={record.cassette} longest={300} />
            </code>
            {recording !== null && (
              <>
                {' '}
                <a href={recording} download={recording} type="text/yaml">
                  Download
                </a>
              </>
            )}
          </>,
        ],
      ]}
    />
  );
}

/** A summary of the exchanges, each with a link. */
function Course({ exchanges }: { exchanges: readonly ExchangeModel[] }) {
  if (exchanges.length < 2) return null;
  return (
    <nav class="panel course" aria-label="Exchanges">
      <h2>Exchanges</h2>
      <ol>
        {exchanges.map((exchange) => (
          <li>
            <a href={`#${exchangeAnchor(exchange.number)}`}>{exchange.number}</a>
            <span class="gist">
              <Text value={gistOf(exchange)} />
            </span>
            <span class="number quiet">{exchange.ms === null ? '' : duration(exchange.ms)}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const LONGEST_GIST = 90;

/** The result of an exchange, in a few words. */
function gistOf(exchange: ExchangeModel): string {
  const gist = outcomeOf(exchange).replaceAll('\n', ' ');
  return gist.length > LONGEST_GIST ? `${gist.slice(0, LONGEST_GIST).toWellFormed()}…` : gist;
}

function outcomeOf({ unsent, trouble, turn }: ExchangeModel): string {
  if (unsent !== null) return `not sent: ${unsent}`;
  if (trouble !== null) return trouble;
  const [error] = turn.errors;
  if (error !== undefined) return `error: ${error}`;
  const calls = turn.choices.flatMap((choice) => choice.calls);
  if (calls.length > 0) return `calls ${calls.map(({ name }) => name ?? 'no name').join(', ')}`;
  const said = turn.choices.map(({ text }) => text.trim()).find((text) => text !== '');
  return said === undefined ? 'nothing' : `says “${said}”`;
}
