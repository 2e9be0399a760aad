/** Facts about whether the result of a call may contain a picture or a file, and whether the model sees it. */
import type { AnyDialect } from '../../dialects/catalogue.ts';
import { wilson } from '../../results/rates.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { whyNotHeld } from '../../scenarios/held.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Json } from '../../text/json.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { unknown } from '../finding.ts';
import { notAnswered } from '../kept.ts';
import { lacking } from '../lacking.ts';
import { outcomeOf } from '../outcome.ts';

const SAMPLES = 3;

export const files: readonly Fact[] = ['image-result', 'file-result'].flatMap((name) =>
  SCENARIOS.filter(({ id }) => id === name).map(
    (scenario): Fact => ({
      id: `surface/${name}`,
      area: 'surface',
      question: `May the result of a call hold ${name === 'image-result' ? 'a picture' : 'a file'}, and does the model see it?`,
      mostRequests: 2 + SAMPLES,
      ask: (dialect) => {
        const lacks = whyNotHeld(dialect, scenario);
        return lacks === null ? askOf(`surface/${name}`, scenario, dialect) : lacking(lacks);
      },
    }),
  ),
);

function* askOf(id: string, scenario: Scenario, dialect: AnyDialect): Asking {
  const opening = dialect.openingMessages(scenario);
  const answer = yield trialOf(`${id}-call`, scenario, opening);
  const refusal = notAnswered(answer);
  if (refusal !== null) return refusal;
  const { calls } = answer.turn;
  if (calls.length === 0) return unknown('the model made no call');
  const history = (withFile: boolean) => [
    ...opening,
    ...dialect.answerMessages(answer),
    ...dialect.resultMessages(
      calls.map((call) => {
        const made = scenario.tools.find(({ name }) => name === call.name?.value);
        const text = typeof made?.result === 'string' ? made.result : '';
        return { call, text, ...(withFile && made?.file !== undefined ? { file: made.file } : {}) };
      }),
    ),
  ];
  const control = notAnswered(yield trialOf(`${id}-control`, scenario, history(false)));
  if (control !== null) return control;
  let [yes, of] = [0, 0];
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    const reading = yield { ...trialOf(id, scenario, history(true)), sample };
    const outcome = outcomeOf(reading);
    if (outcome.kind === 'refused' && sample === 1) return outcome;
    if (outcome.kind === 'unclear' && of === 0) return unknown(outcome.reason);
    if (outcome.kind !== 'answered') break;
    of += 1;
    const said = reading.turn.choices.map(({ text }) => text.toLowerCase()).join('\n');
    if (
      scenario.facts.every((spellings) => spellings.some((spelling) => said.includes(spelling.toLowerCase())))
    )
      yes += 1;
  }
  const rate = { yes, of, ...wilson(yes, of) };
  if (yes === 0) return { kind: 'accepted', because: 'no answer says what it shows' };
  return { kind: yes === of ? 'honoured' : 'rate', rate };
}

function trialOf(id: string, scenario: Scenario, messages: readonly Json[]): Trial {
  return { id, sample: 1, scenario: { ...scenario, id: `profile/${id}` }, messages };
}
