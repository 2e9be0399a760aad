// Declares a test for each concern of every recorded conversation.
import { plannedGroups } from '../src/playwright/planned-tests.ts';
import { test } from '../src/playwright/test.ts';
import { readSettings } from '../src/replay/settings.ts';

// Workers share the groups; the tests of a group run in order, in one worker.
test.describe.configure({ mode: 'parallel' });

for (const group of await plannedGroups(readSettings())) {
  test.describe(() => {
    test.describe.configure({ mode: 'default' });
    for (const target of group) {
      test.describe(target.title, () => {
        for (const conversation of target.conversations) {
          test.describe(conversation.title, () => {
            for (const { title, details, run } of conversation.tests) test(title, details, run);
          });
        }
      });
    }
  });
}
