/** Reads a conversation from a recording, so that another endpoint can continue it. */
import { conversationsOf } from '../audit/conversations.ts';
import { recordingIn } from '../audit/files.ts';
import { readingsByDialect, utteranceOf } from '../audit/judge-recording.ts';
import { recogniseTraffic } from '../audit/traffic.ts';
import { filesBeside } from '../evidence/recordings/files-on-disk.ts';
import { type ForeignHistory, historyIn } from '../profile/handover/history.ts';
import { SuiteError } from '../system/failure.ts';
import { readGiven } from '../system/read-given.ts';

/**
 * Returns the first conversation in the file that ends with the results of calls.
 *
 * @throws {SuiteError} when the file cannot be read, or holds no such conversation
 */
export function readHistory(file: string): ForeignHistory {
  const given = {
    shown: `--history ${file}`,
    name: file,
    path: file,
    explicit: true,
    beside: filesBeside(file),
  };
  const recording = recordingIn(given, () => readGiven(file));
  if (recording === null || 'problem' in recording)
    throw new SuiteError(recording?.problem ?? `--history ${file}: is no recording; name a cassette`);
  const readings = readingsByDialect();
  const utterances = recording.flatMap(
    (recorded, at) =>
      utteranceOf(recorded, recorded.exchange, at, recogniseTraffic(recorded.exchange), readings) ?? [],
  );
  for (const { dialect, utterances: own } of conversationsOf(utterances)) {
    const history = historyIn(
      dialect,
      own.flatMap(({ recorded }) => readings.get(dialect)?.of(recorded.exchange, 1) ?? []),
    );
    if (history !== null) return history;
  }
  throw new SuiteError(
    `--history ${file}: no request of it brings calls with their results along; name a recording in which a model called tools`,
  );
}
