/** The commands `live --shard` and `merge`: what machines record apart is judged as one run. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { runCli } from '../support/cli.ts';
import { type Served, serve, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
let shards: string;
let served: Served;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-shards-'));
  shards = join(folder, 'shards');
  mkdirSync(shards);
  served = await serveCounted();
});

test.afterEach(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

function configOf(ids: readonly string[], more: readonly object[] = []): string {
  return writeConfig(folder, ...ids.map((id) => ({ id, baseUrl: served.baseUrl })), ...more);
}

/** Runs a command on a machine of its own, which has no file of the others. */
function on(machine: string, command: readonly string[], config: string): ReturnType<typeof runCli> {
  const folders = ['--reports', join(folder, machine), '--expectations', join(folder, 'expectations')];
  return runCli(...command, '--config', config, ...folders);
}

const WEATHER = ['--scenario', 'weather'];

async function recordShards(total: number, config: string, more: readonly string[] = WEATHER): Promise<void> {
  for (let current = 1; current <= total; current += 1) {
    const machine = `machine-${current}`;
    const { code, output } = await on(machine, ['live', '--shard', `${current}/${total}`, ...more], config);
    expect(code, output).toBe(0);
    expect(output).toContain(`: shard ${current} of ${total}, to be merged`);
    cpSync(join(folder, machine, 'live'), shards, { recursive: true });
  }
}

/** The one run in the folder of a machine. */
function runOf(machine: string): string {
  const runs = readdirSync(join(folder, machine, 'live'));
  expect(runs).toHaveLength(1);
  return join(folder, machine, 'live', runs[0] ?? '');
}

/** What a run found, without what is new in each. */
function foundBy(machine: string): unknown {
  const file = join(runOf(machine), 'results.jsonl');
  const { run, conversations, verdicts } = parseResults(readFileSync(file, 'utf8'), file);
  return {
    mode: run.mode,
    targets: Object.keys(run.targets),
    skipped: run.skipped,
    conversations: conversations.map(({ cassette, passed }) => ({ cassette, passed })),
    verdicts: verdicts.map(({ target, delivery, check, outcome, reason }) => [
      target,
      delivery,
      check,
      outcome,
      reason,
    ]),
  };
}

test('two shards, merged, are what one machine would have recorded and found', async () => {
  const config = configOf(
    ['a', 'b', 'c'],
    [{ id: 'off', baseUrl: served.baseUrl, keyEnv: 'NOBODY_SET_THIS_API_KEY' }],
  );
  const whole = await on('whole', ['live', ...WEATHER, '--no-report'], config);
  const asked = served.asked.splice(0);
  await recordShards(2, config);
  expect(served.asked.toSorted()).toEqual(asked.toSorted());

  const merged = await on('merged', ['merge', shards, '--no-report'], config);
  expect([whole.code, merged.code], merged.output).toEqual([0, 0]);
  expect(merged.output).toContain('6 conversations (12 exchanges) judged');
  expect(merged.output).toContain('skipped: off/reference: NOBODY_SET_THIS_API_KEY is not set');
  expect(foundBy('merged')).toEqual(foundBy('whole'));
});

test('one machine may record all shards, and merge them where its whole runs lie', async () => {
  const config = configOf(['a', 'b']);
  await on('one', ['live', ...WEATHER, '--no-judge'], config);
  for (const part of ['1/2', '2/2']) await on('one', ['live', '--shard', part, ...WEATHER], config);
  const merge = () => on('one', ['merge', join(folder, 'one', 'live'), '--no-report'], config);
  const [merged, again] = [await merge(), await merge()];
  expect([merged.code, again.code], merged.output).toEqual([0, 0]);
  expect(merged.output).toContain('4 conversations (8 exchanges) judged');
});

test('a machine that no provider falls to has nothing to do, and its shard is merged like the others', async () => {
  const config = configOf(['a']);
  await recordShards(2, config);
  // An upload leaves empty folders out.
  rmdirSync(join(shards, nameOf('machine-2'), 'cassettes'));
  const merged = await on('merged', ['merge', shards, '--no-report'], config);
  expect(merged.code, merged.output).toBe(0);
  expect(merged.output).toContain('2 conversations (4 exchanges) judged');
});

test('together the machines keep the budget: each has its part of it', async () => {
  const config = configOf(['a', 'b']);
  // Enough for one request at a time, but not for one on each machine.
  await recordShards(2, config, [...WEATHER, '--max-tokens', '6000']);
  expect(served.asked).toEqual([]);
  await on('whole', ['live', ...WEATHER, '--no-judge', '--max-tokens', '6000'], config);
  expect(served.asked).toHaveLength(8);
});

test('why a target of a shard was stopped is known to the whole', async () => {
  const dead = await serve((incoming, outgoing) => {
    incoming.resume();
    const lists = incoming.url?.endsWith('/models') === true;
    outgoing.writeHead(lists ? 200 : 404, { 'Content-Type': 'application/json' });
    outgoing.end(JSON.stringify(lists ? { data: [{ id: 'other' }] } : { error: { message: 'No.' } }));
  });
  try {
    const config = configOf(['a'], [{ id: 'b', baseUrl: `${dead.origin}/v1` }]);
    await recordShards(2, config, ['--scenario', 'weather', 'many-tools']);
    const merged = await on('merged', ['merge', shards, '--no-report'], config);
    expect([merged.code, merged.output.trim().split('\n').at(-1)]).toEqual([
      2,
      'the run could not be completed: b/reference: no model reference: the server has other',
    ]);
  } finally {
    await dead.close();
  }
});

const NO_WHOLE: Record<string, { spoil: (config: string) => Promise<string> | string; told: RegExp }> = {
  'one of two': {
    spoil: (config) => {
      rmSync(join(shards, nameOf('machine-2')), { recursive: true });
      return config;
    },
    told: /shards: shard 2 of 2 missing; run that part again and put its folder there/u,
  },
  'one of them twice': {
    spoil: async (config) => {
      await on('again', ['live', '--shard', '1/2', ...WEATHER], config);
      cpSync(join(folder, 'again', 'live'), shards, { recursive: true });
      return config;
    },
    told: /is shard 1 of 2, as .* is; remove one or the other/u,
  },
  'one of another run': {
    spoil: async (config) => {
      await on('other', ['live', '--shard', '1/2', ...WEATHER, '--samples', '2'], config);
      cpSync(join(folder, 'other', 'live'), shards, { recursive: true });
      return config;
    },
    told: /is of another run than .*; remove one or the other, or record both with the same options/u,
  },
  'one that was broken off': {
    spoil: (config) => {
      rmSync(join(shards, nameOf('machine-1'), 'cassettes', 'a', 'reference', 'weather.streaming.yaml'));
      return config;
    },
    told: /1 of 2 conversations are not recorded; go on with that shard by --resume 20/u,
  },
  'another configuration': {
    spoil: () => configOf(['a']),
    told: /b\/reference is not in the configuration; give the one that the shards had/u,
  },
};

function nameOf(machine: string): string {
  return runOf(machine).slice(runOf(machine).lastIndexOf('/') + 1);
}

for (const [name, { spoil, told }] of Object.entries(NO_WHOLE)) {
  test(`live shards that are no whole are refused: ${name}`, async () => {
    const config = configOf(['a', 'b']);
    await recordShards(2, config);
    const merged = await on('merged', ['merge', shards, '--no-report'], await spoil(config));
    expect(merged.code).toBe(2);
    expect(merged.output).toMatch(told);
  });
}
