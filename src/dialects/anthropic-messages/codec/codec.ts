/** Writes and reads the Messages API. */
import type { Codec } from '../../../drive/codec.ts';
import { encoding } from './encode.ts';
import { type MessagesReading, readExchange } from './read.ts';

export const codec: Codec<MessagesReading> = {
  id: 'anthropic-messages',
  address: () => '/messages',
  headers: (key) => ({
    'anthropic-version': '2023-06-01',
    ...(key === null ? {} : { 'x-api-key': key }),
  }),
  read: readExchange,
  ...encoding,
};
