/** The identity that signs requests to AWS, from the environment variables of AWS's own tools. */
import { SuiteError } from '../system/failure.ts';
import type { AwsIdentity } from '../transports/aws-signature.ts';

export const ACCESS_KEY_ID = 'AWS_ACCESS_KEY_ID';

/**
 * @param baseUrl the URL whose host gives the region when no variable does
 * @throws {SuiteError} when AWS_ACCESS_KEY_ID is not set, or the region is unknown
 */
export function awsIdentity(env: NodeJS.ProcessEnv, baseUrl: string): AwsIdentity {
  const accessKeyId = env[ACCESS_KEY_ID] ?? '';
  if (accessKeyId === '')
    throw new SuiteError(`${ACCESS_KEY_ID} is not set; a signature names the key that it is made with`);
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? regionIn(baseUrl) ?? '';
  if (region === '')
    throw new SuiteError(
      'AWS_REGION is not set; set it to the region that serves the model, such as us-east-1',
    );
  const sessionToken = env['AWS_SESSION_TOKEN'] ?? '';
  return { accessKeyId, region, ...(sessionToken === '' ? {} : { sessionToken }) };
}

/** Returns the values to redact. The secret key is not among them, because it is never sent. */
export function awsSecrets({ accessKeyId, sessionToken }: AwsIdentity): { name: string; value: string }[] {
  return [
    { name: ACCESS_KEY_ID, value: accessKeyId },
    ...(sessionToken === undefined ? [] : [{ name: 'AWS_SESSION_TOKEN', value: sessionToken }]),
  ];
}

/** Returns the region of a URL such as `https://bedrock-runtime.us-east-1.amazonaws.com`. */
function regionIn(baseUrl: string): string | undefined {
  return /^https?:\/\/[a-z-]+\.([a-z]+(?:-[a-z]+)+-\d)\./u.exec(baseUrl)?.[1];
}
