/** Plans which conversations to replay: one for each cassette of a target, a scenario and a delivery. */
import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../config/providers.ts';
import { scenarioOf } from '../config/scenario-of-target.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { canHold } from '../scenarios/held.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { codeOf, SuiteError } from '../system/failure.ts';
import { groupBy } from '../text/group-by.ts';
import { fewOf } from '../text/quantities.ts';
import type { ConversationId } from './judge-conversation.ts';
import { cassetteLabel } from './settings.ts';

export interface PlannedConversation extends ConversationId {
  /** The cassette's path, with forward slashes, relative to the folder of cassettes. */
  readonly cassette: string;
  /** The folder of cassettes, and its name in the records. */
  readonly folder: string;
  readonly label: string;
}

export const DELIVERIES: readonly Delivery[] = ['streaming', 'buffered'];

/**
 * Returns every conversation that has a cassette in the folder, in the order of targets, scenarios, samples and
 * deliveries.
 *
 * @throws {SuiteError} when a cassette belongs to no target, scenario and delivery, so that no recording is silently
 *   skipped; or when there are no cassettes
 */
export function planConversations(
  folder: string,
  targets: readonly Target[],
  scenarios: readonly Scenario[],
  label = cassetteLabel(folder, 'replay'),
): PlannedConversation[] {
  const recorded = groupBy(listCassettes(folder), folderOf);
  const planned = targets.flatMap((target) => {
    const own = new Set(recorded.get(target.folder));
    const samples = samplesAmong(own);
    const dialect = dialectOf(target.provider.dialect);
    return scenarios
      .filter((scenario) => canHold(dialect, scenario))
      .flatMap((scenario) =>
        samples.flatMap((sample) =>
          DELIVERIES.map((delivery) => ({
            target,
            scenario: scenarioOf(target, scenario, sample),
            delivery,
            sample,
            cassette: cassetteOf(target, scenario, delivery, sample),
            folder,
            label,
          })).filter(({ cassette }) => own.has(cassette)),
        ),
      );
  });
  refuseOthers(folder, [...recorded.values()].flat(), planned);
  return planned;
}

/** Returns the path of a conversation's cassette in the folder of cassettes. */
export function cassetteOf(
  { folder }: Pick<Target, 'folder'>,
  { id }: Scenario,
  delivery: Delivery,
  sample: number,
): string {
  return `${folder}/${id}.${delivery}${sample === 1 ? '' : `.${sample}`}.yaml`;
}

/** Returns the sample numbers that occur in the names, in order. */
function samplesAmong(cassettes: Iterable<string>): number[] {
  const numbers = [...cassettes].map((cassette) => Number(/\.(\d+)\.yaml$/u.exec(cassette)?.[1] ?? 1));
  return [...new Set(numbers)].sort((left, right) => left - right);
}

function folderOf(cassette: string): string {
  return cassette.slice(0, Math.max(0, cassette.lastIndexOf('/')));
}

function refuseOthers(
  folder: string,
  recorded: readonly string[],
  planned: readonly PlannedConversation[],
): void {
  const known = new Set(planned.map(({ cassette }) => cassette));
  const others = recorded.filter((cassette) => !known.has(cassette));
  if (others.length > 0) {
    const [belongs, files] = others.length === 1 ? ['belongs', 'the file'] : ['belong', 'the files'];
    const next = `add the target to the configuration and replay again, or move ${files}`;
    throw new SuiteError(
      `${fewOf(others.map((cassette) => `${folder}/${cassette}`))}: ${belongs} to no target, scenario and delivery; ${next}`,
    );
  }
  if (planned.length === 0)
    throw new SuiteError(`${folder}: holds no cassette; record one, or name another folder`);
}

/** @throws {SuiteError} when the folder cannot be read, or not all of it */
function listCassettes(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return cassettesIn(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    const where = error instanceof Error && 'path' in error ? error.path : folder;
    throw new SuiteError(`${where}: cannot be read (${code}); name a folder that holds cassettes alone`, {
      cause: error,
    });
  }
}

function cassettesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const linked = entries.filter(isLinkedFolder).map((entry) => join(entry.parentPath, entry.name));
  if (linked.length > 0) {
    const problem =
      linked.length === 1
        ? 'is a link to a folder, which is not searched; put the folder itself there'
        : 'are links to folders, which are not searched; put the folders themselves there';
    throw new SuiteError(`${fewOf(linked)}: ${problem}, or name another folder than ${folder}`);
  }
  return entries
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
    .sort();
}

/** A link that leads in a circle leads to no folder. */
function isLinkedFolder(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return false;
  try {
    return statSync(join(entry.parentPath, entry.name)).isDirectory();
  } catch {
    return false;
  }
}
