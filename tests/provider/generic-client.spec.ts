/** Every fault is shown to a client that no scenario knows, in the words of its own conversation. */

import { whyNotServed } from '../../src/catalogue/unserved-faults.ts';
import { type AnyDialect, dialectOf } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { SeededFault } from '../../src/proof/cases.ts';
import { baseOf } from '../../src/proof/proof.ts';
import type { AnsweredRequest } from '../../src/provider/answered-request.ts';
import { REFERENCE_MODEL, REFERENCE_UPSTREAM } from '../../src/provider/reference-provider.ts';
import { foreignWordIn, genericConversation } from '../support/generic-conversations.ts';
import {
  exchangesOf,
  isOfTheWire,
  openProvider,
  rehearsedExchanges,
  type Setting,
  strictHandler,
  verdictsOf,
} from '../support/played-scenario.ts';
import { same, test } from '../support/test.ts';

const told: AnsweredRequest[] = [];
const log = (answered: AnsweredRequest) => void told.push(answered);
const handler = await strictHandler({ log });
/** The same over HTTP: it too remembers what it answers without faults. */
let served: Awaited<ReturnType<typeof openProvider>>;

test.beforeAll(async () => {
  served = await openProvider({ log });
});

test.afterAll(() => served.close());

const SPOKEN = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'bedrock-converse',
  'ollama',
];

for (const dialect of SPOKEN.map(dialectOf)) {
  const proof = await dialect.proof();
  for (const fault of proof.faults.filter((each) => whyNotServed(each, dialect) === null)) {
    test(`${dialect.id}: a generic client is shown ${fault.name}`, async () => {
      const { dialogue, delivery } = baseOf(proof, fault.base);
      const scenario = genericConversation(dialogue.shownIn);
      const setting: Setting = {
        dialect,
        extension: dialogue.extensions?.[0] ?? 'plain',
        delivery,
        ...(dialogue.model?.endsWith(':free') === true ? { model: `${REFERENCE_MODEL}:free` } : {}),
        ...(dialogue.pinnedTo === undefined ? {} : { upstream: REFERENCE_UPSTREAM.slug }),
      };
      const counterpart = await otherDelivery(dialect, fault);
      told.length = 0;
      const below = `/fault/${fault.name}`;
      const exchanges = isOfTheWire(proof, fault)
        ? await exchangesOf(`${served.url}${below}`, scenario, setting)
        : await rehearsedExchanges(handler, scenario, setting, below);
      const shown = told.some((answered) => answered.shown === true);
      const outcome = verdictsOf(scenario, setting, exchanges, counterpart).find(
        ({ check }) => check === fault.catches,
      )?.outcome;
      same(
        { shown, outcome: shown ? outcome : null, foreign: foreignWordIn(dialect, exchanges) },
        { shown: true, outcome: 'fail', foreign: null },
      );
    });
  }
}

/** What the same first request got in the other delivery, for the one check that compares the two. */
async function otherDelivery(dialect: AnyDialect, { catches }: SeededFault): Promise<Exchange | undefined> {
  if (catches !== 'usage/parity') return undefined;
  const setting: Setting = { dialect, extension: 'plain', delivery: 'buffered' };
  const [first] = await rehearsedExchanges(handler, genericConversation('weather'), setting);
  return first;
}
