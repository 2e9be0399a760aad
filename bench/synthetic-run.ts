/** Generates a large run. Every value is derived from its position, so the records are always the same. */
import { dialectOf } from '../src/dialects/catalogue.ts';
import { countResults } from '../src/results/jsonl.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../src/results/results.ts';
import { checkRecords } from '../src/results/run-record.ts';
import { SCENARIOS } from '../src/scenarios/catalogue.ts';

const PROVIDERS = 25;
const MODELS = 20;
const SCENARIO_COUNT = 20;
const CHECK_COUNT = 90;

/** 500 targets x 20 scenarios x 2 deliveries x 90 checks: 1.8 million verdicts. */
export function syntheticRun(): Results {
  const rules = dialectOf('openai-chat').rules.slice(0, CHECK_COUNT);
  const scenarios = SCENARIOS.slice(0, SCENARIO_COUNT);
  const targets = Array.from({ length: PROVIDERS * MODELS }, (_, number) => targetOf(number));
  const conversations: ConversationRecord[] = [];
  const verdicts: VerdictRecord[] = [];
  for (const [number, { id, model, upstream }] of targets.entries()) {
    for (const [place, scenario] of scenarios.entries()) {
      for (const delivery of ['streaming', 'buffered'] as const) {
        const key = { target: id, scenario: scenario.id, delivery, sample: 1 };
        const passed: string[] = [];
        const notApplicable: string[] = [];
        for (const [at, rule] of rules.entries()) {
          const chance = mixed(number, at, place, delivery.length);
          if (mixed(at, place) < 0.4) notApplicable.push(rule.id);
          // A target that breaks a rule breaks it in most conversations.
          else if (mixed(number, at) < 0.06 && chance < 0.8) verdicts.push(failure(key, rule, chance));
          else if (chance < 0.02) verdicts.push(inconclusive(key, rule));
          else passed.push(rule.id);
        }
        conversations.push({
          type: 'conversation',
          ...key,
          cassette: `cassettes/${id}/${scenario.id}.${delivery}.yaml`,
          recordedAt: '2025-11-20T12:00:00.000Z',
          exchanges: 2,
          model,
          upstreams: [upstream],
          ms: Math.round(800 + 4000 * mixed(number, place)),
          usage: { promptTokens: 400, completionTokens: 60, totalTokens: 460 },
          cost: 0.0004,
          timings: [
            { exchange: 1, firstByteMs: 300, firstContentMs: null, firstCallMs: 420, tokensPerSecond: 55 },
          ],
          passed,
          notApplicable,
        });
      }
    }
  }
  return {
    run: {
      type: 'run',
      schema: 1,
      id: 'synthetic',
      startedAt: '2025-11-20T12:00:00.000Z',
      mode: 'replay',
      suite: { version: '0.0.0', commit: null },
      targets: Object.fromEntries(targets.map(({ id, record }) => [id, record])),
      scenarios: Object.fromEntries(scenarios.map(({ id, title }) => [id, { title }])),
      checks: Object.fromEntries(Object.entries(checkRecords(['openai-chat'])).slice(0, CHECK_COUNT)),
    },
    conversations,
    verdicts,
    end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
  };
}

function targetOf(number: number) {
  const provider = `provider-${String(number % PROVIDERS).padStart(2, '0')}`;
  const model = `maker-${number % 7}/model-${Math.floor(number / PROVIDERS)}-instruct`;
  const upstream = `upstream-${number % 9}`;
  return {
    id: `${provider}/${model}`,
    model,
    upstream,
    record: {
      provider,
      providerName: `Provider ${number % PROVIDERS}`,
      model,
      upstream: null,
      docs: null,
      unsupported: [],
      dialect: 'openai-chat',
    },
  };
}

type Key = Pick<VerdictRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;
type Rule = ReturnType<typeof dialectOf>['rules'][number];

function failure(key: Key, { id, level, subject, title }: Rule, chance: number): VerdictRecord {
  const finding = {
    exchange: 1,
    event: 3,
    path: 'choices[0].delta.tool_calls[0].function.arguments',
    message: `not so: ${title}`,
    found: '"{\\"city\\": \\"Bern\\""',
    expected: title,
  };
  const since = { reason: 'known to the provider, a repair is promised', link: null, since: '2025-10-01' };
  return {
    type: 'verdict',
    ...key,
    check: id,
    level,
    subject,
    outcome: 'fail',
    findings: [finding],
    findingCount: 1,
    reason: null,
    expectation: chance < 0.2 ? since : null,
  };
}

function inconclusive(key: Key, { id, level, subject }: Rule): VerdictRecord {
  const outcome = 'inconclusive';
  const reason = 'the answer to exchange 1 was a refusal with status 429';
  return {
    type: 'verdict',
    ...key,
    check: id,
    level,
    subject,
    outcome,
    findings: [],
    findingCount: 0,
    reason,
    expectation: null,
  };
}

/** Returns a pseudo-random number from 0 to 1 that depends only on the arguments: the finaliser of MurmurHash3. */
function mixed(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number + 1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}
