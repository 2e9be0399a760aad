/** The paths and the policy of a run; the command line passes them to Playwright's processes. */
import { basename, relative, resolve } from 'node:path';
import * as z from 'zod';
import type { RunRecord } from '../results/results.ts';

const settingsSchema = z.strictObject({
  config: z.string().default('providers.config.ts'),
  cassettes: z.string().default('cassettes'),
  expectations: z.string().default('specs/expectations'),
  reports: z.string().default('reports'),
  /** Where a run writes until it ends; by default the folder of reports. */
  stage: z.string().optional(),
  failOn: z.enum(['must', 'should', 'never']).default('must'),
  /** The results of an earlier run: only failures that are new since then count against a provider. */
  baseline: z.string().optional(),
  /** The command line that judges the same recordings again, without the name of the program. */
  again: z.array(z.string()).default(['replay']),
  /** True to also print every finding as it is judged, in addition to a block for each rule. */
  verbose: z.boolean().default(false),
  /** Only this shard of the conversations is judged. */
  shard: z.strictObject({ current: z.int(), total: z.int() }).optional(),
  /** The live run whose recordings are judged; absent for a replay. */
  liveRun: z
    .strictObject({
      id: z.string(),
      startedAt: z.iso.datetime(),
      /** Targets that were selected but not run, each with the reason. */
      skipped: z.record(z.string(), z.string()),
      /** Targets whose first conversation showed that no request would succeed, each with the reason. */
      stopped: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

export type Settings = z.output<typeof settingsSchema>;

/** Returns the settings of a run without options. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}

/** The environment variable that carries the settings, as JSON. */
export const SETTINGS_VARIABLE = 'TOOLCALL_CONFORMANCE';

/** Returns the settings of this process: those of the command line, otherwise the defaults. */
export function readSettings(): Settings {
  return settingsSchema.parse(JSON.parse(process.env[SETTINGS_VARIABLE] ?? '{}'));
}

/**
 * Returns the name of the folder of cassettes in the records: its path relative to the project. A folder outside of the
 * project, or of a live run, which can be moved as a whole, has only its own name.
 */
export function cassetteLabel(folder: string, mode: RunRecord['mode']): string {
  const path = relative('.', folder).replaceAll('\\', '/');
  return mode === 'live' || path.startsWith('..') || path.includes(':') ? basename(resolve(folder)) : path;
}

/** Returns the mode of the run. */
export function modeOf({ liveRun }: Settings): RunRecord['mode'] {
  return liveRun === undefined ? 'replay' : 'live';
}
