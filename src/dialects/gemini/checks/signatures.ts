/** signatures: the proof of a thought, on the calls that follow from it. */

import { acceptanceOf, isAllAsIssued } from '../../../checks/echo.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  type Context,
  type Finding,
  findingAt,
  hasFindings,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
  NOTHING_THERE,
} from '../../../judge/check.ts';
import { holdsMask, MASKED } from '../../../judge/masked.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { matterOf } from '../../../reading/refusal-matter.ts';
import { base64Of, utf8Bytes } from '../../../text/bytes.ts';
import { groupBy } from '../../../text/group-by.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { sameJson, show } from '../../../text/json-text.ts';
import { CONTENT, PROTO_JSON, SIGNATURES, seenBroken } from '../authorities.ts';
import type { GeminiCall, Part } from '../codec/assemble.ts';
import { isInCurrentTurn } from '../codec/contents.ts';
import { DUMMY_SIGNATURE } from '../codec/encode.ts';
import { field } from '../codec/proto-json.ts';
import type { GeminiReading } from '../codec/read.ts';
import { echoOf, issuedFaulty } from './echo.ts';
import { callsKept } from './results.ts';
import { returnedOf } from './served.ts';

/**
 * The placeholder signatures that the guide allows. Google's SDKs treat signatures as bytes and send them as base64.
 */
const DUMMIES: ReadonlySet<string> = new Set(
  [DUMMY_SIGNATURE, 'context_engineering_is_the_way_to_go']
    .flatMap((dummy) => [dummy, base64Of(utf8Bytes(dummy))])
    .map(standard),
);

export const signatures: RulesInDialect<GeminiReading> = {
  'signatures/first-call': {
    authority: [
      SIGNATURES(
        'Gemini 3 signs the first function call of a step, and refuses the next request without it.',
      ),
      ...seenBroken('signatures'),
    ],
    run: ({ strict, flagged, calls }) => {
      // A call that the provider flagged is not executed, so it is never returned.
      if (!strict || flagged) return NOT_APPLICABLE;
      const first = byCandidate(calls).flatMap((own) => own.slice(0, 1));
      return among(
        first,
        first
          .filter(({ part }) => !isPresent(part['thoughtSignature']))
          .map((call) =>
            findingAt(signatureOf(call), 'the next request will be refused', 'a thoughtSignature'),
          ),
      );
    },
  },
  'signatures/base64': {
    authority: [
      CONTENT('thoughtSignature is a base64-encoded string, a member of the part.'),
      PROTO_JSON('Bytes are written as base64, in either alphabet.'),
    ],
    run: ({ parts }) => {
      const signed = parts.filter(mayBeSigned).flatMap(signaturesOf);
      if (holdsMask(signed.map(({ seen }) => seen.value))) return inconclusive(MASKED);
      return among(
        signed,
        signed
          .filter(({ seen, astray }) => astray || !isBase64(seen.value))
          .map(({ seen, astray }) =>
            findingAt(
              seen,
              astray
                ? 'the signature stands in the call, where no client looks'
                : 'the signature is no base64',
              astray ? 'thoughtSignature beside functionCall' : 'a non-empty base64 string',
            ),
          ),
      );
    },
  },
  'signatures/only-first': {
    authority: [
      SIGNATURES('Of parallel calls only the first is signed.'),
      ...seenBroken('signatures/only-first'),
    ],
    run: ({ calls }) => {
      const parallel = byCandidate(calls).filter(
        ([first, second]) => second !== undefined && isPresent(first?.part['thoughtSignature']),
      );
      return among(
        parallel,
        parallel.flatMap(([, ...later]) =>
          later
            .filter(({ part }) => isPresent(part['thoughtSignature']))
            .map((call) =>
              findingAt(signatureOf(call), 'this is not the first call', 'nothing: it is legal'),
            ),
        ),
      );
    },
  },
  'signatures/last-part': {
    authority: [SIGNATURES('An answer without calls has its signature in the last part.')],
    run: ({ strict, turn, parts }) => {
      if (!strict) return NOT_APPLICABLE;
      const speaking = turn.choices.filter(({ calls, hasAnswer }) => calls.length === 0 && hasAnswer);
      const last = speaking.flatMap(({ index }) =>
        parts.filter(({ candidate }) => candidate === index).slice(-1),
      );
      return among(
        last,
        last
          .filter(({ json }) => !isPresent(json['thoughtSignature']))
          .map(({ event, path }) => {
            const seen = { value: undefined, event, path: `${path}.thoughtSignature` };
            return findingAt(seen, 'the last part is not signed', 'nothing: it is legal');
          }),
      );
    },
  },
  'signatures/echoed': {
    authority: [
      SIGNATURES('Return signatures exactly as received, in the part that they came in.'),
      ...seenBroken('signatures'),
    ],
    asked: (_, { scenario }) => scenario?.dropsSignatures !== true,
    run: (reading, at) => {
      const latest = judgeEcho(reading, at);
      const lost = lostOfEarlierSteps(reading, at);
      if (lost.length === 0) return latest;
      return among(lost, hasFindings(latest) ? [...latest.findings, ...lost] : lost);
    },
  },
  'signatures/echo-accepted': {
    authority: [
      SIGNATURES('Signatures that come back as they were issued are valid.'),
      ...seenBroken('signatures'),
    ],
    asked: (_, { scenario }) => scenario?.dropsSignatures !== true,
    run: (reading, at) => {
      const judgement = signaturesAccepted(reading, at);
      const missing = missingIn(reading);
      if (missing !== undefined && judgement !== NOT_APPLICABLE && 'findings' in judgement) {
        return isAllAsIssued(judgeEcho, reading, at)
          ? among(1, [findingAt(missing, REFUSED, 'an answer')])
          : inconclusive(UNJUDGED);
      }
      // If the request was refused because a signature was never issued, signatures/first-call reports it.
      const { standing } = reading;
      const isMissed = standing.kind === 'refused' && matterOf(standing.said) === 'signatures';
      return judgement === NOT_APPLICABLE && isMissed && echoOf(reading, at) !== null
        ? inconclusive(standing.reason)
        : judgement;
    },
  },
};

