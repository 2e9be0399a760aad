/** In every dialect the reference provider keeps every promise, plays every scenario, and breaks the one that it is told to. */

import { whyNotServed } from '../../src/catalogue/unserved-faults.ts';
import { type AnyDialect, dialectOf } from '../../src/dialects/catalogue.ts';
import type { Delivery, Exchange } from '../../src/evidence/exchange.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { SeededFault } from '../../src/proof/cases.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  REFERENCE_UPSTREAM,
} from '../../src/provider/reference-provider.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import { copyOf, type Scenario } from '../../src/scenarios/scenario.ts';
import { genericConversation } from '../support/generic-conversations.ts';
import {
  complaintsOf,
  exchangesOf,
  isOfTheWire,
  openProvider,
  play,
  rehearsedExchanges,
  type Setting,
  scenarioCalled,
  strictHandler,
  verdictsOf,
  withProvider,
} from '../support/played-scenario.ts';
import { expect, same, test } from '../support/test.ts';

interface Played {
  readonly scenario: string;
  readonly setting: Setting;
  readonly verdicts: readonly Verdict[];
}

/** Every scenario that the dialect can hold, in both deliveries and under each of its extensions. */
async function everything(dialect: AnyDialect): Promise<Played[]> {
  const { basePaths } = await dialect.service();
  return withProvider({}, async (url) => {
    const played: Played[] = [];
    for (const extension of (['plain', 'openrouter'] as const).filter((each) => each in basePaths)) {
      for (const scenario of heldBy(dialect)) {
        let counterpart: Exchange | undefined;
        for (const delivery of ['buffered', 'streaming'] as const) {
          const setting = { dialect, extension, delivery };
          const exchanges = await exchangesOf(url, scenario, setting);
          const verdicts = verdictsOf(scenario, setting, exchanges, counterpart);
          played.push({ scenario: scenario.id, setting, verdicts });
          [counterpart] = exchanges;
        }
      }
    }
    return played;
  });
}

function heldBy(dialect: AnyDialect): Scenario[] {
  return SCENARIOS.filter((scenario) => canHold(dialect, scenario)).map((scenario) => copyOf(scenario, 1));
}

/** What is merely there, by dialect and extension, in whichever scenarios. */
const OBSERVED: Readonly<Record<string, readonly string[]>> = {
  // The plain dialect has no field for thoughts, and clients are to see some.
  'openai-chat plain': [
    'MAY shape/unknown-fields choices[].message.reasoning: a field of no reference',
    'MAY shape/unknown-fields choices[].delta.reasoning: a field of no reference',
  ],
  // A ping keeps the connection open while long arguments come.
  'anthropic-messages plain': ['MAY events/ping : the first ping is event 23'],
  'anthropic-messages openrouter': ['MAY events/ping : the first ping is event 23'],
};

/** Checks that need what no scenario asks for, by dialect; finish/consistent needs a second reason, which is one too many. */
const UNPLAYED: Readonly<Record<string, readonly string[]>> = {
  'openai-chat': ['finish/consistent'],
  'anthropic-messages': ['finish/consistent'],
  gemini: [
    'finish/consistent',
    // Arguments are not asked for in pieces.
    'deltas/one-call-per-index',
    // Streams are asked for as events, ids are issued always, and the provider is not Vertex AI.
    'framing/json-array',
    'roundtrip/response-order',
    'shape/one-created',
    // No prompt is blocked.
    'finish/blocked',
  ],
  'bedrock-converse': [
    'finish/consistent',
    // No prompt is cached.
    'usage/cache-breakdown',
  ],
  ollama: [
    'finish/consistent',
    // Ids are issued always.
    'roundtrip/response-order',
  ],
};

/** Those of the suite; other spec files register some of their own. */
const SPOKEN = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'bedrock-converse',
  'ollama',
].map(dialectOf);

/** One for all faults, since it remembers what it answers without them; and one over HTTP. */
const handler = await strictHandler();
let served: Awaited<ReturnType<typeof openProvider>>;

