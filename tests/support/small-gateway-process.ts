/**
 * The small gateway as a separate process. Takes the argument `<port>`, and the URL of its upstream in OPENAI_BASE_URL.
 */
import { openSmallGateway } from './small-gateway.ts';

const [, , port = '0'] = process.argv;
await openSmallGateway(new URL(process.env['OPENAI_BASE_URL'] ?? '').origin, {}, Number(port));
