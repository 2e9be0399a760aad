/** The Allure configuration of a run: categories, known deviations, environments and facts of the run. */
import type { Results } from '../results/results.ts';
import { CATEGORY_NAMES } from './allure-categories.ts';
import { KNOWN_SINCE, knownSince } from './allure-details.ts';
import { foldsPasses, testCaseIdOf } from './allure-results.ts';

export interface AllureConfigOptions {
  readonly name: string;
  readonly singleFile: boolean;
  /**
   * The file to which Allure writes its list of issues and reads it back. By default it is in the working directory.
   */
  readonly knownIssuesPath: string;
  /** The file from which Allure reads the earlier runs, and to which it appends this run. */
  readonly historyPath?: string;
}

/**
 * Returns the text of an `allurerc.mjs`. Only a JavaScript configuration can hold the functions that sort results into
 * environments.
 */
export function allureConfig(
  results: Results,
  { name, singleFile, knownIssuesPath, historyPath }: AllureConfigOptions,
): string {
  const config = {
    name: `${name} · ${results.run.mode}`,
    ...(historyPath === undefined ? {} : { historyPath }),
    variables: factsOf(results),
    categories: Object.entries(CATEGORY_NAMES).map(([category, title]) => ({
      name: title,
      matchers: { labels: { category: `^${category}$` } },
      groupBy: [{ label: 'check' }],
      groupByMessage: false,
      groupEnvironments: false,
    })),
    resolutions: { rules: knownDeviations(results), knownIssuesPath },
    // Verdicts have no duration, so a timeline would be empty.
    plugins: { awesome: { options: { singleFile, sections: ['charts'] } } },
  };
  return [
    `const config = ${JSON.stringify(config, null, 2)};`,
    `const environments = ${JSON.stringify(environmentsOf(results), null, 2)};`,
    'const isOf = (provider) => ({ labels }) => labels.some(({ name, value }) => name === "provider" && value === provider);',
    'config.environments = Object.fromEntries(',
    '  environments.map(({ id, name, provider }) => [id, { name, matcher: isOf(provider) }]),',
    ');',
    'export default config;',
    '',
  ].join('\n');
}

/** The facts that no result contains. They also name what the report omits or combines. */
function factsOf(results: Results): Record<string, string> {
  const { run, conversations, end } = results;
  const notApplicable = conversations.reduce(
    (sum, conversation) => sum + conversation.notApplicable.length,
    0,
  );
  return {
    Mode: run.mode,
    Run: run.id,
    Started: run.startedAt,
    Suite:
      run.suite.commit === null
        ? run.suite.version
        : `${run.suite.version} (${run.suite.commit.slice(0, 12)})`,
    Conversations: `${conversations.length}${end.aborted ? ', the run was broken off' : ''}`,
    'Passed checks': foldsPasses(results)
      ? 'one result for each conversation, which names them, since the run is large'
      : 'one result each',
    'Not applicable': `${notApplicable} verdicts, which have no result`,
    'Not judged': `${end.counts.outcomes.inconclusive} verdicts, which have no result`,
    ...Object.fromEntries(
      Object.entries(run.skipped ?? {}).map(([target, reason]) => [`Not run: ${target}`, reason]),
    ),
  };
}

/** Returns one rule per reason. Allure shows matching results as accepted, which is neither passed nor newly failed. */
function knownDeviations({ verdicts }: Results): unknown[] {
  const known = new Map<string, Set<string>>();
  for (const verdict of verdicts) {
    if (verdict.expectation === null) continue;
    const comment = knownSince(verdict.expectation);
    known.set(comment, (known.get(comment) ?? new Set()).add(testCaseIdOf(verdict)));
  }
  return [...known].map(([comment, accepted]) => ({
    resolution: 'accepted',
    comment,
    testCaseId: [...accepted],
    // Samples share the id, so the message must match too. A sample in which the check itself broke is not accepted.
    messageRegexp: `^${KNOWN_SINCE}`,
  }));
}

interface Environment {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
}

/**
 * The providers of the run as Allure environments; empty if there is only one. Readers can limit each view and each
 * chart of the report to one environment.
 */
function environmentsOf({ run }: Results): Environment[] {
  const names = new Map(
    Object.values(run.targets).map(({ provider, providerName }) => [provider, providerName]),
  );
  if (names.size < 2) return [];
  // The number keeps ids unique, because Allure allows only letters, digits, _ and -, and a provider may be a host
  // name.
  return [...names].map(([provider, name], index) => ({
    id: `${index + 1}-${provider.replaceAll(/[^\w-]/g, '-')}`.slice(0, 64),
    name: (isUnique(name, names) ? name : provider).replaceAll(/[/\\\p{Cc}]/gu, ' ').slice(0, 64),
    provider,
  }));
}

function isUnique(name: string, names: ReadonlyMap<string, string>): boolean {
  return [...names.values()].filter((other) => other === name).length === 1;
}
