/** `serve`: runs the reference provider until it is interrupted. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { SHARED_BASE_PATH } from '../answers/routes.ts';
import { dialects } from '../dialects/catalogue.ts';
import { peculiarityOf } from '../proof/peculiarity.ts';
import { baseOf } from '../proof/proof.ts';
import type { AnsweredRequest } from '../provider/answered-request.ts';
import { knownFaults } from '../provider/opened-provider.ts';
import { readProfileRules } from '../provider/profile-rules.ts';
import { createReferenceProvider, type TlsIdentity } from '../provider/reference-provider.ts';
import { messageOf, SuiteError, unwritten } from '../system/failure.ts';
import { ENDING } from '../system/process-group.ts';
import { readGiven } from '../system/read-given.ts';
import { groupBy } from '../text/group-by.ts';
import type { Host } from './host.ts';
import { portOf } from './port.ts';

export interface ServeCommand {
  readonly port: string;
  readonly fault?: string;
  readonly listFaults?: boolean;
  /** The log file: one line of JSON for each answered request. */
  readonly log?: string;
  /** The only models that are served. */
  readonly model?: readonly string[];
  readonly insistOnThoughts?: boolean;
  /** The file that says what the server refuses and ignores. */
  readonly profile?: string;
  /** PEM files: the server's certificate, and its key. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** @throws {SuiteError} when the fault is unknown, or the port, the log or the certificate cannot be used */
export async function serveCommand(
  { port, fault, listFaults = false, log, model, insistOnThoughts = false, profile, ...files }: ServeCommand,
  { stdout, signals }: Host,
): Promise<void> {
  if (listFaults) {
    stdout.write(await faultList());
    return;
  }
  const number = portOf(port, '--port');
  const tls = tlsOf(files);
  const provider = createReferenceProvider({
    ...(tls === null ? {} : { tls }),
    insistsOnThoughts: insistOnThoughts,
    ...(profile === undefined ? {} : { rules: readProfileRules(profile) }),
    ...(log === undefined ? {} : { log: writerOf(log) }),
    ...(fault === undefined ? {} : { fault }),
    ...(model === undefined ? {} : { models: model }),
  });
  let url: string;
  try {
    ({ url } = await provider.listen(number));
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw new SuiteError(`--port ${port}: ${messageOf(error)}; choose another`);
  }
  const served = model === undefined ? 'any model name' : `models: ${model.join(', ')}`;
  stdout.write(`every dialect: ${url}${SHARED_BASE_PATH}, ${served}\n`);
  for (const dialect of dialects()) {
    const { basePaths } = await dialect.service();
    for (const [extension, path] of Object.entries(basePaths)) {
      const name = extension === 'plain' ? dialect.id : `${dialect.id} (${extension})`;
      stdout.write(`${name}: ${url}${path}\n`);
    }
  }
  stdout.write(`with a fault: ${url}/fault/<name>${SHARED_BASE_PATH}, names with --list-faults\n`);
  const close = () => {
    for (const signal of ENDING) signals.off(signal, close);
    void provider.close();
  };
  for (const signal of ENDING) signals.on(signal, close);
}

/** @throws {SuiteError} when one of the two files is missing or unreadable, or they do not match */
function tlsOf({ tlsCert, tlsKey }: Pick<ServeCommand, 'tlsCert' | 'tlsKey'>): TlsIdentity | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined) throw new SuiteError('--tls-key: has no certificate; give --tls-cert too');
  if (tlsKey === undefined) throw new SuiteError('--tls-cert: has no key; give --tls-key too');
  const identity = { cert: textIn('--tls-cert', tlsCert), key: textIn('--tls-key', tlsKey) };
  try {
    createSecureContext(identity);
  } catch (error) {
    const files = `--tls-cert ${tlsCert} --tls-key ${tlsKey}`;
    throw new SuiteError(
      `${files}: are no pair (${messageOf(error)}); name a certificate and its key, in PEM`,
    );
  }
  return identity;
}

function textIn(option: string, file: string): string {
  let text: string;
  try {
    text = readGiven(file).toString();
  } catch (error) {
    throw new SuiteError(`${option} ${file}: cannot be read (${messageOf(error)}); name a file in PEM`);
  }
  if (text.includes('-----BEGIN ')) return text;
  throw new SuiteError(`${option} ${file}: holds nothing in PEM; name a file that does`);
}

/** Creates the log file, and returns a function that appends a line for each request. */
function writerOf(file: string): (answered: AnsweredRequest) => void {
  try {
    writeFileSync(file, '');
  } catch (cause) {
    throw unwritten(file, cause);
  }
  return (answered) => {
    try {
      appendFileSync(file, `${JSON.stringify(answered)}\n`);
    } catch (cause) {
      throw unwritten(file, cause);
    }
  };
}

/** Lists each fault in one line: its effect, the dialects that show it in each delivery, what the conversation needs. */
async function faultList(): Promise<string> {
  const shown = (await knownFaults()).filter(({ unserved }) => unserved === null);
  const lines = [...groupBy(shown, ({ fault }) => fault.name)].map(([name, same]) => {
    const titles = new Set(same.map(({ fault }) => fault.title));
    const places = [...groupBy(same, ({ fault, proof }) => baseOf(proof, fault.base).delivery)].map(
      ([delivery, alike]) => `${delivery}: ${alike.map(({ dialect }) => dialect.id).join(', ')}`,
    );
    const more = new Set(
      same.flatMap(({ fault, proof }) => peculiarityOf(baseOf(proof, fault.base).dialogue) ?? []),
    );
    const having = more.size === 0 ? '' : `; in a conversation that has ${[...more].join(', or ')}`;
    return `${name}: ${[...titles].join('; ')} (${places.join('; ')}${having})\n`;
  });
  return lines.join('');
}
