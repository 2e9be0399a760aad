/** Writes and reads Converse. */
import type { Codec } from '../../../drive/codec.ts';
import { addressOf } from './address.ts';
import { encoding } from './encode.ts';
import { type ConverseReading, readExchange } from './read.ts';

export const codec: Codec<ConverseReading> = {
  id: 'bedrock-converse',
  address: ({ model, delivery }) => addressOf(model, delivery === 'streaming'),
  headers: (key) => (key === null ? {} : { Authorization: `Bearer ${key}` }),
  read: readExchange,
  ...encoding,
};
