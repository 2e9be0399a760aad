/** A page of the report, or many of one kind: a folder of `site/` whose `index.tsx` says what is here. */
import type { VNode } from 'preact';
import type { Root } from '../../results/page-addresses.ts';
import type { ReportFile } from '../../system/placing.ts';
import type { NavigationEntry, PageScripts } from './page.tsx';
import type { SiteSource } from './site-source.ts';

export interface SitePage {
  /** Where it stands among the pages and in the navigation: a number that no other page has. */
  readonly order: number;
  /** Its entry in the navigation of every page; without one, only links lead there. */
  readonly entry?: NavigationEntry;
  /** What is made of a run. The content is asked for file by file, and kept no longer than that. */
  files(source: SiteSource): PageFiles;
}

export interface PageFiles {
  readonly pages: readonly PageFile[];
  /** What goes with the pages, such as the data that their script loads. */
  readonly others?: readonly ReportFile[];
}

export interface PageFile {
  /** Its address, below the folder of the report. */
  readonly file: string;
  readonly root: Root;
  /** What the page is about, for the title and the bookmarks. */
  readonly title: string;
  /** True when the navigation shows that one is here. */
  readonly isEntry: boolean;
  readonly content: () => VNode;
  readonly scripts?: PageScripts;
}