const UNJUDGED = 'the client did not return the signatures as issued';
const REFUSED = 'the signatures that this provider issued came back unchanged and were refused';

/** Vertex AI can also refuse within an answer, by its finish reason. */
function missingIn({ turn }: GeminiReading): Seen | undefined {
  return turn.choices
    .flatMap(({ finishes }) => finishes)
    .find(({ value }) => value === 'MISSING_THOUGHT_SIGNATURE');
}

const signaturesAccepted = acceptanceOf<GeminiReading>(
  judgeEcho,
  {
    unjudged: UNJUDGED,
    message: REFUSED,
  },
  'signatures',
  // A signature belongs to its call.
  (_, reading, at) => isAllAsIssued(callsKept, reading, at),
);

/** Providers validate only the signatures of the current turn, so only those are judged. */
function judgeEcho(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const echo = echoOf(reading, at);
  if (echo === null || echo.repeated === undefined) return NOT_APPLICABLE;
  const { before, issued, repeated } = echo;
  const things = returnedOf(echo).map(({ thing, issued: { json }, back }) => ({
    what: `the ${thing.kind}`,
    own: json['thoughtSignature'],
    back: field(back?.part ?? {}, 'thoughtSignature'),
    path: repeated.path,
  }));
  const calls = issued.map(({ part }, position) => ({
    what: 'the call',
    own: part['thoughtSignature'],
    back: repeated.calls[position]?.signature,
    path: repeated.calls[position]?.path.replace('functionCall', 'thoughtSignature') ?? repeated.path,
  }));
  const signed = [...calls, ...things].flatMap(({ own, ...rest }) =>
    isFilledText(own) ? [{ own, ...rest }] : [],
  );
  if (signed.length === 0) return NOTHING_THERE;
  if (!isInCurrentTurn(repeated, reading.request.groups)) return NOT_APPLICABLE;
  const faulty = issuedFaulty(echo);
  if (faulty !== null) return inconclusive(faulty);
  if (repeated.calls.length !== issued.length)
    return inconclusive('other calls are repeated than were issued');
  return among(
    signed,
    signed
      .filter(({ own, back }) => !isSame(own, back))
      .map(({ what, own, back, path }) => lost(what, own, back, path, before.strict)),
  );
}