test.beforeAll(async () => {
  served = await openProvider();
});

test.afterAll(() => served.close());

for (const dialect of SPOKEN) {
  const proof = await dialect.proof();

  for (const fault of proof.faults.filter((each) => whyNotServed(each, dialect) === null)) {
    test(`${dialect.id}: the provider shows ${fault.name}, and ${fault.catches} fails`, async () => {
      const counterpart = fault.catches === 'usage/parity' ? await bufferedWeather(dialect) : undefined;
      const verdicts = await playFault(dialect, proof, fault, counterpart);
      const telling = verdicts.filter(
        ({ check, outcome }) => outcome === 'error' || (outcome === 'fail' && check === fault.catches),
      );
      same(
        telling.map(({ check, outcome }) => ({ check, outcome })),
        [{ check: fault.catches, outcome: 'fail' }],
      );
    });
  }

  test.describe(dialect.id, () => {
    let conforming: readonly Played[] = [];

    test.beforeAll(async () => {
      conforming = await everything(dialect);
    });

    test('no promise is broken, in any scenario, delivery or extension', () => {
      for (const { scenario, setting, verdicts } of conforming) {
        const observed = OBSERVED[`${dialect.id} ${setting.extension}`] ?? [];
        const complaints = complaintsOf(verdicts).filter((each) => !observed.includes(each));
        expect.soft(complaints, `${scenario} ${setting.delivery} ${setting.extension}`).toEqual([]);
      }
      const played = new Set(conforming.map(({ scenario }) => scenario));
      expect([...played]).toEqual(heldBy(dialect).map(({ id }) => id));
    });

    test('every check passes somewhere', async () => {
      const further = await furtherPlays(dialect);
      expect(further.flatMap(complaintsOf)).toEqual([]);
      const played = [...conforming.map(({ verdicts }) => verdicts), ...further];
      // Without an error in a stream there is nothing to ask of one, so that takes a provider at fault.
      const broken = proof.faults.filter(
        (fault) => fault.catches === 'errors/none-midstream' && whyNotServed(fault, dialect) === null,
      );
      for (const fault of broken) played.push(await playFault(dialect, proof, fault));
      const passed = new Set(
        played.flatMap((verdicts) =>
          verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check),
        ),
      );
      const missing = dialect.rules.map(({ id }) => id).filter((id) => !passed.has(id));
      expect(missing.toSorted()).toEqual((UNPLAYED[dialect.id] ?? []).toSorted());
    });

    test('a fault that no provider can show is refused with the reason', async () => {
      const elsewhere = await shownElsewhere(dialect);
      for (const fault of proof.faults.filter(({ name }) => !elsewhere.has(name))) {
        const reason = whyNotServed(fault, dialect);
        if (reason === null) continue;
        await expect
          .soft(createReferenceProvider({ fault: fault.name }).listen())
          .rejects.toThrow(`the fault ${fault.name} is not for a provider to show: `);
      }
    });
  });
}

/** What only a throttled request, a pinned upstream or a free model lets apply. */
async function furtherPlays(dialect: AnyDialect): Promise<(readonly Verdict[])[]> {
  const weather = scenarioCalled('weather');
  const { basePaths } = await dialect.service();
  const plain = { dialect, extension: 'plain', delivery: 'buffered' } as const;
  const routed = { dialect, extension: 'openrouter', delivery: 'buffered' } as const;
  return withProvider({ throttle: { requests: 1, retryAfter: 0 } }, async (url) => [
    await play(url, weather, plain),
    ...(basePaths.openrouter === undefined
      ? []
      : [
          await play(url, weather, { ...routed, upstream: REFERENCE_UPSTREAM.slug }),
          await play(url, weather, { ...routed, model: `${REFERENCE_MODEL}:free` }),
        ]),
  ]);
}

