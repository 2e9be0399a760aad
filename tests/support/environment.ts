/**
 * Returns the environment without variables that would change a run: colours, keys, and those of Playwright's workers.
 */
export function environment(): NodeJS.ProcessEnv {
  const foreign = /^(TEST_|PLAYWRIGHT|PW_|FORCE_COLOR|GITHUB_)|_(API_KEY|BASE_URL)$/u;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
