/** Requests signed as AWS wants them (Signature Version 4), each attempt anew: a signature holds for some minutes. */
import { AwsV4Signer } from 'aws4fetch';
import type { HttpRequest } from '../evidence/exchange.ts';

/** Who signs, and for which region. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  readonly region: string;
}

/** Amazon Bedrock, in all its endpoints. */
const SERVICE = 'bedrock';

export type Signing = (request: HttpRequest) => Promise<HttpRequest>;

/**
 * What signs requests; the headers that a signature adds are the last ones.
 *
 * @param secretAccessKey never leaves: what is sent is made with it
 * @param now in ISO 8601; the clock's by default
 */
export function signingAs(
  { accessKeyId, sessionToken, region }: AwsIdentity,
  secretAccessKey: string,
  { service = SERVICE, now }: { readonly service?: string; readonly now?: string } = {},
): Signing {
  return async (request) => {
    const signer = new AwsV4Signer({
      method: request.method,
      url: request.url,
      body: new Uint8Array(request.body),
      accessKeyId,
      secretAccessKey,
      service,
      region,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      ...(now === undefined ? {} : { datetime: now.replace(/[:-]|\.\d{3}/gu, '') }),
    });
    const { headers } = await signer.sign();
    // The host stands in each request that leaves.
    const added = [...headers].filter(([name]) => name !== 'host');
    return {
      ...request,
      headers: [...request.headers, ...added.map(([name, value]) => [name, [value]] as const)],
    };
  };
}
