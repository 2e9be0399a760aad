/** Facts about the characters that a tool name may contain. */
import { wilson } from '../../results/rates.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { unknown } from '../finding.ts';
import { outcomeOf } from '../outcome.ts';
import { smallScenario, tool } from '../small-scenario.ts';
import { PLAIN_NAME, TRIED_NAMES } from '../tried-names.ts';

export const toolNames: readonly Fact[] = Object.entries(TRIED_NAMES).map(([kind, [what, name]]) => ({
  id: `limits/tool-name-${kind}`,
  area: 'limits',
  revision: 2,
  question: `Does the endpoint accept a tool whose name has ${what}?`,
  mostRequests: 2,
  ask: () => askOf(`limits/tool-named-${kind}`, name),
}));

function* askOf(id: string, name: string): Asking {
  const control = outcomeOf(yield trialOf('limits/tool-name-plain', PLAIN_NAME));
  if (control.kind === 'unclear') return unknown(control.reason);
  if (control.kind === 'refused')
    return unknown(`a plain name is refused too (HTTP ${control.status}: ${control.said})`);
  const reading = yield trialOf(id, name);
  const outcome = outcomeOf(reading);
  if (outcome.kind === 'unclear') return unknown(outcome.reason);
  if (outcome.kind === 'refused') return outcome;
  const [call] = reading.turn.calls;
  if (call === undefined) return { kind: 'accepted', because: 'the model made no call' };
  if (call.name?.value === name) return { kind: 'honoured', rate: { yes: 1, of: 1, ...wilson(1, 1) } };
  return { kind: 'accepted', because: 'the call has another name' };
}

function trialOf(id: string, name: string): Trial {
  const prompt = `Call the tool ${name} once, with text "a".`;
  return { id, sample: 1, scenario: smallScenario({ id, prompt, tools: [tool(name)] }) };
}
