/** `gateway`: tests what a gateway keeps, changes, loses and invents between its two wires. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CLIENT_KEY } from '../clients/task.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { writeCassette } from '../evidence/cassette/write.ts';
import type { PairedExchange } from '../gateway/held-conversation.ts';
import { openInnerWire } from '../gateway/inner-wire.ts';
import { type Planned, planFor } from '../gateway/plan.ts';
import { formatRecords } from '../gateway/record.ts';
import { gatewayDecision, gatewayFails, gatewaySummary } from '../gateway/summary.ts';
import { tryGateway } from '../gateway/try-gateway.ts';
import { credentialsCarried } from '../redact/mask.ts';
import { createRedactor } from '../redact/redact.ts';
import { SuiteError } from '../system/failure.ts';
import { ENDING } from '../system/process-group.ts';
import { expectWritable, expectWritableFolder, writeGiven } from '../system/write-file.ts';
import { baseUrlVariables } from '../tap/sdk-variables.ts';
import { columnsOf } from '../terminal/columns.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { LiveConnections } from '../transports/live-connections.ts';
import { type GatewayCommand, versionsOf, wiresOf } from './gateway-options.ts';
import { type OuterConversation, reportGateway } from './gateway-report.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { portOf } from './port.ts';
import { baseUrlOf, headersOf, keyFrom, modelCalled } from './probe-options.ts';
import { scenariosCalled } from './selection.ts';
import { endCommand, exitOf, startCommand } from './started-command.ts';
import { timeoutsOf } from './timeouts.ts';

/**
 * @param words the command that starts the gateway, and its arguments; empty when the gateway already runs
 * @returns the exit code: 0 when nothing fails at the level of `--fail-on`, otherwise 1; 130 interrupted
 * @throws {SuiteError} when an option is wrong, or the gateway cannot be reached, or does not reach its upstream
 */
export async function gatewayCommand(
  words: readonly string[],
  command: GatewayCommand,
  { stdout, stderr, env, signals }: Host,
): Promise<number> {
  const baseUrl = baseUrlOf(command.gateway);
  const wires = await wiresOf(command);
  const model = modelCalled(command.model);
  const headers = headersOf(command.header ?? []);
  const key = keyFrom(command.keyFrom, env);
  const plan = await planFor({
    wires,
    deliveries: command.delivery === undefined ? ['streaming', 'buffered'] : [command.delivery],
    scenarios: scenariosCalled(command.scenario ?? []).map(({ id }) => id),
    faults: command.faults ? (command.fault ?? []) : null,
  });
  if (plan.conforming.length === 0)
    throw new SuiteError('gateway: no conversation is left to be held; choose fewer options');
  for (const folder of [command.report, command.save]) if (folder !== undefined) expectWritableFolder(folder);
  if (command.results !== undefined) expectWritable(command.results);
  const versions = versionsOf(command.package ?? []);
  const options = timeoutsOf(command.timeLimit, '--time-limit');
  const wire = await openInnerWire(portOf(command.listen, '--listen'));
  const connections = new LiveConnections();
  const { basePaths } = await dialectOf(wires.inner.dialect).service();
  const basePath = basePaths[wires.inner.extension ?? 'plain'] ?? basePaths.plain;
  const upstream = `${wire.origin}${basePath}`;
  const say = (line: string) => void stderr.write(`${plain(line)}\n`);
  say(`the upstream of the gateway is ${upstream}; any key and any model will do there`);
  const upstreams = [{ name: null, origin: wire.origin, basePath }];
  const variables = baseUrlVariables(wire.origin, upstreams, command.env ?? [], env);
  const running = words.length === 0 ? null : startCommand(words, { ...env, ...KEYS, ...variables }, true);
  const line = await progressLine(stderr);
  let ended = 0;
  const held: OuterConversation[] = [];
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of ENDING) signals.on(signal, interrupt);
  try {
    if (running !== null) await untilReached(running, new URL(baseUrl), options.firstByteMs);
    const records = await tryGateway({
      name: command.name ?? (words.length === 0 ? baseUrl : words.join(' ')),
      versions,
      endpoint: {
        baseUrl,
        headers: { ...dialectOf(wires.outer.dialect).headers(key?.value ?? CLIENT_KEY), ...headers },
      },
      model,
      wires,
      plan,
      wire,
      upstream,
      connections,
      options: { ...options, signal: interruption.signal },
      redactor: createRedactor([...(key === null ? [] : [key]), ...credentialsCarried(headers, '')]),
      async onEnded(planned, pairs, of) {
        ended += 1;
        line.show(() => `trying: ${ended} of ${plural(of, 'conversation')}`);
        if (command.save !== undefined) await save(command.save, planned, pairs);
        if (command.report === undefined || planned.name !== planned.scenario.id) return;
        const exchanges = pairs.map(({ outer }) => outer);
        held.push({ ...planned, exchanges, recordedAt: new Date().toISOString() });
      },
    });
    line.clear();
    if (records === null) {
      say('interrupted: nothing was compared; run it again');
      return INTERRUPTED;
    }
    if (command.results !== undefined) writeGiven(command.results, formatRecords(records));
    if (command.json === true) stdout.write(formatRecords(records));
    if (command.report !== undefined) {
      const { dialect, extension } = wires.outer;
      const openrouter = extension === 'openrouter';
      const endpoint = { baseUrl, model, dialect, openrouter, key, headers };
      say(await reportGateway(command.report, endpoint, held, records, { stderr }));
    }
    const summary = gatewaySummary(records, { columns: columnsOf(stdout), whole: command.verbose === true });
    const decision = gatewayDecision(records, command.failOn);
    (command.json === true ? stderr : stdout).write(`${summary}\n${decision}\n`);
    return gatewayFails(records, command.failOn) ? 1 : 0;
  } finally {
    for (const signal of ENDING) signals.off(signal, interrupt);
    line.clear();
    if (running !== null) await endCommand(running, 'SIGTERM');
    await connections.close();
    await wire.close();
  }
}

