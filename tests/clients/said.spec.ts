import { Listening } from '../../src/clients/said.ts';
import { expect, test } from '../support/test.ts';

const TOLD: Readonly<Record<string, string | null>> = {
  '{"id":"call_1",': 'call_1',
  '{"id":null,': null,
  '{': null,
  '{"id":7,': '7',
  '{"id":{"a":1},': '{"a":1}',
};

for (const [start, id] of Object.entries(TOLD)) {
  test(`a call is heard whatever its id is: ${start}`, () => {
    const listening = new Listening();
    listening.hear(`{"call":${start}"name":"weather","arguments":{"location":"Oslo"},"result":"21 C"}}`);
    expect(listening.said).toEqual({
      calls: [{ id, name: 'weather', arguments: { location: 'Oslo' }, result: '21 C' }],
      text: null,
      error: null,
    });
  });
}
