/** The tables that all dialects share, in the order of the check catalogue. */

import type { SharedTable } from '../cases.ts';
import { args } from './arguments.ts';
import { choice } from './choice.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { roundtrip } from './roundtrip.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';

export const SHARED_TABLES: readonly SharedTable[] = [
  framing,
  shape,
  ids,
  args,
  choice,
  finish,
  roundtrip,
  usage,
  errors,
];
