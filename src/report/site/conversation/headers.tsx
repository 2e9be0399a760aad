/** @jsxRuntime automatic @jsxImportSource preact */
/** The header fields of a request or an answer. */
import type { HeaderFields } from '../../../evidence/exchange.ts';
import { Text } from '../parts.tsx';

const NONE: ReadonlySet<string> = new Set();

/** @param marked names in lower case. */
export function Headers({ headers, marked = NONE }: { headers: HeaderFields; marked?: ReadonlySet<string> }) {
  if (headers.length === 0) return <p class="quiet">No header field was recorded.</p>;
  return (
    <dl class="headers">
      {headers.map(([name, values]) => {
        const field = <Text value={name} longest={100} />;
        return (
          <div>
            <dt>{marked.has(name.toLowerCase()) ? <mark>{field}</mark> : field}</dt>
            <dd>
              {values.map((value) => (
                <div>
                  <Text value={value} longest={300} />
                </div>
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
