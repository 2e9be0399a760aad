/** The commands that run the project's matrix, from its configuration to its reports. */
import type { Command } from 'commander';
import type { Host } from './host.ts';
import { baseline, failOn, history, recording, replaying, verbose } from './options.ts';

/** @param ends called with the exit code of the command, for commands that return one */
export function addMatrixCommands(program: Command, host: Host, ends: (code: number) => void): void {
  program
    .command('init')
    .description('write a commented configuration, a file of known deviations, a workflow and ignore lines')
    .argument('[folder]', 'the project', '.')
    .action(async (folder: string) => {
      const { initCommand } = await import('./init.ts');
      initCommand(folder, host);
    });

  replaying(program.command('replay'))
    .configureOutput({ outputError: (text, write) => write(`${text}${hintFor(text)}`) })
    .description(
      'replay every cassette through the Playwright specs, gate the verdicts, and write the reports',
    )
    .option('--shard <part>', 'judge only this part, such as 1/4, and keep it for merge')
    .argument('[playwright...]', 'after --: arguments for playwright test, such as --grep @weather')
    .action(async (args: string[], { report, ...settings }) => {
      const { replay } = await import('./replay.ts');
      ends(await replay(settings, args, report, host));
    });

  replaying(program.command('merge'))
    .description('merge the shards of a run: gate the verdicts of the whole, and write the reports')
    .argument('<folder>', 'of the shards: the files of replay --shard, or the folders of live --shard')
    .action(async (folder: string, { report, ...settings }) => {
      const { merge } = await import('./merge.ts');
      ends(await merge(settings, folder, report, host));
    });

  recording(program.command('live'))
    .description('record conversations with real endpoints, then judge the recordings as a replay does')
    .option('--expectations <folder>', 'where the known deviations are', 'specs/expectations')
    .addOption(baseline())
    .addOption(history())
    .addOption(verbose())
    .option('--shard <part>', 'record only the providers of this part, such as 1/4, to be merged')
    .option('--plan', 'print the requests, tokens and dollars that it would take; send nothing')
    .addOption(failOn())
    .option('--no-judge', 'only record')
    .option('--profile [only]', 'measure what the targets need, accept and refuse instead, as profile does')
    .option('--no-report', 'stop after results.jsonl')
    .action(async ({ profile, ...options }) => {
      if (profile !== undefined) {
        const { liveProfile } = await import('./live-profile.ts');
        ends(await liveProfile(profile, options, host));
        return;
      }
      const { liveCommand } = await import('./live.ts');
      ends(await liveCommand(options, host));
    });

  recording(program.command('record'))
    .description(
      'record the committed cassettes again, and show what changed on the wire and in the verdicts',
    )
    .option('--cassettes <folder>', 'the recordings to refresh', 'cassettes')
    .option('--dry-run', 'show what changed; leave the cassettes as they are')
    .option('--json', 'print the differences as JSON')
    .action(async (options) => {
      const { recordCommand } = await import('./record.ts');
      ends(await recordCommand(options, host));
    });

  program
    .command('report')
    .description('build the reports again from results.jsonl and the recordings')
    .option('--cassettes <folder>', 'where the recordings are', 'cassettes')
    .option('--expectations <folder>', 'where the known deviations are', 'specs/expectations')
    .option('--reports <folder>', 'where results.jsonl is and the reports go', 'reports')
    .addOption(failOn())
    .addOption(baseline())
    .addOption(history())
    .action(async (settings) => {
      const { reportCommand } = await import('./report.ts');
      await reportCommand(settings, host);
    });
}

/** Suggests passing an unknown option on to Playwright. */
function hintFor(error: string): string {
  const [, option] = /unknown option '(--?[^']+)'/u.exec(error) ?? [];
  return option === undefined
    ? ''
    : `where it is one of Playwright's, put it after --: replay -- ${option}, as in replay -- --grep @weather\n`;
}
