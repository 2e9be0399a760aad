/** roundtrip: the conversation from the results to the answer that uses them. */

import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  isAboutTheRequest,
  type Judgement,
  NOT_APPLICABLE,
  type Pairing,
} from '../judge/check.ts';
import { type Choice, type Misplaced, pieceAt, type Reading } from '../reading/reading.ts';
import { wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { decodeText } from '../text/wire-text.ts';
import { report } from './authorities.ts';
import { EITHER, type FamilyRules, HIDING_ANSWERS } from './record.ts';

/** Checks whose findings mean that the answer is empty or lost its call, so it says nothing about the results. */
const LOSING_ANSWERS = [
  'roundtrip/continues',
  'finish/not-empty',
  'finish/no-phantom',
  'arguments/no-markup',
  'arguments/no-text-call',
  'reasoning/no-tool-markup',
];

export const roundtrip = {
  'roundtrip/continues': {
    ...EITHER,
    follows: HIDING_ANSWERS,
    needsEveryEvent: true,
    title: 'After the results the model answers with text or further calls, never nothing',
    level: 'MUST',
    impact: 'critical',
    asked: ({ returnsResults }) => returnsResults,
    needsEnd: true,
    voidWhen: 'cutOff',
    run: ({ turn }, { terms }) => {
      if (turn.choices.some(({ hasAnswer }) => hasAnswer)) return HOLDS;
      const [first] = turn.choices;
      return broken({
        event: first?.event ?? null,
        path: first?.path ?? '',
        message: 'the results were returned, and nothing came back',
        found:
          first === undefined ? 'no choice' : `${terms.finishField} ${show(first.finishes.at(-1)?.value)}`,
        expected: 'text or further calls',
      });
    },
  },
  'roundtrip/result-used': {
    follows: [...HIDING_ANSWERS, ...LOSING_ANSWERS],
    needsEveryEvent: true,
    title: "The final text contains the scenario's expected facts",
    followsEarlier: [
      'deltas/index',
      'deltas/index-from-zero',
      'deltas/one-call-per-index',
      'arguments/whole',
    ],
    level: 'SHOULD',
    revision: 2,
    impact: 'major',
    subject: 'model',
    answer: 'either',
    asked: (_, { scenario }) => scenario !== null && scenario.facts.length > 0,
    needsEnd: true,
    voidWhen: 'cutOff',
    run: ({ turn }, { scenario, last }) => {
      if (scenario === null || !last) return NOT_APPLICABLE;
      if (turn.calls.length > 0) return inconclusive('the conversation ends with a call');
      const [answer] = turn.choices;
      if (answer === undefined) return inconclusive('the conversation ends without an answer');
      return among(
        scenario.facts,
        scenario.facts
          .filter((spellings) => !spellings.some((fact) => mentions(answer.text, fact)))
          .map((spellings) =>
            findingAt(
              { event: answer.event, path: answer.path, ...answer.textPieces[0], value: answer.text },
              'the answer does not say what the tool returned',
              spellings.map(show).join(' or '),
            ),
          ),
      );
    },
  },
  'roundtrip/results-paired': {
    ...EITHER,
    follows: HIDING_ANSWERS,
    title: 'Results returned in another order are each attributed to their own call',
    level: 'MUST',
    impact: 'critical',
    authority: [
      report(
        'JustVugg/colibri/pull/118',
        'The server bound results by position and never read tool_call_id, so results in another order answered the wrong call with no error; it now reorders by id.',
      ),
      report(
        'MiaAI-Lab/Qwen3.8-27B-DFlash2-EXL3-5.0bpw/issues/10',
        'A server drops the ids before rendering the template, so results of concurrent tools are attributed to the wrong calls.',
      ),
    ],
    asked: ({ returnsResults }, { scenario }) => scenario?.pairings !== undefined && returnsResults,
    needsEnd: true,
    voidWhen: 'cutOff',
    run: ({ turn }, { scenario }) => {
      const [answer] = turn.choices;
      if (answer === undefined) return inconclusive('the conversation ends without an answer');
      return pairingJudgement(answer, scenario?.pairings ?? []);
    },
  },
  'roundtrip/orphan-rejected': {
    title: ({ result }) => `A ${result} that answers no call is refused with a 4xx`,
    level: 'SHOULD',
    impact: 'major',
    subject: 'provider',
    authority: [
      report(
        'gpustack/gpustack/issues/6210',
        'A strict provider answers an orphan tool message (and duplicate ids) with 400, a permissive one with 200, so errors in history stay hidden.',
      ),
      report(
        'theopenco/llmgateway/pull/2789',
        'A gateway guessed the call for a result without tool_call_id and could silently pair it wrongly; it now throws an error mapped to a clean 400.',
      ),
    ],
    answer: 'any',
    judgesUnreadable: true,
    // Revision 2: the provider is not charged if the client invents an id for a call without one. Revision 3: a refusal
    // without an error object fails only errors/*.
    revision: 3,
    followsEarlier: ['ids/present'],
    asked: ({ orphans }) => orphans.length > 0,
    run: (reading) => refusalJudgement(reading, reading.request.orphans, 'a result that answers no call'),
  },
  'roundtrip/unanswered-rejected': {
    title: 'A call left without a result is refused with a 4xx',
    level: 'SHOULD',
    impact: 'major',
    subject: 'provider',
    authority: [
      report(
        'gpustack/gpustack/issues/6210',
        'A permissive provider accepted a call without a result with 200 and a fabricated weather report where the strict one answers 400.',
      ),
      report(
        'continuedev/continue/issues/4762',
        "Continue's proxy turned the upstream's invalid_request_error for a call without a result into HTTP 500 (Anthropic wording, OpenAI-style route).",
      ),
    ],
    answer: 'any',
    judgesUnreadable: true,
    // Revision 2: a refusal without an error object fails only errors/*.
    revision: 2,
    asked: ({ unanswered }) => unanswered.length > 0,
    run: (reading) => refusalJudgement(reading, reading.request.unanswered, 'a call without a result'),
  },
  'roundtrip/foreign-id': {
    title: "A history with another provider's ids is accepted, or refused with a 4xx that names the id",
    level: 'SHOULD',
    impact: 'major',
    subject: 'provider',
    authority: [
      report(
        'langchain-ai/langchain/pull/24668',
        'Mistral refuses ids of other providers with a message that names the id, so LangChain translates them.',
      ),
      report(
        'maximhq/bifrost/issues/5097',
        'A gateway forwards Kimi-style ids unchanged on fallback and the whole request is refused, the 400 pointing at tool_use.id.',
      ),
    ],
    answer: 'any',
    asked: ({ history }, { scenario }) =>
      history.some(({ calls }) =>
        calls.some(({ id }) => scenario?.foreignIds?.includes(wordOf(id)) === true),
      ),
    run: ({ standing, exchange }, { scenario }) => {
      if (standing.kind !== 'refused') return HOLDS;
      const { status, reason } = standing;
      if (status !== 500 && !isAboutTheRequest(status)) return inconclusive(reason);
      const said = decodeText(exchange.response?.body ?? new Uint8Array());
      const isNamed =
        scenario?.foreignIds?.some((id) => said.includes(id)) === true ||
        /tool[_ ]?(?:call|use)[_ .]?id/iu.test(said);
      if (status < 500 && isNamed) return HOLDS;
      const message =
        status === 500
          ? 'an id of another provider broke the server'
          : 'the refusal does not say which id it is about';
      return broken({
        event: null,
        path: '',
        message,
        found: reason,
        expected: 'a 2xx, or a 4xx that names the id',
      });
    },
  },
  'roundtrip/previous-response': {
    ...EITHER,
    title: 'A 2xx to a request with previous_response_id names it in the response',
    level: 'MUST',
    impact: 'critical',
  },
  'roundtrip/dropped-signature': {
    title:
      "Left out of a history, the signature of a call's thought is missed: the request is refused with a 4xx",
    level: 'MAY',
    impact: 'minor',
    subject: 'provider',
    answer: 'any',
    judgesUnreadable: true,
    asked: ({ history }, { scenario }) =>
      scenario?.dropsSignatures === true && history.some(({ calls }) => calls.length > 0),
    run: ({ standing, request }) => {
      if (standing.kind === 'refused') {
        const { status, reason } = standing;
        return isAboutTheRequest(status) ? HOLDS : inconclusive(reason);
      }
      const call = request.history.flatMap(({ calls }) => calls)[0];
      return broken({
        event: null,
        path: `request.${call?.path ?? request.historyPath}`,
        message: 'a call came back without the signature of its thought, and the request was accepted',
        found: 'a 2xx status',
        expected: 'a 4xx status, or a history that is whole',
      });
    },
  },
  'roundtrip/response-count': {
    // Revision 2: refused results in separate contents no longer count as results in one content.
    revision: 2,
    title: 'The content after a model content with calls has as many functionResponse parts',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
  },
  'roundtrip/response-order': {
    title: 'Without ids, results come in the order of the calls',
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
} satisfies FamilyRules<'roundtrip'>;

function mentions(text: string, fact: string): boolean {
  return placesOf(text, fact).length > 0;
}

/** The offsets of the words in the text, in any case; digits match only as a whole number. */
function placesOf(text: string, words: string): number[] {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return [...text.matchAll(new RegExp(`(?<!\\d)${escaped}(?!\\d)`, 'giu'))].map(({ index }) => index);
}

/** Judges that the provider refuses with a 4xx and an error object: acceptance or a 500 fails, other refusals are inconclusive. */
function refusalJudgement(reading: Reading, misplaced: readonly Misplaced[], what: string): Judgement {
  const { standing, error } = reading;
  const [first] = misplaced;
  const expected = 'a 4xx status and an error object';
  const fault = (found: string, message: string): Finding[] => [
    { event: null, path: first?.path ?? 'request', message, found, expected },
  ];
  if (standing.kind !== 'refused')
    return among(1, fault('a 2xx status', `the request holds ${what}, and was accepted`));
  if (standing.status === 500)
    return among(1, fault(standing.reason, `the request holds ${what}, and broke the server`));
  if (!isAboutTheRequest(standing.status)) return inconclusive(standing.reason);
  return error === null ? inconclusive('the refusal has no error object: see errors/shape') : HOLDS;
}

/**
 * Judges which fact the text assigns to which subject: the nearest subject before each fact, or the nearest after it. An
 * assignment counts if it gives each fact its own subject. It fails only if it follows the order at the start of the text
 * (subject or fact first), and the other assignment is wrong too. So "respectively" is inconclusive.
 */
function pairingJudgement(answer: Choice, pairings: readonly Pairing[]): Judgement {
  const { text } = answer;
  const facts = pairings.map(({ fact, subject }) => ({ at: placesOf(text, fact)[0] ?? -1, fact, subject }));
  const subjects = pairings
    .flatMap(({ subject }) => placesOf(text, subject).map((at) => ({ at, subject })))
    .toSorted((left, right) => left.at - right.at);
  if (facts.some(({ at }) => at === -1)) return inconclusive('the answer does not say every result');
  const before = facts.map((stated) => ({
    ...stated,
    saidOf: subjects.findLast(({ at }) => at < stated.at)?.subject,
  }));
  const after = facts.map((stated) => ({
    ...stated,
    saidOf: subjects.find(({ at }) => at > stated.at)?.subject,
  }));
  if ([before, after].some((reading) => reading.every(({ subject, saidOf }) => subject === saidOf)))
    return HOLDS;
  const firstFact = facts.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const subjectFirst = (subjects[0]?.at ?? Number.POSITIVE_INFINITY) < firstFact;
  const reading = subjectFirst ? before : after;
  const owners = new Set(reading.map(({ saidOf }) => saidOf));
  if (owners.has(undefined) || owners.size < reading.length) {
    return inconclusive('the answer does not put each result beside its subject');
  }
  return among(
    reading,
    reading
      .filter(({ subject, saidOf }) => subject !== saidOf)
      .map(({ fact, subject, at, saidOf }) =>
        findingAt(
          { event: answer.event, path: answer.path, ...pieceAt(answer.textPieces, at), value: text },
          `${show(fact)} is said of ${show(saidOf)}`,
          `${show(fact)} of ${show(subject)}`,
        ),
      ),
  );
}
