/** errors in the format of google.rpc.Status. */

import { statusOf } from '../../../checks/errors.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  broken,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { listOf } from '../../../reading/presence.ts';
import { isObject, wordOf } from '../../../text/json.ts';
import { AIP_193 } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';

export function code(reading: GeminiReading): Judgement {
  const status = statusOf(reading);
  if (status < 400) return NOT_APPLICABLE;
  if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
  const { json, path } = reading.error;
  if (json['code'] === status) return HOLDS;
  return broken(
    findingAt(
      { event: null, path: `${path}.code`, value: json['code'] },
      'the code is not the status',
      wordOf(status),
    ),
  );
}

const CODES: ReadonlySet<unknown> = new Set([
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]);

export const errors: RulesInDialect<GeminiReading> = {
  'errors/status': {
    authority: [AIP_193('status is the name of the google.rpc.Code of the error.')],
    run: (reading) => {
      if (statusOf(reading) < 400) return NOT_APPLICABLE;
      if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
      const { json, path } = reading.error;
      if (CODES.has(json['status'])) return HOLDS;
      const place = { event: null, path: `${path}.status`, value: json['status'] };
      return broken(findingAt(place, 'no canonical code', 'such as "INVALID_ARGUMENT"'));
    },
  },
};

/** Returns true if a `google.rpc.RetryInfo` says when to retry. */
export function saysWhen({ error }: GeminiReading): boolean {
  return listOf(error?.json['details']).some(
    (detail) =>
      isObject(detail) &&
      wordOf(detail['@type']).endsWith('google.rpc.RetryInfo') &&
      typeof detail['retryDelay'] === 'string',
  );
}
