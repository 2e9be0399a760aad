/** What is made of the traffic of a tap: the same as of the cassettes that it leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../src/audit/audit.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { ArrivingExchanges } from '../../src/tap/arriving-exchanges.ts';
import { connectUpstreams } from '../../src/tap/connections.ts';
import { openTap } from '../../src/tap/tap.ts';
import { upstreamsCalled } from '../../src/tap/upstreams.ts';
import { WatchedTraffic } from '../../src/tap/watched-traffic.ts';
import { runCli } from '../support/cli.ts';
import { Heard } from '../support/heard.ts';
import { expect, test } from '../support/test.ts';

for (const { id } of dialects()) {
  for (const fault of [undefined, 'ids/dropped']) {
    test(`${id}${fault === undefined ? '' : ` with ${fault}`}: the verdicts are those of an audit of the cassettes`, async () => {
      test.setTimeout(120_000);
      const folder = mkdtempSync(join(tmpdir(), 'watched-'));
      const provider = createReferenceProvider(fault === undefined ? {} : { fault });
      const { url } = await provider.listen();
      const heard = new Heard();
      const tap = await openTap({
        upstreams: upstreamsCalled([url]),
        dispatcher: connectUpstreams({ http2: false }),
        listener: heard,
        port: 0,
        keptBytes: 1024 * 1024,
        http2: false,
        onRefused: () => {},
      });
      const traffic = new WatchedTraffic({
        folder,
        startedAt: new Date(),
        failOn: 'should',
        recorded: true,
        keptBytes: 1024 * 1024,
        onFound: () => {},
      });
      try {
        await runCli('probe', `${tap.origin}/v1`, '--model', 'my-model', '--dialect', id);
        const arriving = new ArrivingExchanges(1024 * 1024);
        for (const event of heard.events) {
          const ended = arriving.take(event);
          if (ended !== null) await traffic.take(ended);
        }
        const watched = traffic.finish().recorded?.results;
        const audited = audit([folder]).results;
        const inOrder = <T extends { readonly scenario: string }>(records: readonly T[] | undefined) =>
          records?.toSorted((left, right) =>
            left.scenario < right.scenario ? -1 : left.scenario > right.scenario ? 1 : 0,
          );
        expect(audited.conversations.length).toBeGreaterThan(20);
        expect(inOrder(watched?.conversations)).toEqual(inOrder(audited.conversations));
        expect(inOrder(watched?.verdicts)).toEqual(inOrder(audited.verdicts));
      } finally {
        await tap.close();
        await provider.close();
        rmSync(folder, { recursive: true });
      }
    });
  }
}