/**
 * Providers validate all steps of one turn together. Of an earlier step, only unchanged calls in their original place
 * are judged.
 */
function lostOfEarlierSteps({ request: { groups } }: GeminiReading, { earlier }: Context<GeminiReading>) {
  const current = groups.filter((group) => isInCurrentTurn(group, groups));
  const byPlace = new Map(current.map((group) => [group.entriesBefore, group.calls]));
  const known = earlier.flatMap(({ calls }) => calls.map(({ part }) => part['thoughtSignature']));
  const steps = earlier.filter(({ standing }) => standing.kind === 'answered').slice(0, -1);
  return steps.flatMap(({ calls: issued, request, strict }): Finding[] => {
    const calls = byPlace.get(request.history.length) ?? [];
    return issued.flatMap(({ name, json, part }, at) => {
      const [own, back] = [part['thoughtSignature'], calls[at]];
      if (back === undefined || !isFilledText(own)) return [];
      if (name?.value !== back.name || !sameJson(json, back.args ?? {})) return [];
      // If the same request was answered twice, the client may continue with either answer.
      if (known.some((one) => isFilledText(one) && isSame(one, back.signature))) return [];
      return [
        lost('the call', own, back.signature, back.path.replace('functionCall', 'thoughtSignature'), strict),
      ];
    });
  });
}

function lost(what: string, own: string, back: Json, path: string, strict: boolean): Finding {
  return {
    event: null,
    path: `request.${path}`,
    message: `${what} goes back ${isPresent(back) ? 'with another' : 'without its'} signature`,
    found: show(back),
    expected: show(own),
    level: strict ? 'MUST' : 'SHOULD',
  };
}

function isSame(issued: string, back: Json): boolean {
  if (typeof back !== 'string') return false;
  return DUMMIES.has(standard(back)) || standard(back) === standard(issued);
}

/** Normalises to the standard alphabet without padding: clients may encode the same bytes differently. */
function standard(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
}

function isBase64(value: Json): boolean {
  return (
    typeof value === 'string' && /^[A-Za-z0-9+/_-]+={0,2}$/u.test(value) && standard(value).length % 4 !== 1
  );
}

function byCandidate(calls: readonly GeminiCall[]): GeminiCall[][] {
  return [...groupBy(calls, ({ choice }) => choice).values()];
}

function signatureOf({ part, event, path }: GeminiCall): Seen {
  return { value: part['thoughtSignature'], event, path: path.replace('functionCall', 'thoughtSignature') };
}

/** Fast filter: a stream has thousands of parts, and few can be signed. */
function mayBeSigned({ json }: Part): boolean {
  return isPresent(json['thoughtSignature']) || isObject(json['functionCall']);
}

/** Returns the signatures of a part, including one that is wrongly inside its call. */
function signaturesOf({ json, event, path }: Part): { seen: Seen; astray: boolean }[] {
  const own = json['thoughtSignature'];
  const called = json['functionCall'];
  const astray = isObject(called) ? called['thoughtSignature'] : undefined;
  return [
    ...(isPresent(own)
      ? [{ seen: { value: own, event, path: `${path}.thoughtSignature` }, astray: false }]
      : []),
    ...(isPresent(astray)
      ? [{ seen: { value: astray, event, path: `${path}.functionCall.thoughtSignature` }, astray: true }]
      : []),
  ];
}
