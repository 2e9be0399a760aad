/** @jsxRuntime automatic @jsxImportSource preact */
/** A year in one line: a bar a day, the graver the taller, so that it reads without colour too. */
import type { Strip } from '../../../results/history/letters.ts';
import { ALL_SIGNS, type Sign } from '../../../results/signs.ts';
import { type Spell, spellsOf } from './spells.ts';

const HEIGHT = 9;

/** How tall the bars of a sign are; what is no trouble has none, but a line at this height. */
const BARS: Readonly<Record<Sign, { readonly height: number; readonly isLine?: true }>> = {
  must: { height: 9 },
  should: { height: 7 },
  error: { height: 6 },
  known: { height: 5 },
  inconclusive: { height: 4 },
  unsupported: { height: 3 },
  pass: { height: 2, isLine: true },
  observed: { height: 2, isLine: true },
  'not-applicable': { height: 1, isLine: true },
};

const GAP = { height: 1, isLine: true } as const;

/** A history of fewer days has bars of one width, in pixels; a longer one takes all the width that there is. */
const LONG = 100;
const WIDEST_BAR = 14;

/** The picture of a strip. What it says stands in words beside it, so it is not read out. */
export function StripPicture({ strip }: { strip: Strip }) {
  const spells = spellsOf(strip);
  return (
    <span class="strip">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${strip.length} ${HEIGHT}`}
        {...(strip.length < LONG ? { width: strip.length * WIDEST_BAR } : {})}
        preserveAspectRatio="none"
      >
        {ALL_SIGNS.map((sign) => (
          <Bars name={sign} {...BARS[sign]} spells={spells.filter((spell) => spell.sign === sign)} />
        ))}
        <Bars name="gap" {...GAP} spells={spells.filter(({ sign }) => sign === null)} />
      </svg>
    </span>
  );
}

interface BarsProps {
  readonly name: string;
  readonly height: number;
  readonly isLine?: true;
  readonly spells: readonly Spell[];
}

/** In one path, which takes the fewest letters. */
function Bars({ name, height, isLine, spells }: BarsProps) {
  if (spells.length === 0) return null;
  let end = 0;
  const drawn = spells.map(({ at, days }, place) => {
    const start = place === 0 ? `M${at} ${isLine ? HEIGHT - height : HEIGHT}` : `m${at - end} 0`;
    end = at + days;
    return isLine ? `${start}h${days}` : `${start}v-${height}h${days}v${height}`;
  });
  return <path class={name} d={drawn.join('')} />;
}
