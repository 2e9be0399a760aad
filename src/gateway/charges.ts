/** Who broke a rule in a conversation with a fault, where the two wires have different rules. Pure. */
import type { ChargedFinding, ComparedConversation, ComparedPair } from './compared-conversation.ts';

/** What is known of the gateway without the fault. */
export interface Before {
  /** The same conversation with a conforming upstream. */
  readonly sound: ComparedConversation;
  /** The rules that the gateway breaks in any conversation with a conforming upstream. */
  readonly ownFaults: ReadonlySet<string>;
}

/**
 * Another dialect has other rules, so that the rule of the inner wire need not be there on the outer one. Where the gateway
 * has passed on what the upstream said, and breaks the rule with no conforming upstream, the cause is what was said.
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

/** The answer says the same on both wires, but for what does not without the fault either. */
function isFaithful({ things }: ComparedPair, own: ComparedPair | undefined): boolean {
  return things
    .filter(({ thing }) => thing.way === 'outwards')
    .filter(isDamaged)
    .every(({ thing }) => own?.things.some((other) => other.thing.id === thing.id && isDamaged(other)));
}

/** Whether some of a thing did not arrive as it was sent, though it could have. */
export function isDamaged({ compared }: ComparedPair['things'][number]): boolean {
  return compared.differences.some(({ fate }) => fate !== 'not-carried');
}
