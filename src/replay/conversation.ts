/** Replays one conversation: cassette, driver, judge, records. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../config/providers.ts';
import { requestSettings } from '../config/request-settings.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { drive } from '../drive/drive.ts';
import type { Cassette } from '../evidence/cassette/cassette.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { brokenConversation, type ConversationResult } from '../results/conversation-result.ts';
import { whatBroke } from '../system/broke.ts';
import { SuiteError } from '../system/failure.ts';
import { ReplayTransport } from '../transports/replay.ts';
import { judgeConversation } from './judge-conversation.ts';
import { cassetteOf, type PlannedConversation } from './plan.ts';

/** Reads a cassette by its path; throws what `readCassette` throws. */
export type CassetteReader = (file: string) => Cassette;

/**
 * Returns a reader for a run, whose cassettes do not change. It caches the last two cassettes: a streamed conversation
 * is compared with the first exchange of its buffered recording, then its evidence is shown, and then the buffered one
 * is replayed.
 */
export function cassetteReader(): CassetteReader {
  const kept = new Map<string, Cassette>();
  return (file) => {
    const cassette = kept.get(file) ?? readCassette(file);
    kept.delete(file);
    kept.set(file, cassette);
    const [oldest] = kept.keys();
    if (kept.size > 2 && oldest !== undefined) kept.delete(oldest);
    return cassette;
  };
}

/**
 * Drives the scenario against the recording and judges the recorded exchanges. If a cassette cannot be read, or does
 * not match the scenario, every check of the conversation is an `error`, with the reason.
 */
export async function replayConversation(
  planned: PlannedConversation,
  read: CassetteReader,
): Promise<ConversationResult> {
  const { target, scenario, delivery, sample, folder } = planned;
  const { provider } = target;
  const dialect = dialectOf(provider.dialect);
  const readings = dialect.readings();
  const cassette = `${planned.label}/${planned.cassette}`;
  try {
    const recording = read(join(folder, planned.cassette));
    const transport = new ReplayTransport(recording);
    const settings = requestSettings(target, delivery);
    const endpoint = { baseUrl: baseUrlOf(provider, recording, dialect.address(settings)), headers: {} };
    await drive({ ...dialect, read: readings.of }, scenario, endpoint, settings, transport);
    const evidence = {
      exchanges: transport.exchanges,
      cassette,
      recordedAt: recording.conversation?.recordedAt ?? null,
      counterpart: delivery === 'streaming' ? counterpartOf(planned, read) : undefined,
    };
    return judgeConversation(planned, evidence, readings);
  } catch (error) {
    const reason = error instanceof SuiteError ? error.message : `the replay broke: ${whatBroke(error)}`;
    const key = { target: target.id, scenario: scenario.id, delivery, sample, cassette };
    return brokenConversation(key, dialect.rules, reason);
  }
}

/** The address of a local server differs between machines, so the base URL is taken from the recording. */
function baseUrlOf({ baseUrl, baseUrlEnv }: Provider, { interactions }: Cassette, path: string): string {
  const recorded = interactions[0]?.exchange.request.url;
  if (baseUrlEnv === undefined || recorded === undefined) return baseUrl;
  const at = recorded.lastIndexOf(path);
  const query = recorded.slice(at + path.length);
  if (at < 0 || !/^(?:$|[?&])/u.test(query)) return baseUrl;
  return `${recorded.slice(0, at)}${query.replace('&', '?')}`;
}

/** Returns the first exchange of the buffered recording, if there is a readable one. */
function counterpartOf(
  { target, scenario, sample, folder }: PlannedConversation,
  read: CassetteReader,
): Exchange | undefined {
  const path = join(folder, cassetteOf(target, scenario, 'buffered', sample));
  if (!existsSync(path)) return undefined;
  try {
    return read(path).interactions[0]?.exchange;
  } catch (error) {
    if (error instanceof SuiteError) return undefined;
    throw error;
  }
}
