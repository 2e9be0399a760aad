import { SuiteError } from '../system/failure.ts';

/** @param option the option's name, for the message @throws {SuiteError} when the text is not a port */
export function portOf(text: string, option: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SuiteError(`${option} ${text}: is no port; give a number from 0 to 65535`);
}
