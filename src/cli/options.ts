/** The options that several commands have. */
import { type Command, Option } from 'commander';
import { KEY_HEADERS } from '../drive/key-headers.ts';

/** The options of the commands that judge the recordings of the configuration. */
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

/** The options of the commands that send requests by the configuration. */
export function recording(command: Command): Command {
  return command
    .option('--config <file>', 'the matrix of providers and models', 'providers.config.ts')
    .option(
      '--reports <folder>',
      'the recordings go into a folder of their own in its folder live',
      'reports',
    )
    .option('--target <id...>', 'only these targets, or all whose ids begin so, such as openrouter')
    .option('--scenario <id...>', 'only these scenarios')
    .addOption(delivery())
    .option('--samples <number>', 'how often each conversation is held', '1')
    .option('--max-cost <dollars>', 'send nothing that might cost more in all')
    .option('--max-tokens <number>', 'send nothing that might take more tokens in all')
    .addOption(timeout())
    .option('--resume <run>', 'go on with a run that was broken off');
}

export function delivery(): Option {
  return new Option('--delivery <kind>', 'only this delivery').choices(['streaming', 'buffered']);
}

export function keyHeader(): Option {
  return new Option('--key-header <how>', 'how the key is shown, if not as the dialect has it').choices(
    KEY_HEADERS,
  );
}

export function timeout(): Option {
  return new Option(
    '--timeout <seconds>',
    'how long an answer may take; or to its first byte, between two arrivals, and in all: 60,30,600',
  );
}

export function baseline(): Option {
  return new Option(
    '--baseline <file>',
    'the results.jsonl of an earlier run: hold only what is new since then',
  );
}

export function history(): Option {
  return new Option('--history <folder>', 'the folder of earlier nights, to be shown in the report');
}

export function verbose(): Option {
  return new Option('--verbose', 'tell every finding, besides one block for each rule that is broken');
}

export function failOn(): Option {
  return new Option('--fail-on <level>', 'the weakest level that fails the gate')
    .choices(['must', 'should', 'never'])
    .default('must');
}
