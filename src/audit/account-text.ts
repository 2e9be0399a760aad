/** The account of an audit for a terminal. */
import Table from 'cli-table3';
import pc from 'picocolors';
import { type Decided, decisionOf, exitCode } from '../gate/gate.ts';
import type { Subject } from '../judge/verdict.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import type { AuditAccount, Failure, FailurePlace, TargetCounts } from './account.ts';
import type { SearchedFiles } from './each-conversation.ts';

const HEADINGS: Readonly<Record<Subject, string>> = {
  provider: 'Against the provider',
  model: 'Against the model (sampling, not protocol; never gates)',
  client: 'Against the client that made the recording (never gates)',
};

export function accountText(
  account: AuditAccount,
  { recordings, notRecordings, unreadable }: SearchedFiles,
  weighed: Decided,
): string {
  const { conversations, exchanges } = account;
  const decision = plain(decisionOf(weighed));
  const code = exitCode(weighed);
  const counts =
    `${count(conversations, 'conversation')} (${count(exchanges, 'exchange')}) judged in ` +
    `${count(recordings, 'recording')}; ${unreadable.length} unreadable, ${notRecordings} other files`;
  const judged = account.judged.map(
    ({ host, dialect, exchanges }) => `  ${plain(`${host}: ${dialect}`)}: ${exchanges}`,
  );
  return [
    ...(account.targets.length === 0 ? [] : [targetTable(account.targets)]),
    ...(['provider', 'model', 'client'] as const).flatMap((subject) => section(account, subject)),
    ...(judged.length === 0 ? [] : [pc.bold(`Judged (${byDialect(account)})`), ...judged]),
    ...account.errors.map(({ file, check, reason }) =>
      pc.red(`error: ${plain(`${file}: ${check}: ${reason}`)}`),
    ),
    ...(code === 2
      ? [counts, pc.red(decision)]
      : [`${code === 0 ? pc.green(decision) : pc.red(decision)}: ${counts}`]),
  ].join('\n');
}

/** What was found and is not judged: exchanges by what they are, then files. */
export function leftOutLines({ skipped, unreadable, notRecordings }: SearchedFiles): string[] {
  const byKind = [...groupBy(skipped, ({ kind }) => kind)].map(([kind, own]) => {
    const exchanges = own.reduce((sum, traffic) => sum + traffic.exchanges, 0);
    const hosts = own.map((traffic) => `${traffic.host}: ${traffic.exchanges}`);
    const more = hosts.length > MOST_HOSTS ? `, and ${hosts.length - MOST_HOSTS} more hosts` : '';
    return `not judged: ${count(exchanges, 'exchange')}: ${kind} (${hosts.slice(0, MOST_HOSTS).join(', ')}${more})`;
  });
  return [
    ...byKind.map(plain),
    ...(notRecordings === 0 ? [] : [`not judged: ${count(notRecordings, 'file')}: no recording`]),
    ...unreadable.map(({ problem }) => pc.red(`unreadable: ${plain(problem)}`)),
  ];
}

const MOST_HOSTS = 5;

/** `exchanges`, and how many in each dialect where there are several. */
function byDialect({ judged }: AuditAccount): string {
  const perDialect = [...groupBy(judged, ({ dialect }) => dialect)].map(
    ([dialect, own]) => `${own.reduce((sum, { exchanges }) => sum + exchanges, 0)} ${dialect}`,
  );
  return perDialect.length > 1 ? `exchanges: ${perDialect.join(', ')}` : 'exchanges';
}

function targetTable(targets: readonly TargetCounts[]): string {
  const head = [
    'target',
    'conversations',
    'passed',
    'MUST',
    'SHOULD',
    'MAY',
    'inconclusive',
    'model',
    'client',
    'error',
  ];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { target, conversations, passed, provider, inconclusive, model, client, errors } of targets) {
    const { MUST, SHOULD, MAY } = provider;
    table.push([
      plain(target),
      conversations,
      passed,
      MUST,
      SHOULD,
      MAY,
      inconclusive,
      model,
      client,
      errors,
    ]);
  }
  return table.toString();
}

function section({ failures }: AuditAccount, subject: Subject): string[] {
  const own = failures.filter((failure) => failure.subject === subject);
  const checks = [...new Set(own.map(ruleOf))];
  return own.length === 0
    ? []
    : [
        pc.bold(HEADINGS[subject]),
        ...checks.flatMap((rule) => describeRule(own.filter((failure) => ruleOf(failure) === rule))),
      ];
}

function ruleOf({ level, check }: Failure): string {
  return `${level} ${check}`;
}

/** The failures of one check, target by target. */
function describeRule(failures: readonly Failure[]): string[] {
  const [first] = failures;
  if (first === undefined) return [];
  const colour = first.level === 'MUST' ? pc.red : pc.yellow;
  return [
    `  ${colour(ruleOf(first))}: ${first.title}`,
    ...failures.flatMap(({ target, conversations, first: place }) => [
      `    ${plain(target)}, ${count(conversations, 'conversation')}`,
      `      ${describePlace(place)}`,
    ]),
  ];
}

function describePlace(place: FailurePlace): string {
  const { file, line, exchange, event, path, message, found, expected, places } = place;
  const where = [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [path]),
    ...(places > 1 ? [`first of ${places} places`] : []),
  ];
  const at = `${file}${line === null ? '' : `:${line}`}`;
  return plain(`${at}: ${where.join(', ')}: ${message}; found ${found}, expected ${expected}`);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
