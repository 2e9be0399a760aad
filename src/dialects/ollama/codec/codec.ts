/** How Ollama is written and read. */
import type { Codec } from '../../../drive/codec.ts';
import { bearer } from '../../../drive/key-headers.ts';
import { encoding } from './encode.ts';
import { type OllamaReading, readExchange } from './read.ts';

/** Where answers are asked for. */
export const CHAT_PATH = '/api/chat';

export const codec: Codec<OllamaReading> = {
  id: 'ollama',
  address: () => CHAT_PATH,
  headers: bearer,
  read: readExchange,
  ...encoding,
};
