/**
 * Signs requests for AWS (Signature Version 4): each attempt separately, because a signature expires within minutes.
 */
import { AwsV4Signer } from 'aws4fetch';
import type { HttpRequest } from '../evidence/exchange.ts';

/** The signing identity, and the region. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  /** For temporary credentials. */
  readonly sessionToken?: string;
  readonly region: string;
}

/** The service name of Amazon Bedrock, for all its endpoints. */
const SERVICE = 'bedrock';

export type Signing = (request: HttpRequest) => Promise<HttpRequest>;

/**
 * Returns a function that signs requests; it appends the headers of the signature.
 *
 * @param secretAccessKey never sent: only the signature is
 * @param now in ISO 8601; the current time by default
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
    // Every request already has its own Host header.
    const added = [...headers].filter(([name]) => name !== 'host');
    return {
      ...request,
      headers: [...request.headers, ...added.map(([name, value]) => [name, [value]] as const)],
    };
  };
}
