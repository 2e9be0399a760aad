/** What of a history must come back as it was issued: one thing at a time is left out or altered. */
import { type AnyDialect, dialects } from '../../dialects/catalogue.ts';
import type { HistoryEdit } from '../../drive/history-edit.ts';
import type { Reading } from '../../reading/reading.ts';
import { wilson } from '../../results/rates.ts';
import { jsonText } from '../../text/json-text.ts';
import { ALTERATIONS, type Alteration } from '../contract/alterations.ts';
import { type Base, baseOf, saysFacts, unaltered } from '../contract/base.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { type Finding, type RateFound, unknown } from '../finding.ts';
import { lacking } from '../lacking.ts';
import { outcomeOf } from '../outcome.ts';
import { requestBodyOf } from '../trial-request.ts';

/** How often each history is continued at first, and how often where the altered one seems to do worse. */
const SAMPLES = 3;
const MORE_SAMPLES = 5;

export const contract: readonly Fact[] = [
  ...ALTERATIONS.map((alteration) => factOf(alteration.name, alteration.what, () => alteration)),
  ...editIds().map(({ id, what }) =>
    factOf(id, what, (dialect) => {
      const edit = dialect.historyEdits.find((each) => each.id === id);
      return edit === undefined ? null : alterationBy(edit);
    }),
  ),
];

/** The edits of all dialects; what several have under one id is one fact. */
function editIds(): HistoryEdit[] {
  const all = dialects().flatMap(({ historyEdits }) => historyEdits);
  return all.filter(({ id }, at) => all.findIndex((each) => each.id === id) === at);
}

function alterationBy({ id, what, leavesOut, edit }: HistoryEdit): Alteration {
  return { name: id, what, leavesOut, alter: (base) => edit(unaltered(base)) };
}

function factOf(name: string, what: string, inDialect: (dialect: AnyDialect) => Alteration | null): Fact {
  return {
    id: `contract/${name}`,
    area: 'contract',
    question: `What becomes of a history in which ${what}?`,
    mostRequests: 2 + 2 * MORE_SAMPLES,
    ask: (dialect) => {
      const alteration = inDialect(dialect);
      return alteration === null ? lacking(`${dialect.name} has no such field`) : askOf(alteration, dialect);
    },
  };
}

function* askOf(alteration: Alteration, dialect: AnyDialect): Asking {
  const base = yield* baseOf(dialect);
  if (typeof base === 'string') return unknown(base);
  const altered = alteration.alter(base);
  if (typeof altered === 'string') return unknown(altered);
  const control = new Sampled(trialOf('contract/unaltered', base, unaltered(base)));
  const trial = trialOf(`contract/${alteration.name}`, base, altered, alteration.dropsThoughts);
  if (bodyOf(control.trial, dialect) === bodyOf(trial, dialect))
    return { kind: 'not-applicable', reason: 'the histories of this endpoint have no such thing' };
  const refusedControl = yield* control.upTo(1);
  if (refusedControl !== null)
    return unknown(
      refusedControl.kind === 'refused'
        ? `the unaltered history is refused too (HTTP ${refusedControl.status}: ${refusedControl.said})`
        : refusedControl.reason,
    );
  const asked = new Sampled(trial);
  const refused = yield* asked.upTo(1);
  if (refused?.kind === 'unclear') return unknown(refused.reason);
  if (refused?.kind === 'refused')
    return {
      kind: alteration.leavesOut ? 'required' : 'refused',
      status: refused.status,
      said: refused.said,
    };
  yield* control.upTo(SAMPLES);
  yield* asked.upTo(SAMPLES);
  if (share(asked.rate) < share(control.rate)) {
    yield* control.upTo(MORE_SAMPLES);
    yield* asked.upTo(MORE_SAMPLES);
  }
  return compared(asked.rate, control.rate);
}

function compared(rate: RateFound, control: RateFound): Finding {
  if (rate.high < control.low) return { kind: 'degraded', rate, control };
  const counts = `${rate.yes} of ${rate.of}, unaltered ${control.yes} of ${control.of}`;
  if (control.yes === 0)
    return {
      kind: 'accepted',
      because: 'unaltered, no answer says what the results say, so that a loss cannot be seen',
    };
  if (share(rate) < share(control))
    return { kind: 'accepted', because: `answers with what the results say: ${counts}, which may be chance` };
  return { kind: 'accepted', because: `answers with what the results say: ${counts}` };
}

function share({ yes, of }: RateFound): number {
  return yes / of;
}

/** One history, continued several times. */
class Sampled {
  readonly trial: Trial;
  #yes = 0;
  #of = 0;
  #asked = 0;

  constructor(trial: Trial) {
    this.trial = trial;
  }

  /** @returns what ended it before; an answer is counted only when there is one */
  *upTo(
    samples: number,
  ): Generator<Trial, Exclude<ReturnType<typeof outcomeOf>, { kind: 'answered' }> | null, Reading> {
    while (this.#asked < samples) {
      this.#asked += 1;
      const reading = yield { ...this.trial, sample: this.#asked };
      const outcome = outcomeOf(reading);
      if (outcome.kind !== 'answered') return outcome;
      this.#of += 1;
      if (saysFacts(reading, this.trial.messages ?? [])) this.#yes += 1;
    }
    return null;
  }

  /** Of answers that say what the calls returned. */
  get rate(): RateFound {
    return { yes: this.#yes, of: Math.max(this.#of, 1), ...wilson(this.#yes, this.#of) };
  }
}

function trialOf(
  id: string,
  { scenario }: Base,
  messages: readonly unknown[],
  dropsSignatures?: true,
): Trial {
  return {
    id,
    sample: 1,
    scenario: {
      ...scenario,
      id: `profile/${id}`,
      ...(dropsSignatures === undefined ? {} : { dropsSignatures }),
    },
    messages,
  };
}

function bodyOf(trial: Trial, dialect: AnyDialect): string {
  return jsonText(requestBodyOf(trial, dialect));
}
