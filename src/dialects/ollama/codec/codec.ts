/** Writes and reads Ollama's wire format. */
import type { Codec } from '../../../drive/codec.ts';
import { bearer } from '../../../drive/key-headers.ts';
import { encoding } from './encode.ts';
import { type OllamaReading, readExchange } from './read.ts';

/** The path of a request for an answer. */
export const CHAT_PATH = '/api/chat';

export const codec: Codec<OllamaReading> = {
  id: 'ollama',
  address: () => CHAT_PATH,
  headers: bearer,
  read: readExchange,
  ...encoding,
};
