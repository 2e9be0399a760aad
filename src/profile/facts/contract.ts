/** Facts about which parts of a history must come back as issued. Each fact omits or alters one part. */
import { type AnyDialect, dialects } from '../../dialects/catalogue.ts';
import type { HistoryEdit } from '../../drive/history-edit.ts';
import { jsonText } from '../../text/json-text.ts';
import { ALTERATIONS, type Alteration } from '../contract/alterations.ts';
import { type Base, baseOf, saysFacts, unaltered } from '../contract/base.ts';
import { compared, MOST_FOR_TWO, refusedAtOnce, Sampled } from '../contract/sampled.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { unknown } from '../finding.ts';
import { lacking } from '../lacking.ts';
import { requestBodyOf } from '../trial-request.ts';

export const contract: readonly Fact[] = [
  ...ALTERATIONS.map((alteration) => factOf(alteration.name, alteration.what, () => alteration)),
  ...editIds().map(({ id, what }) =>
    factOf(id, what, (dialect) => {
      const edit = dialect.historyEdits.find((each) => each.id === id);
      return edit === undefined ? null : alterationBy(edit);
    }),
  ),
];

/** Returns the edits of all dialects. Edits with the same id are one fact. */
function editIds(): HistoryEdit[] {
  const all = dialects().flatMap(({ historyEdits }) => historyEdits);
  return all.filter(({ id }, at) => all.findIndex((each) => each.id === id) === at);
}

function alterationBy({ id, edit, ...how }: HistoryEdit): Alteration {
  return { ...how, name: id, alter: (base) => edit(unaltered(base)) };
}

function factOf(name: string, what: string, inDialect: (dialect: AnyDialect) => Alteration | null): Fact {
  return {
    id: `contract/${name}`,
    area: 'contract',
    question: `Does the endpoint accept a history in which ${what}?`,
    mostRequests: 2 + MOST_FOR_TWO,
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
  const history = unaltered(base);
  const control = new Sampled(trialOf('contract/unaltered', base, history), (answer) =>
    saysFacts(answer, history),
  );
  const trial = trialOf(`contract/${alteration.name}`, base, altered, alteration.dropsThoughts);
  const isSame = bodyOf(control.trial, dialect) === bodyOf(trial, dialect);
  if (isSame && alteration.isUsual !== true)
    return { kind: 'not-applicable', reason: 'the histories of this endpoint have no such thing' };
  const ended = yield* control.upTo(1);
  if (ended !== null) return unknown(ended);
  if (control.refusal !== null) {
    const { status, said } = control.refusal;
    return unknown(`the unaltered history is refused too (HTTP ${status}: ${said})`);
  }
  if (isSame) return { kind: 'accepted', because: 'the unaltered history is so, and is answered' };
  const asked = new Sampled(trial, (answer) => saysFacts(answer, altered));
  const kind = alteration.leavesOut ? 'required' : 'refused';
  return (yield* refusedAtOnce(asked, kind)) ?? (yield* compared(asked, control, kind));
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
