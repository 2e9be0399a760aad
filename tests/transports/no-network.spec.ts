import { createHook } from 'node:async_hooks';
import { connect } from 'node:net';
import config from '../../providers.config.ts';
import { targetsOf } from '../../src/config/providers.ts';
import { cassetteReader, replayConversation } from '../../src/replay/conversation.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

const NETWORK = ['TCPWRAP', 'TCPCONNECTWRAP', 'UDPWRAP', 'UDPSENDWRAP', 'GETADDRINFOREQWRAP', 'TLSWRAP'];

/** The network resources that Node creates while the work runs. */
async function networkOf(work: () => Promise<void>): Promise<string[]> {
  const made: string[] = [];
  const hook = createHook({ init: (_, type) => void (NETWORK.includes(type) && made.push(type)) }).enable();
  await work();
  hook.disable();
  return made;
}

test('a replay opens no socket and asks for no address', async () => {
  const planned = planConversations('cassettes', targetsOf(config), SCENARIOS);
  expect(planned.length).toBeGreaterThan(0);
  const made = await networkOf(async () => {
    for (const conversation of planned) await replayConversation(conversation, cassetteReader());
  });
  expect(made).toEqual([]);
});

test('the watch sees a socket where there is one', async () => {
  const made = await networkOf(
    () =>
      new Promise((resolve) => {
        connect({ host: '127.0.0.1', port: 9 }).on('error', () => resolve());
      }),
  );
  expect(made).toContain('TCPWRAP');
});
