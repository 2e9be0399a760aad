/** The whole live path against the reference provider: driver, network, redaction, judge, cassettes, replay. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { type ProbeOptions, probe } from '../../src/live/probe.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  type ReferenceProvider,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { cassetteReader, replayConversation } from '../../src/replay/conversation.ts';
import { planConversations } from '../../src/replay/plan.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import { type Running, runCli, runHere } from '../support/cli.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const HELD = SCENARIOS.filter((scenario) => canHold(openaiChat, scenario));

const KEY = { name: 'REFERENCE_KEY', value: 'sk-planted-9f8e7d6c5b4a3210' };

const folder = folderOfEachTest();

/** Probes a reference provider of its own. */
async function probed(
  { fault, apiKey, openrouter = false }: { fault?: string; apiKey?: string; openrouter?: boolean },
  more: Partial<ProbeOptions> = {},
) {
  const provider = createReferenceProvider({
    ...(fault === undefined ? {} : { fault }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const { url } = await provider.listen();
  const baseUrl = `${url}${openrouter ? '/openrouter' : ''}/v1`;
  try {
    const { results } = await probe({
      baseUrl,
      model: REFERENCE_MODEL,
      dialect: 'openai-chat',
      openrouter,
      scenarios: SCENARIOS,
      deliveries: ['streaming', 'buffered'],
      key: null,
      headers: {},
      extraBody: {},
      inFlight: 8,
      ...more,
    });
    return { results, baseUrl };
  } finally {
    await provider.close();
  }
}

function failures(verdicts: readonly VerdictRecord[]): string[] {
  return verdicts
    .filter(({ outcome, level }) => outcome === 'error' || (outcome === 'fail' && level !== 'MAY'))
    .map(({ scenario, delivery, check, outcome }) => `${scenario} ${delivery} ${outcome} ${check}`);
}

for (const openrouter of [false, true]) {
  test(`the reference provider keeps every promise${openrouter ? ' of OpenRouter' : ''}`, async () => {
    const { results } = await probed({ openrouter });
    expect(failures(results.verdicts)).toEqual([]);
    expect(results.conversations.length).toBe(2 * HELD.reduce((sum, { copies = 1 }) => sum + copies, 0));
  });
}

/** One of several families; tests/provider/provider.spec.ts has them all. */
const SOME_FAULTS = [
  'ids/dropped',
  'deltas/cumulative',
  'usage/total-off-by-one',
  'finish/stop-with-a-call',
  'framing/no-done',
];

test('a fault is caught by the check that is meant for it, and the run goes on', async () => {
  const { faults } = await dialectOf('openai-chat').proof();
  const chosen = faults.filter(({ name }) => SOME_FAULTS.includes(name));
  expect(chosen.length).toBe(SOME_FAULTS.length);
  for (const { name, catches } of chosen) {
    const { results } = await probed({ fault: name }, { scenarios: SCENARIOS.slice(0, 2) });
    expect(
      results.verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check),
      name,
    ).toContain(catches);
  }
});

test('what was recorded replays to the same verdicts, and holds no key', async () => {
  const save = join(folder(), 'cassettes');
  const { results, baseUrl } = await probed({ apiKey: KEY.value }, { key: KEY, save });
  expect(failures(results.verdicts)).toEqual([]);

  const written = readdirSync(save, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  expect(written.length).toBe(results.conversations.length);
  const leaks = written.filter((name) => readFileSync(join(save, name), 'utf8').includes(KEY.value));
  expect(leaks).toEqual([]);

  const id = Object.values(results.run.targets)[0]?.provider ?? '';
  const host = new URL(baseUrl).host;
  const targets = targetsOf(
    defineProviders({
      providers: [{ id, name: host, baseUrl, dialect: 'openai-chat', models: [{ id: REFERENCE_MODEL }] }],
    }),
  );
  for (const planned of planConversations(save, targets, SCENARIOS)) {
    const replayed = await replayConversation(planned, cassetteReader());
    const { scenario, delivery, sample } = replayed.conversation;
    const live = results.verdicts.filter(
      (verdict) =>
        verdict.scenario === scenario && verdict.delivery === delivery && verdict.sample === sample,
    );
    expect(replayed.verdicts).toEqual(live);
  }
});

const PROMPT = 'press Enter to probe again, q or Ctrl-C to end';

let served: ReferenceProvider | null = null;

test.afterEach(async () => {
  await served?.close();
  served = null;
});

/** Serves in place of what was served before. */
async function serve(port: number, options: ReferenceProviderOptions = {}): Promise<string> {
  await served?.close();
  served = createReferenceProvider(options);
  return (await served.listen(port)).url;
}

/** `probe --watch` on one conversation. */
class Watched {
  readonly #run: Running;
  #read = 0;

  constructor(url: string) {
    const options = ['--model', REFERENCE_MODEL, '--scenario', 'secret-word', '--delivery', 'buffered'];
    this.#run = runHere(['probe', `${url}/v1`, ...options, '--watch']);
  }

  get stdin(): Running['stdin'] {
    return this.#run.stdin;
  }

  interrupt(): void {
    this.#run.signals.emit('SIGINT');
  }

  /** The lines of one probe, up to the prompt after it. */
  async untilPrompt(): Promise<string[]> {
    await expect.poll(() => this.#unread()).toContain(`${PROMPT}\n`);
    const [written = ''] = this.#unread().split(`${PROMPT}\n`);
    this.#read += written.length + PROMPT.length + 1;
    return written.split('\n');
  }

  /** The exit code, and what it wrote besides. */
  async end(): Promise<{ readonly code: unknown; readonly rest: string }> {
    const { code } = await this.#run.ended;
    return { code, rest: this.#unread() };
  }

  #unread(): string {
    return this.#run.output().slice(this.#read);
  }
}

const FAULTY = { fault: 'usage/total-off-by-one' };
const CHANGED = expect.stringMatching(/^newly|^no check/u);

test('--watch probes again for each line, and says which checks changed', async () => {
  const url = await serve(0);
  const port = Number(new URL(url).port);
  const watched = new Watched(url);
  const first = await watched.untilPrompt();
  expect(first).toContainEqual(expect.stringMatching(/^passed: 1 conversation /u));
  expect(first).not.toContainEqual(CHANGED);

  await serve(port, FAULTY);
  watched.stdin.write('\n');
  const second = await watched.untilPrompt();
  expect(second).toContainEqual(expect.stringMatching(/^conformance failures: 1 conversation /u));
  expect(second).toContain('newly failing: usage/total: secret-word · buffered');

  watched.stdin.write('\n');
  expect(await watched.untilPrompt()).toContain('no check is newly failing or newly passing');

  await serve(port);
  watched.stdin.end('again\n');
  expect(await watched.untilPrompt()).toContain('newly passing: usage/total: secret-word · buffered');
  expect(await watched.end()).toEqual({ code: 0, rest: '' });
});

test('--watch ends at q and at Ctrl-C, with the exit code of the last probe', async () => {
  const url = await serve(0, FAULTY);
  const quit = new Watched(url);
  await quit.untilPrompt();
  quit.stdin.write('q\n');
  expect(await quit.end()).toEqual({ code: 1, rest: '' });

  const interrupted = new Watched(url);
  await interrupted.untilPrompt();
  interrupted.interrupt();
  expect(await interrupted.end()).toEqual({ code: 1, rest: '' });
});

test('--watch does not go with --json', async () => {
  const { code, output } = await runCli(
    'probe',
    'http://127.0.0.1:9/v1',
    '--model',
    REFERENCE_MODEL,
    '--watch',
    '--json',
  );
  expect({ code, output }).toEqual({
    code: 2,
    output:
      'error: --watch with --json: results.jsonl holds one run, and --watch makes many; leave one of the two out\n',
  });
});
