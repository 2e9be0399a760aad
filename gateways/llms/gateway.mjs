/** @musistudio/llms: Messages on the outer wire, one provider with Chat Completions on the inner wire. */
import { createRequire } from 'node:module';

const { default: Server } = createRequire(import.meta.url)('@musistudio/llms');
const provider = {
  name: 'ref',
  api_base_url: `${process.env.OPENAI_BASE_URL}/chat/completions`,
  api_key: 'none',
  models: ['reference'],
};
const initialConfig = { HOST: '127.0.0.1', PORT: '8787', providers: [provider] };
await new Server({ logger: false, initialConfig }).start();
