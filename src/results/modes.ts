/** Descriptions of the modes of a run. */
import type { RunRecord } from './results.ts';

export const MODE_WORDS: Readonly<Record<RunRecord['mode'], string>> = {
  replay: 'replay: judged from recordings, nothing was sent',
  live: 'live: recorded in this run, then judged from the recordings',
  audit: 'audit: recordings made elsewhere, judged as they are',
};
