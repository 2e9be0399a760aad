/**
 * Measures judging every cassette in one process, relative to the floor: reading, YAML, SSE and JSON of the same bytes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import config from '../providers.config.ts';
import { targetsOf } from '../src/config/providers.ts';
import { cassetteReader, replayConversation } from '../src/replay/conversation.ts';
import { planConversations } from '../src/replay/plan.ts';
import { SCENARIOS } from '../src/scenarios/catalogue.ts';
import { floorOf } from './floor.mjs';
import type { Figure } from './main.ts';
import { median, type Pair, ratioFigures, spentOn } from './spent.ts';

const ROUNDS = 60;

export async function judgeOverFloor(): Promise<Figure[]> {
  const files = readdirSync('cassettes', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join('cassettes', name));
  const planned = planConversations('cassettes', targetsOf(config), SCENARIOS);
  const pairs: Pair[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await spentOn(() => {
      for (const file of files) floorOf(readFileSync(file, 'utf8'));
    });
    const work = await spentOn(async () => {
      const read = cassetteReader();
      for (const conversation of planned) await replayConversation(conversation, read);
    });
    pairs.push({ work, floor });
  }
  const ms = (of: keyof Pair) => `${median(pairs.map((pair) => pair[of].processor)).toFixed(1)} ms`;
  return [
    { name: 'floor: read, YAML, SSE, JSON of all cassettes, processor time', value: ms('floor'), aim: '' },
    { name: 'replay and judge all cassettes, processor time', value: ms('work'), aim: '' },
    ...ratioFigures('judge / floor', pairs, 'aim <= 1.4'),
    { name: 'peak memory', value: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, aim: '' },
  ];
}
