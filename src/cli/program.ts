/** The command line: its arguments are parsed, and what does the work is called. */
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { SuiteError, systemProblem } from '../system/failure.ts';
import { suiteVersion } from '../system/suite-version.ts';
import { temporaryProblem } from '../system/temporary-folder.ts';
import { plainLines } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { addMatrixCommands } from './matrix-commands.ts';
import { addTrafficCommands } from './traffic-commands.ts';
import { addUpkeepCommands } from './upkeep-commands.ts';

/**
 * Runs one command.
 *
 * @param args as typed after the name of the program
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done; `live` and `record` have 130 where they were interrupted
 */
export async function runProgram(args: readonly string[], host: Host): Promise<number> {
  let exitCode = 0;
  const program = programFor(host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return tellError(error, host);
  }
}

/** @param ends told the exit code of the command that ran, where it has one besides 0 */
function programFor(host: Host, ends: (code: number) => void): Command {
  const program = new Command('toolcall-conformance')
    .description('Judges the tool calling of LLM providers, from recordings.')
    .version(suiteVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    });

  program.hook('preAction', (_program, command) => {
    // Throws where it is gone, which would otherwise come out half-way.
    process.cwd();
    requireValues(command);
  });
  addMatrixCommands(program, host, ends);
  addTrafficCommands(program, host, ends);
  addUpkeepCommands(program, host, ends);
  return program;
}

/** What stands there are the words of somebody else's command, of which any but the first may be empty. */
const OTHERS_WORDS: ReadonlySet<string> = new Set(['command', 'playwright']);

/**
 * A value is empty where a shell's variable was not set.
 *
 * @throws {SuiteError} for an option or an argument that was given without a value
 */
function requireValues(command: Command): void {
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    const isEmpty = Array.isArray(value) ? value.length === 0 || value.includes('') : value === '';
    if (isEmpty) throw new SuiteError(`${option.long}: its value is empty; write it as ${option.flags}`);
  }
  for (const [at, argument] of command.registeredArguments.entries()) {
    const given: unknown = command.processedArgs[at];
    const values = Array.isArray(given) ? given : [given];
    const own = OTHERS_WORDS.has(argument.name()) ? values.slice(0, 1) : values;
    if (own.includes(''))
      throw new SuiteError(`${command.name()}: ${argument.name()} is empty; ${argument.description}`);
  }
}

/**
 * What went wrong is told in one line, unless it is a bug of ours; commander has told its own errors already.
 *
 * @returns the exit code
 */
export function tellError(error: unknown, { stderr }: Pick<Host, 'stderr'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const ours = error instanceof Error ? error.stack : String(error);
  const told = error instanceof SuiteError ? error : temporaryProblem(error);
  const message = told?.message ?? systemProblem(error) ?? ours;
  stderr.write(`${pc.red('error')}: ${plainLines(message ?? '')}\n`);
  return 2;
}
