/** What the page and its worker tell each other. */

/** A file as it was dropped or chosen. */
export interface DroppedFile {
  /** Below what was dropped, with forward slashes. */
  readonly path: string;
  readonly file: File;
  /** True when the file itself was dropped, and not a folder that it lies in. */
  readonly explicit: boolean;
}

/** A page of a report that exists in the worker alone. */
export interface PageAddress {
  /** Which of the reports, from 0. */
  readonly report: number;
  /** Below the folder of that report. */
  readonly file: string;
}

export type ToWorker =
  | { readonly kind: 'judge'; readonly files: readonly DroppedFile[] }
  | ({ readonly kind: 'open' } & PageAddress)
  | { readonly kind: 'results'; readonly report: number };

export type FromWorker =
  | { readonly kind: 'progress'; readonly text: string }
  /** @param opens the page to begin with */
  | { readonly kind: 'judged'; readonly html: string; readonly opens: PageAddress | null }
  | ({ readonly kind: 'page'; readonly html: string; readonly title: string } & PageAddress)
  | { readonly kind: 'results'; readonly text: string };
