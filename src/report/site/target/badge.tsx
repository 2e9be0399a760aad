/** @jsxRuntime automatic @jsxImportSource preact */
/** What a target's badge says, as a picture and as what shields.io makes one of. Counts, never a score. */
import { renderToString } from 'preact-render-to-string';
import type { Badge } from '../../../exports/badge.ts';
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import type { TargetModel } from '../site-model.ts';

const RED = 'a3160f';
const AMBER = '7d4400';
const GREEN = '1b6536';
const GREY = '53595f';

export function endpointBadge(target: TargetModel): Badge {
  const { message, color } = wordsOf(target);
  return { schemaVersion: 1, label: 'tool calling', message, color };
}

function wordsOf({ families, conversations }: TargetModel): Pick<Badge, 'message' | 'color'> {
  const countOf = (sign: 'must' | 'should' | 'known' | 'error') =>
    families.reduce(
      (sum, { open }) => sum + open.filter((check) => check.sign === sign && isOfProvider(check)).length,
      0,
    );
  const [must, should, known, error] = [
    countOf('must'),
    countOf('should'),
    countOf('known'),
    countOf('error'),
  ];
  if (conversations.length === 0) return { message: 'not run', color: GREY };
  if (error > 0) return { message: `${plural(error, 'check')} could not be judged`, color: GREY };
  if (must > 0) return { message: `breaks ${plural(must, 'MUST rule')}`, color: RED };
  if (should > 0) return { message: `breaks ${plural(should, 'SHOULD rule')}`, color: AMBER };
  if (known > 0)
    return { message: `${thousands(known)} known deviation${known === 1 ? '' : 's'}`, color: AMBER };
  return { message: `no rule broken in ${plural(conversations.length, 'conversation')}`, color: GREEN };
}

function isOfProvider({ verdicts }: TargetModel['families'][number]['open'][number]): boolean {
  return verdicts.some(({ subject, outcome }) => subject === 'provider' || outcome === 'error');
}

const HEIGHT = 20;
const PADDING = 6;
/** About the width of a character at 11 pixels; `textLength` then makes the text as wide as its place. */
const CHARACTER = 6.2;

/** The badge as an SVG file. */
export function badgeSvg({ label, message, color }: Badge): string {
  const left = widthOf(label);
  const right = widthOf(message);
  return `${renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={left + right}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: ${message}`}
    >
      <title>{`${label}: ${message}`}</title>
      <rect width={left} height={HEIGHT} fill="#1b2024" />
      <rect x={left} width={right} height={HEIGHT} fill={`#${color}`} />
      <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
        <text x={PADDING} y="14" textLength={left - 2 * PADDING}>
          {label}
        </text>
        <text x={left + PADDING} y="14" textLength={right - 2 * PADDING}>
          {message}
        </text>
      </g>
    </svg>,
  )}\n`;
}

function widthOf(text: string): number {
  return Math.round(text.length * CHARACTER) + 2 * PADDING;
}
