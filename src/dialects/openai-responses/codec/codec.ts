/** Writes and reads the Responses API. */
import type { Codec } from '../../../drive/codec.ts';
import { bearer } from '../../../drive/key-headers.ts';
import { encoding } from './encode.ts';
import { type ResponsesReading, readExchange } from './read.ts';

export const codec: Codec<ResponsesReading> = {
  id: 'openai-responses',
  address: () => '/responses',
  headers: bearer,
  read: readExchange,
  ...encoding,
};
