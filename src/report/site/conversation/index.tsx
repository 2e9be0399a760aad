/** @jsxRuntime automatic @jsxImportSource preact */
import { frequenciesOf } from '../../../exports/bug-report.ts';
import {
  conversationFile,
  conversationKeyOf,
  recordingFile,
  recordingName,
} from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { ConversationPage } from './page.tsx';

/** A page for each conversation, with a copy of its recording. */
export const conversation: SitePage = {
  order: 80,
  files({ site, results, history, evidenceOf, recordingOf }) {
    if (evidenceOf === null) return { pages: [] };
    const all = site.targets.flatMap((target) =>
      target.conversations.map((conversation) => ({ target, conversation })),
    );
    const frequency = frequenciesOf(results, history.nights);
    return {
      pages: all.map(({ target, conversation }) => {
        const { record } = conversation;
        return {
          file: conversationFile(record),
          root: '../../',
          title: conversationKeyOf(record),
          isEntry: false,
          content: () => (
            <ConversationPage
              run={site.run}
              target={target}
              conversation={conversation}
              evidence={evidenceOf(record)}
              frequency={frequency}
              recording={recordingOf(record) === null ? null : recordingName(record)}
            />
          ),
        };
      }),
      others: all.flatMap(({ conversation: { record } }) => {
        const read = recordingOf(record);
        return read === null ? [] : { file: recordingFile(record), text: read };
      }),
    };
  },
};
