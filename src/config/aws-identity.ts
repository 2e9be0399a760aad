/** Who signs requests to AWS, by the environment variables that AWS's own tools read. */
import { SuiteError } from '../system/failure.ts';
import type { AwsIdentity } from '../transports/aws-signature.ts';

export const ACCESS_KEY_ID = 'AWS_ACCESS_KEY_ID';

/**
 * @param baseUrl whose host names the region, where no variable does
 * @throws {SuiteError} when AWS_ACCESS_KEY_ID is not set, or nothing names the region
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

/** What else a redaction must know: the secret key itself never leaves. */
export function awsSecrets({ accessKeyId, sessionToken }: AwsIdentity): { name: string; value: string }[] {
  return [
    { name: ACCESS_KEY_ID, value: accessKeyId },
    ...(sessionToken === undefined ? [] : [{ name: 'AWS_SESSION_TOKEN', value: sessionToken }]),
  ];
}

/** Such as `https://bedrock-runtime.us-east-1.amazonaws.com`. */
function regionIn(baseUrl: string): string | undefined {
  return /^https?:\/\/[a-z-]+\.([a-z]+(?:-[a-z]+)+-\d)\./u.exec(baseUrl)?.[1];
}
