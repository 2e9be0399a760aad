import type { Scenario, ScenarioTool } from '../scenario.ts';
import { member } from '../script.ts';

/** The functions are loaded only after the model searches for them. The search results go back with the call. */
export const toolSearch: Scenario = {
  id: 'tool-search',
  title: 'Deferred functions, found by a search',
  order: 62,
  checks: [
    'arguments/known-tool',
    'blocks/server-paired',
    'results/served-kept',
    'finish/tool-calls',
    'ids/echo-accepted',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Search for the function that you need.',
  prompts: ['How full is the wood store, in percent?'],
  tools: [
    gauge('wood_store_level', 'How full the wood store is', '{"percent": 61.7}'),
    gauge('water_tank_level', 'How full the water tank is', '{"percent": 12.2}'),
    gauge('grain_silo_level', 'How full the grain silo is', '{"percent": 88.9}'),
  ],
  hosted: 'tool-search',
  needs: ['tool-search'],
  maxTokens: 4000,
  maxTurns: 5,
  facts: [['61.7', '61,7']],
  script: [
    () => ({
      served: { kind: 'tool-search', query: 'wood_store', found: ['wood_store_level'] },
      calls: [{ name: 'wood_store_level', arguments: {} }],
    }),
    ([level]) => ({ text: `The wood store is ${member(level, 'percent')} % full.` }),
  ],
};

function gauge(name: string, description: string, result: string): ScenarioTool {
  const parameters = { type: 'object', properties: {}, additionalProperties: false };
  return { name, description, parameters, strict: false, result, deferred: true };
}
