/** Knows what a dialect has no field for: a gateway that loses it is not at fault. */
import { isObject } from '../text/json.ts';
import type { Difference } from './difference.ts';
import { STEERING } from './settings.ts';
import type { Side } from './things.ts';

/** Returns the reason, with the name of the dialect; null when both dialects can carry it. */
export function whyNotCarried(
  thing: string,
  difference: Pick<Difference, 'fate' | 'key' | 'sent'>,
  sent: Side,
  arrived: Side,
): string | null {
  if (sent.dialect.id === arrived.dialect.id && sent.extension === arrived.extension) return null;
  const [side, reason] =
    difference.fate === 'invented'
      ? [sent, whyMadeUp(thing, sent)]
      : [arrived, whyLost(thing, difference, arrived)];
  return reason === undefined ? null : `${side.dialect.name}: ${reason}`;
}

/** Returns why the receiving dialect cannot carry it. */
function whyLost(
  thing: string,
  { key, sent: value }: Pick<Difference, 'key' | 'sent'>,
  { dialect, extension }: Side,
): string | undefined {
  const { lacks, settings } = dialect.carries(extension);
  switch (thing) {
    case 'tool-choice': {
      const kind = isObject(value) ? value['kind'] : null;
      if (kind === 'allowed') return dialect.lacks['allowed-tools'];
      if (kind === 'none') return dialect.lacks['tool-choice-none'];
      return dialect.lacks['tool-choice-forced'];
    }
    case 'arguments':
      return isObject(value) ? undefined : lacks['argument-texts'];
    case 'calls-returned':
      return isObject(value) && isObject(value['arguments']) ? undefined : lacks['argument-texts'];
    case 'parallel':
      return dialect.lacks['parallel-tool-calls-off'];
    case 'signatures':
    case 'signatures-returned':
      return dialect.lacks.signatures;
    case 'strict':
    case 'reasoning':
    case 'cost':
      return lacks[thing];
    default: {
      const setting = STEERING[thing]?.find((each) => each === key);
      return setting === undefined || settings[setting] !== undefined
        ? undefined
        : 'a request has no field for it';
    }
  }
}

/** Returns why the sending dialect lacks what the receiving dialect requires. */
function whyMadeUp(thing: string, { dialect, extension }: Side): string | undefined {
  const { leavesOut } = dialect.carries(extension);
  switch (thing) {
    case 'ids':
    case 'limit':
      return leavesOut[thing];
    case 'signatures':
      return dialect.lacks.signatures;
    default:
      return undefined;
  }
}