/** Keys that a gateway may look for in its environment; they give access to nothing. */
const KEYS = { OPENAI_API_KEY: CLIENT_KEY, ANTHROPIC_API_KEY: CLIENT_KEY, GEMINI_API_KEY: CLIENT_KEY };

const STEP_MS = 100;

/** @throws {SuiteError} when the command ends, or nothing listens at the address in time */
async function untilReached(command: ChildProcess, { hostname, port, protocol }: URL, patience: number) {
  const at = { host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  let exit: number | null = null;
  const ended = exitOf(command).then((code) => {
    exit = code;
  });
  // The loop below reports a failure. Once the gateway listens, a rejection has no other handler.
  ended.catch(() => {});
  for (let waited = 0; waited < patience; waited += STEP_MS) {
    if (await listens(at)) return;
    await Promise.race([ended, wait(STEP_MS)]);
    if (exit !== null)
      throw new SuiteError(
        `the command of the gateway ended with ${String(exit)} before it listened; run it alone`,
      );
  }
  throw new SuiteError(
    `nothing listens at ${hostname}:${at.port} after ${patience / 1000} s; give --gateway the address of the command`,
  );
}

async function listens(at: { readonly host: string; readonly port: number }): Promise<boolean> {
  const socket = connect(at);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Saves the two wires of a conversation, each as a cassette. */
async function save(
  folder: string,
  { name, delivery }: Planned,
  pairs: readonly PairedExchange[],
): Promise<void> {
  const file = `${name.replaceAll(/[^a-z0-9./-]+/gu, '-')}.${delivery}.yaml`;
  await writeCassette(join(folder, 'outer', file), {
    interactions: pairs.map(({ outer }) => ({ exchange: outer })),
  });
  await writeCassette(join(folder, 'inner', file), {
    interactions: pairs.flatMap(({ inner }) => inner.map(({ exchange }) => ({ exchange }))),
  });
}
