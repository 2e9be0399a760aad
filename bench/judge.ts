/** Judging every cassette in one process, over the floor: reading, YAML, SSE and JSON of the same bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import config from '../providers.config.ts';
import { targetsOf } from '../src/config/providers.ts';
import { cassetteReader, replayConversation } from '../src/replay/conversation.ts';
import { planConversations } from '../src/replay/plan.ts';
import { SCENARIOS } from '../src/scenarios/catalogue.ts';
import { floorOf } from './floor.mjs';
import type { Figure } from './main.ts';

const ROUNDS = 60;

export async function judgeOverFloor(): Promise<Figure[]> {
  const files = readdirSync('cassettes', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join('cassettes', name));
  const planned = planConversations('cassettes', targetsOf(config), SCENARIOS);
  const ratios: number[] = [];
  let floorMs = 0;
  let judgeMs = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    for (const file of files) floorOf(readFileSync(file, 'utf8'));
    const middle = performance.now();
    const read = cassetteReader();
    for (const conversation of planned) await replayConversation(conversation, read);
    const end = performance.now();
    floorMs = middle - start;
    judgeMs = end - middle;
    ratios.push(judgeMs / floorMs);
  }
  ratios.sort((left, right) => left - right);
  return [
    { name: 'floor: read, YAML, SSE, JSON of all cassettes', value: `${floorMs.toFixed(1)} ms`, aim: '' },
    { name: 'replay and judge all cassettes', value: `${judgeMs.toFixed(1)} ms`, aim: '' },
    { name: 'judge / floor (median)', value: (ratios[ROUNDS / 2] ?? 0).toFixed(2), aim: 'aim <= 2' },
    { name: 'peak memory', value: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, aim: '' },
  ];
}
