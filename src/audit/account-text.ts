/** Formats the account of an audit for a terminal. */
import pc from 'picocolors';
import { counts as countsAtGate, type Decided, decisionOf, exitCode, type FailOn } from '../gate/gate.ts';
import type { Subject } from '../judge/verdict.ts';
import { type CountsRow, countsTable } from '../terminal/counts-table.ts';
import { ruleBlock } from '../terminal/rule-block.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { fewOf, plural } from '../text/quantities.ts';
import { commandLine } from '../text/shell-word.ts';
import type { AuditAccount, Failure, FailurePlace, TargetCounts } from './account.ts';
import type { SearchedFiles } from './files.ts';

const HEADINGS: Readonly<Record<Subject, string>> = {
  provider: 'Against the provider',
  model: 'Against the model (sampling, not protocol; never gates)',
  client: 'Against the client that made the recording (never gates)',
};

export function accountText(
  account: AuditAccount,
  { recordings, notRecordings, unreadable }: SearchedFiles,
  weighed: Decided & { readonly failOn: FailOn },
  columns: number,
): string {
  const { conversations, exchanges } = account;
  const decision = plain(decisionOf(weighed));
  const code = exitCode(weighed);
  const counts =
    `${plural(conversations, 'conversation')} (${plural(exchanges, 'exchange')}) judged in ` +
    `${plural(recordings, 'recording')}; ${unreadable.length} unreadable, ${plural(notRecordings, 'other file')}`;
  const judged = account.judged.map(
    ({ host, dialect, exchanges }) => `  ${plain(`${host}: ${dialect}`)}: ${exchanges}`,
  );
  return [
    ...countsOfTargets(account.targets, columns),
    ...(['provider', 'model', 'client'] as const).flatMap((subject) =>
      section(account, subject, weighed.failOn, columns),
    ),
    ...(judged.length === 0 ? [] : [pc.bold(`Judged (${byDialect(account)})`), ...judged]),
    ...account.errors.map(({ file, check, reason }) =>
      pc.red(`error: ${plain(`${file}: ${check}: ${reason}`)}`),
    ),
    ...(code === 2
      ? [counts, pc.red(decision)]
      : [`${code === 0 ? pc.green(decision) : pc.red(decision)}: ${counts}`]),
  ].join('\n');
}

/**
 * The maximum number of targets listed. With more targets only the worst are listed, so that the rules stay visible.
 */
const MOST_TARGETS = 20;

function countsOfTargets(targets: readonly TargetCounts[], columns: number): string[] {
  if (targets.length === 0) return [];
  if (targets.length <= MOST_TARGETS) return [countsTable('target', targets.map(countsOf), columns)];
  const worst = targets
    .toSorted(
      ({ provider: left }, { provider: right }) => right.MUST - left.MUST || right.SHOULD - left.SHOULD,
    )
    .slice(0, MOST_TARGETS);
  return [
    countsTable('target', worst.map(countsOf), columns),
    `and ${plural(targets.length - MOST_TARGETS, 'target')} more, none worse than these; --report has all of them`,
  ];
}

/** Returns lines about everything that was found and not judged: exchanges by kind, then files. */
export function leftOutLines({
  skipped,
  unreadable,
  passedOver,
  notRecordings,
  masked,
}: SearchedFiles): string[] {
  const byKind = [...groupBy(skipped, ({ kind }) => kind)].map(([kind, own]) => {
    const exchanges = own.reduce((sum, traffic) => sum + traffic.exchanges, 0);
    const hosts = own.map((traffic) => `${traffic.host}: ${traffic.exchanges}`);
    const more = hosts.length > MOST_HOSTS ? `, and ${hosts.length - MOST_HOSTS} more hosts` : '';
    return `not judged: ${plural(exchanges, 'exchange')}: ${kind} (${hosts.slice(0, MOST_HOSTS).join(', ')}${more})`;
  });
  return [
    ...byKind.map(plain),
    ...(notRecordings === 0 ? [] : [`not judged: ${plural(notRecordings, 'file')}: no recording`]),
    ...(masked === 0
      ? []
      : [
          `masked: ${plural(masked, 'credential')} of the recordings; --keep-secrets shows what stands there`,
        ]),
    ...passedOver.map(({ problem }) => `not read: ${plain(problem)}`),
    ...unreadable.map(({ problem }) => pc.red(`unreadable: ${plain(problem)}`)),
  ];
}

const MOST_HOSTS = 5;

/** Returns `exchanges`, with the number in each dialect when there are several dialects. */
function byDialect({ judged }: AuditAccount): string {
  const perDialect = [...groupBy(judged, ({ dialect }) => dialect)].map(
    ([dialect, own]) => `${own.reduce((sum, { exchanges }) => sum + exchanges, 0)} ${dialect}`,
  );
  return perDialect.length > 1 ? `exchanges: ${perDialect.join(', ')}` : 'exchanges';
}

function countsOf({ target, provider, errors, ...others }: TargetCounts): CountsRow {
  const { conversations, passed, inconclusive, model, client } = others;
  const counts = { conversations, passed, ...provider, inconclusive, model, client, error: errors };
  return { name: target, counts };
}

function section({ failures }: AuditAccount, subject: Subject, failOn: FailOn, columns: number): string[] {
  const own = failures.filter((failure) => failure.subject === subject);
  if (own.length === 0) return [];
  const byRule = groupBy(own, ({ level, check }) => `${level} ${check}`);
  return [
    pc.bold(HEADINGS[subject]),
    ...[...byRule.values()].flatMap((same) => blockOf(same, subject, failOn, columns)),
  ];
}

/** Returns the block about the failures of one check in all targets. */
function blockOf(failures: readonly Failure[], subject: Subject, failOn: FailOn, columns: number): string[] {
  const [first] = failures;
  if (first === undefined) return [];
  const { level, check, title, first: place } = first;
  const isHeld = subject === 'provider' && countsAtGate(level, failOn);
  const conversations = failures.reduce((sum, failure) => sum + failure.conversations, 0);
  const targets = failures.map(({ target, conversations }) => `${target} (${conversations})`);
  const block = {
    level,
    check,
    title,
    isHeld,
    notes: [],
    facts: [
      ['targets', fewOf(targets)],
      ['count', plural(conversations, 'conversation')],
      ['first', describePlace(place)],
    ],
    next: commandLine(['npx', 'toolcall-conformance', 'audit', place.file, '--verbose']),
  } as const;
  return [ruleBlock(block, columns)];
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
