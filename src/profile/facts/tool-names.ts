/** Which characters the name of a tool may hold. */
import { wilson } from '../../results/rates.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { unknown } from '../finding.ts';
import { outcomeOf } from '../outcome.ts';
import { smallScenario, tool } from '../small-scenario.ts';

/** By what the question says of the name. */
const NAMES: Readonly<Record<string, readonly [what: string, name: string]>> = {
  'upper-case': ['capital letters', 'KeepNote'],
  hyphen: ['a hyphen', 'keep-note'],
  'first-digit': ['a digit at its start', '2keep_note'],
  'first-underscore': ['an underscore at its start', '_keep_note'],
  dot: ['a dot', 'keep.note'],
  colon: ['a colon', 'keep:note'],
  slash: ['a slash', 'keep/note'],
  space: ['a space', 'keep note'],
  unicode: ['letters beyond ASCII', 'keep_n\u00f6te'],
};

export const toolNames: readonly Fact[] = Object.entries(NAMES).map(([kind, [what, name]]) => ({
  id: `limits/tool-name-${kind}`,
  area: 'limits',
  question: `May the name of a tool have ${what}?`,
  mostRequests: 2,
  ask: () => askOf(`limits/tool-name-${kind}`, name),
}));

function* askOf(id: string, name: string): Asking {
  const control = outcomeOf(yield trialOf('limits/tool-name-plain', 'keep_note'));
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
