/** The command line: parses the arguments, and calls the command. */
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
 * @param args the arguments after the name of the program
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done; 130 when `live` or `record` was interrupted
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

/** @param ends called with the exit code of the command, for commands that return one */
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
    // Throws when the working directory is gone; otherwise the command would fail half-way.
    process.cwd();
    requireValues(command);
  });
  addMatrixCommands(program, host, ends);
  addTrafficCommands(program, host, ends);
  addUpkeepCommands(program, host, ends);
  return program;
}

/** Arguments that hold another program's command line, in which any word except the first may be empty. */
const OTHERS_WORDS: ReadonlySet<string> = new Set(['command', 'playwright']);

/**
 * Rejects empty values, such as those of an unset shell variable.
 *
 * @throws {SuiteError} for an option or an argument with an empty value
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
 * Prints the error in one line, or with its stack if it is a bug of this suite. Commander has already printed its own.
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
