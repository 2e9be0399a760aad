/** The commands that maintain what runs leave behind: nights, known deviations, generated documents. */
import type { Command } from 'commander';
import type { Host } from './host.ts';
import { failOn } from './options.ts';

/** @param ends called with the exit code of the command, for commands that return one */
export function addUpkeepCommands(program: Command, host: Host, ends: (code: number) => void): void {
  program
    .command('history')
    .description('file a run in the history of nights, or judge its nights again by the rules of today')
    .option('--add <file>', 'the results.jsonl of the run')
    .option('--rejudge', 'judge the kept recordings of all nights by the rules of today')
    .option('--recordings <folder>', 'the live runs, whose folders keep the recordings', 'reports/live')
    .option('--expectations <folder>', 'where the known deviations are', 'specs/expectations')
    .requiredOption('--store <folder>', 'the folder of the history, with a file for each night')
    .option('--date <date>', 'the day that the run is filed under; by default that of its start')
    .action(async (options) => {
      const { historyCommand } = await import('./history.ts');
      await historyCommand(options, host);
    });

  const expectations = program.command('expectations').description('the known deviations');
  expectations
    .command('update')
    .description('write an entry for each new failure, to be explained, and remove what no longer holds')
    .option('--config <file>', 'the matrix of providers and models', 'providers.config.ts')
    .option('--cassettes <folder>', 'where the recordings are', 'cassettes')
    .option('--expectations <folder>', 'where the known deviations are', 'specs/expectations')
    .option('--reports <folder>', 'where results.jsonl is', 'reports')
    .addOption(failOn())
    .action(async (options) => {
      const { updateExpectations } = await import('./update-expectations.ts');
      ends(await updateExpectations(options, host));
    });

  program
    .command('docs')
    .description('generate the parts of docs/ that come from code')
    .option('--check', 'write nothing; fail when a file is not as generated')
    .action(async ({ check }) => {
      const { docsCommand } = await import('./docs.ts');
      await docsCommand(check === true, host);
    });
}
