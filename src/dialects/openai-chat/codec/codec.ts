/** Writes and reads Chat Completions. */
import type { Codec } from '../../../drive/codec.ts';
import { bearer } from '../../../drive/key-headers.ts';
import { encoding } from './encode.ts';
import { type ChatReading, readExchange } from './read.ts';

export const codec: Codec<ChatReading> = {
  id: 'openai-chat',
  address: () => '/chat/completions',
  headers: bearer,
  read: readExchange,
  ...encoding,
};
