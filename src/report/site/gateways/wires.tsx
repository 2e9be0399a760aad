/** @jsxRuntime automatic @jsxImportSource preact */
/** One exchange on both wires of a gateway, the outer one on the left. */
import type { ShownWires } from '../../../gateway/record.ts';
import { Text } from '../parts.tsx';

interface WiresProps {
  readonly wires: ShownWires;
  /** Only the requests, or only the answers; both where it is left out. */
  readonly way?: 'inwards' | 'outwards';
}

export function WiresSideBySide({ wires, way }: WiresProps) {
  const { outerRequest, innerRequest, innerAnswer, outerAnswer } = wires;
  return (
    <div class="two-wires">
      {way !== 'outwards' && (
        <>
          <Side title="Request on the outer wire" text={outerRequest} />
          <Side title="Request on the inner wire" text={innerRequest} />
        </>
      )}
      {way !== 'inwards' && (
        <>
          <Side title="Answer on the outer wire" text={outerAnswer} />
          <Side title="Answer on the inner wire" text={innerAnswer} />
        </>
      )}
    </div>
  );
}

function Side({ title, text }: { title: string; text: string | null }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {text === null ? (
        <p class="quiet">Nothing passed.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        <pre tabIndex={0}>
          <Text value={text} longest={2000} />
        </pre>
      )}
    </figure>
  );
}