/** What the same first request got in the other delivery. */
async function bufferedWeather(dialect: AnyDialect): Promise<Exchange | undefined> {
  const setting: Setting = { dialect, extension: 'plain', delivery: 'buffered' };
  const [first] = await withProvider({}, (url) => exchangesOf(url, scenarioCalled('weather'), setting));
  return first;
}

/** Plays the one scenario that the fault's dialogue stands for, in its delivery; over a socket where that can matter. */
async function playFault(
  dialect: AnyDialect,
  proof: Proof,
  fault: SeededFault,
  counterpart?: Exchange,
): Promise<readonly Verdict[]> {
  const { dialogue, delivery } = baseOf(proof, fault.base);
  const setting: Setting & { readonly delivery: Delivery } = {
    dialect,
    extension: dialogue.extensions?.[0] ?? 'plain',
    delivery,
    ...(dialogue.model?.endsWith(':free') === true ? { model: `${REFERENCE_MODEL}:free` } : {}),
    ...(dialogue.pinnedTo === undefined ? {} : { upstream: REFERENCE_UPSTREAM.slug }),
  };
  const scenario = IN_NO_SCENARIO[fault.name]
    ? genericConversation(dialogue.shownIn)
    : scenarioCalled(dialogue.shownIn);
  const below = `/fault/${fault.name}`;
  if (isOfTheWire(proof, fault)) return play(`${served.url}${below}`, scenario, setting, counterpart);
  const exchanges = await rehearsedExchanges(handler, scenario, setting, below);
  return verdictsOf(scenario, setting, exchanges, counterpart);
}

/** Faults that take what no scenario asks for: two calls at once, one of which needs no arguments. */
const IN_NO_SCENARIO: Readonly<Record<string, true>> = { 'arguments/never-sent-to-the-first': true };

/** Names of faults that the provider can show in another dialect than this one. */
async function shownElsewhere({ id }: AnyDialect): Promise<ReadonlySet<string>> {
  const others = SPOKEN.filter((dialect) => dialect.id !== id);
  const names = await Promise.all(
    others.map(async (dialect) => {
      const proof = await dialect.proof();
      return proof.faults.filter((fault) => whyNotServed(fault, dialect) === null).map(({ name }) => name);
    }),
  );
  return new Set(names.flat());
}

test('a provider that insists on thoughts gets them back, and refuses a client that drops them', async () => {
  const scenario = scenarioCalled('reasoning-with-tools');
  const setting: Setting = {
    dialect: dialectOf('openai-chat'),
    extension: 'openrouter',
    delivery: 'streaming',
  };
  const statuses = await withProvider({ insistsOnThoughts: true }, async (url) => {
    const clients = [scenario, { ...scenario, dropsSignatures: true as const }];
    const held = await Promise.all(clients.map((client) => exchangesOf(url, client, setting)));
    return held.map((exchanges) => exchanges.map(({ response }) => response?.status));
  });
  expect(statuses).toEqual([
    [200, 200, 200],
    [200, 400],
  ]);
});

for (const id of ['image-result', 'file-result']) {
  for (const dialect of SPOKEN.filter((each) => canHold(each, scenarioCalled(id)))) {
    test(`${dialect.id}: a fault leaves what the client returns in ${id} as it is`, async () => {
      const scenario = scenarioCalled(id);
      const setting: Setting = { dialect, extension: 'plain', delivery: 'streaming' };
      const verdicts = await withProvider({ fault: 'ids/too-long' }, (url) => play(url, scenario, setting));
      const failing = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
      expect(failing).toEqual(['ids/portable']);
    });
  }
}

for (const id of ['openai-chat', 'openai-responses']) {
  test(`${id}: a fault of functions is not shown in calls of custom tools`, async () => {
    const scenario = scenarioCalled('custom-text');
    const setting: Setting = { dialect: dialectOf(id), extension: 'plain', delivery: 'buffered' };
    const complaints = await withProvider({ fault: 'arguments/required-missing' }, async (url) =>
      complaintsOf(await play(url, scenario, setting)),
    );
    expect(complaints).toEqual([]);
  });
}
