/** The options that several commands share. */
import { type Command, Option } from 'commander';
import { DIALECT_IDS } from '../dialects/ids.ts';
import { KEY_HEADERS } from '../drive/key-headers.ts';

/** Adds the options of commands that judge the recordings of the configuration. */
export function replaying(command: Command): Command {
  return command
    .option('--config <file>', 'the matrix of providers and models', 'providers.config.ts')
    .option('--cassettes <folder>', 'where the recordings are', 'cassettes')
    .option('--expectations <folder>', 'where the known deviations are', 'specs/expectations')
    .option('--reports <folder>', 'where results and reports go', 'reports')
    .addOption(failOn())
    .addOption(baseline())
    .addOption(history())
    .addOption(verbose())
    .option('--no-report', 'stop after results.jsonl');
}

/** Adds the options of commands that send requests to the configured targets. */
export function recording(command: Command): Command {
  return command
    .option('--config <file>', 'the matrix of providers and models', 'providers.config.ts')
    .option(
      '--reports <folder>',
      'each run keeps its recordings in a folder of its own, live/<run>, in this folder',
      'reports',
    )
    .addOption(
      names(
        '--target <id...>',
        'only these targets; the beginning of an id, such as openrouter, selects all that begin with it',
      ),
    )
    .addOption(names('--scenario <id...>', 'only these scenarios'))
    .addOption(delivery())
    .option('--samples <number>', 'how many times each conversation runs', '1')
    .option('--max-cost <dollars>', 'stop before the whole run could cost more than this')
    .option('--max-tokens <number>', 'stop before the whole run could take more tokens than this')
    .addOption(timeout())
    .option('--resume <run>', 'go on with a run that was interrupted');
}

/** An option for several names, separated by spaces, by commas, or by repeating the option. */
export function names(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] = []) => [
    ...before,
    ...text.split(',').filter((name) => name !== ''),
  ]);
}

/** @param who the subject of the description, with its verb */
export function dialect(who: string): Option {
  const description = `the wire format that ${who}: ${DIALECT_IDS.join(', ')}`;
  return new Option('--dialect <id>', description).default('openai-chat');
}

export function delivery(): Option {
  return new Option('--delivery <kind>', 'only this delivery').choices(['streaming', 'buffered']);
}

export function keyHeader(): Option {
  return new Option('--key-header <how>', 'how the key is sent, if not as the dialect says').choices(
    KEY_HEADERS,
  );
}

export function timeout(): Option {
  return new Option(
    '--timeout <seconds>',
    'how long an answer may take; or three limits: to the first byte, between two chunks, in total: 60,30,600',
  );
}

export function baseline(): Option {
  return new Option(
    '--baseline <file>',
    'the results.jsonl of an earlier run: only failures that are new since then fail the gate',
  );
}

export function history(): Option {
  return new Option('--history <folder>', 'the folder of earlier nights, to be shown in the report');
}

export function verbose(): Option {
  return new Option('--verbose', 'print every finding, not only one block for each broken rule');
}

export function failOn(): Option {
  return new Option('--fail-on <level>', 'the weakest level that fails the gate')
    .choices(['must', 'should', 'never'])
    .default('must');
}
