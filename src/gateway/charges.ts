/**
 * Decides whether gateway or upstream broke a rule in a conversation with a fault, when the two wires have different
 * rules. Pure.
 */
import type { ChargedFinding, ComparedConversation, ComparedPair } from './compared-conversation.ts';

/** The gateway's behaviour without the fault. */
export interface Before {
  /** The same conversation with a conforming upstream. */
  readonly sound: ComparedConversation;
  /** The rules that the gateway breaks in any conversation with a conforming upstream. */
  readonly ownFaults: ReadonlySet<string>;
}

/**
 * Another dialect has other rules, so a rule of the outer wire may not exist on the inner one. If the gateway passed on
 * the upstream's answer, and does not break the rule with a conforming upstream, the upstream is charged.
 */
export function chargeFindings(faulty: ComparedConversation, before: Before): readonly ChargedFinding[] {
  if (faulty.failingInside.size === 0) return faulty.findings;
  const passedOn = new Set(
    faulty.pairs
      .filter((pair) => isAcross(pair) && isFaithful(pair, before.sound.pairs[pair.number - 1]))
      .map(({ number }) => number),
  );
  return faulty.findings.map((finding) => {
    const isOwn = before.ownFaults.has(finding.check) || finding.wire === 'inner';
    return isOwn || !passedOn.has(finding.exchange) ? finding : { ...finding, charged: 'upstream' };
  });
}

function isAcross({ outer, inner }: ComparedPair): boolean {
  return inner !== null && inner.dialect.id !== outer.dialect.id;
}

/** True when the answer is the same on both wires, ignoring differences that also occur without the fault. */
function isFaithful({ things }: ComparedPair, own: ComparedPair | undefined): boolean {
  return things
    .filter(({ thing }) => thing.way === 'outwards')
    .filter(isDamaged)
    .every(({ thing }) => own?.things.some((other) => other.thing.id === thing.id && isDamaged(other)));
}

/** True when a part of a thing did not arrive as sent, although both dialects can carry it. */
export function isDamaged({ compared }: ComparedPair['things'][number]): boolean {
  return compared.differences.some(({ fate }) => fate !== 'not-carried');
}
