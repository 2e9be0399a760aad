/** Writes and reads Gemini. */
import type { Codec } from '../../../drive/codec.ts';
import { addressOf } from './address.ts';
import { encoding } from './encode.ts';
import { type GeminiReading, readExchange } from './read.ts';

export const codec: Codec<GeminiReading> = {
  id: 'gemini',
  address: addressOf,
  headers: (key) => (key === null ? {} : { 'x-goog-api-key': key }),
  read: readExchange,
  ...encoding,
};
