/** Where a run finds its things and what it fails on; handed from the command line to Playwright's processes. */
import { basename, relative, resolve } from 'node:path';
import * as z from 'zod';
import type { RunRecord } from '../results/results.ts';

const settingsSchema = z.strictObject({
  config: z.string().default('providers.config.ts'),
  cassettes: z.string().default('cassettes'),
  expectations: z.string().default('specs/expectations'),
  reports: z.string().default('reports'),
  /** Where a run writes until it has ended; the folder of reports where there is no such place. */
  stage: z.string().optional(),
  failOn: z.enum(['must', 'should', 'never']).default('must'),
  /** The results of an earlier run: only what is new since then is held against a provider. */
  baseline: z.string().optional(),
  /** The words that judge the same recordings again, after the name of the program. */
  again: z.array(z.string()).default(['replay']),
  /** Whether every finding is told as it is judged, besides a block for each rule. */
  verbose: z.boolean().default(false),
  /** Only this part of the conversations is judged. */
  shard: z.strictObject({ current: z.int(), total: z.int() }).optional(),
  /** The live run whose recordings are judged; without it the recordings are replayed. */
  liveRun: z
    .strictObject({
      id: z.string(),
      startedAt: z.iso.datetime(),
      /** Targets that were wanted but not run, each with the reason. */
      skipped: z.record(z.string(), z.string()),
      /** Targets whose first conversation showed that nothing would be answered, each with the reason. */
      stopped: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

export type Settings = z.output<typeof settingsSchema>;

/** What a run has that is asked for nothing. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}

/** The environment variable that carries the settings, as JSON. */
export const SETTINGS_VARIABLE = 'TOOLCALL_CONFORMANCE';

/** The settings of this process: what the command line handed over, else the defaults. */
export function readSettings(): Settings {
  return settingsSchema.parse(JSON.parse(process.env[SETTINGS_VARIABLE] ?? '{}'));
}

/**
 * How records name the folder of cassettes: relative to the project; by its own name when it lies elsewhere, or is that of
 * a live run, whose folder can be moved as a whole.
 */
export function cassetteLabel(folder: string, mode: RunRecord['mode']): string {
  const path = relative('.', folder).replaceAll('\\', '/');
  return mode === 'live' || path.startsWith('..') || path.includes(':') ? basename(resolve(folder)) : path;
}

/** The mode of the run that the settings ask for. */
export function modeOf({ liveRun }: Settings): RunRecord['mode'] {
  return liveRun === undefined ? 'replay' : 'live';
}
