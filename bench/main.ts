/**
 * `npm run bench`: measures speed as ratios within one run, so that figures from different machines can be compared.
 */
import { cpus } from 'node:os';
import { auditOverFloor } from './audit.ts';
import { judgedInBrowser } from './browser.ts';
import { judgeByDialect } from './dialects.ts';
import { growthOfTime } from './growth.ts';
import { judgeOverFloor } from './judge.ts';
import { recordingOverIdeal } from './live.ts';
import { probeOfReference } from './probe.ts';
import { replayOverEmptyRun } from './replay.ts';
import { siteOfLargeRun } from './site.ts';
import { tapOverBareProxy } from './watch.ts';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** The project's aim; empty when there is none. */
  readonly aim: string;
}

const parts: Record<string, () => Promise<readonly Figure[]> | AsyncIterable<Figure>> = {
  judge: judgeOverFloor,
  dialects: judgeByDialect,
  growth: growthOfTime,
  replay: replayOverEmptyRun,
  audit: auditOverFloor,
  live: recordingOverIdeal,
  probe: probeOfReference,
  watch: tapOverBareProxy,
  site: siteOfLargeRun,
  browser: judgedInBrowser,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`unknown benchmark ${unknown.join(', ')}; known: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
console.log(`node ${process.version}, ${cpus().length} cores`);
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for await (const figure of await measure()) {
    console.log(`${figure.name.padEnd(64)} ${figure.value.padStart(12)}  ${figure.aim}`);
  }
}
