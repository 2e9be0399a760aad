/** Where things are in the report: file names, links between pages, and anchors. Nothing else decides them. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { PlacedFinding } from '../judge/verdict.ts';
import { hexOf, utf8Bytes } from '../text/bytes.ts';
import type { ConversationRecord, VerdictRecord } from './results.ts';

/** What names a conversation within a run. */
export type ConversationAddress = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

/** From a page to the folder that holds the report: empty for the front page, `../` for each level below it. */
export type Root = '' | '../' | '../../';

export function conversationKeyOf({ target, scenario, delivery, sample }: ConversationAddress): string {
  return `${target} · ${scenario} · ${delivery}${sample === 1 ? '' : ` · sample ${sample}`}`;
}

/** The key `target · scenario · delivery · check`, which is also the anchor on the target's page. */
export function verdictKeyOf(verdict: Pick<VerdictRecord, keyof ConversationAddress | 'check'>): string {
  const { target, scenario, delivery, check, sample } = verdict;
  return `${target} · ${scenario} · ${delivery} · ${check}${sample === 1 ? '' : ` · sample ${sample}`}`;
}

export function targetFile(target: string): string {
  return `targets/${slugOf([target])}/index.html`;
}

export function conversationFile(key: ConversationAddress): string {
  return `conversations/${conversationSlug(key)}/index.html`;
}

/** A copy of the recording of a conversation, beside its page. */
export function recordingFile(key: ConversationAddress): string {
  return `conversations/${conversationSlug(key)}/${recordingName(key)}`;
}

/** The name of that copy, which says what it is wherever it is saved. */
export function recordingName(key: ConversationAddress): string {
  return `${conversationSlug(key)}.yaml`;
}

function conversationSlug({ target, scenario, delivery, sample }: ConversationAddress): string {
  return slugOf([target, scenario, delivery, ...(sample === 1 ? [] : [String(sample)])]);
}

export const CHECKS_FILE = 'checks/index.html';

export function checkFile(check: string): string {
  return `checks/${slugOf([check])}/index.html`;
}

/** What faults do to clients. */
export const CLIENTS_PAGE = 'clients/index.html';

export function clientFile(client: string): string {
  return `clients/${slugOf([client])}/index.html`;
}

/** What the faults that a check catches in a dialect do to clients, and what passed over the wire. */
export function faultsFile(dialect: string, check: string): string {
  return `faults/${slugOf([dialect, check])}/index.html`;
}

/** Where a page tells of a fault. */
export function faultAnchor(fault: string, delivery: string): string {
  return `${fault}-${delivery}`;
}

/** A link to what passed over the wire when a client was shown a fault. */
export function faultHref(
  root: Root,
  tried: Readonly<Record<'dialect' | 'check' | 'fault' | 'delivery', string>>,
): string {
  return href(root, faultsFile(tried.dialect, tried.check), faultAnchor(tried.fault, tried.delivery));
}

/** What gateways do to what passes. */
export const GATEWAYS_PAGE = 'gateways/index.html';

/** What endpoints need, accept, refuse and ignore. */
export const PROFILES_PAGE = 'profiles/index.html';

export function gatewayFile(gateway: string): string {
  return `gateways/${slugOf([gateway])}/index.html`;
}

/** Where the page of a gateway tells what became of a thing. */
export function thingAnchor(thing: string): string {
  return `t-${thing}`;
}

/** The page that sets the targets of some weights side by side. */
export function servingFile(weights: string): string {
  return `compare/${slugOf([weights])}/index.html`;
}

/** Sets any two targets side by side, which takes the script. */
export const COMPARE_FILE = 'compare/index.html';

/** What a switch from one target to another gains and loses, on either of those pages; takes the script. */
export function besideFile(page: string, from: string, to?: string): string {
  const chosen = { a: from.toWellFormed(), ...(to === undefined ? {} : { b: to.toWellFormed() }) };
  return `${page}?${new URLSearchParams(chosen)}`;
}

/** What all targets are compared by, as the script loads it. */
export const COMPARE_DATA_FILE = 'compare-data.js';
export const COMPARE_SCRIPT = 'compare.js';

/** A target as the script that compares loads it. */
export function comparedFile(target: string): string {
  return `compare/${slugOf([target])}.js`;
}

/** The pages of the feature table; the first is the front page. */
export function featuresFile(page: number): string {
  return page === 1 ? 'index.html' : `features/${page}/index.html`;
}

/** Says what each feature asks, and what decides it. */
export const ABOUT_FEATURES_FILE = 'features/index.html';

/** The section about a feature: on the page of a target what came of it there, on the page about features what decides it. */
export function featureAnchor(feature: string): string {
  return `f-${feature}`;
}

/** The pages of the matrix for those who have no script. */
export function matrixFile(page: number): string {
  return page === 1 ? 'matrix/index.html' : `matrix/${page}/index.html`;
}

export const MATRIX_DATA_FILE = 'matrix-data.js';
export const MATRIX_SCRIPT = 'matrix.js';

/** The badge of a target: a picture, and what shields.io makes one of. */
export function badgeFile(target: string, kind: 'svg' | 'json'): string {
  return `badges/${slugOf([target])}.${kind}`;
}

/** The history of a target. No slug ends with three underscores, so none takes the place of the front page. */
export function targetHistoryFile(target: string): string {
  const slug = slugOf([target]);
  return `history/${slug === 'index' ? 'index___' : slug}.html`;
}

export function familyAnchor(family: string): string {
  return `family-${family}`;
}

export function exchangeAnchor(exchange: number): string {
  return `e${exchange}`;
}

/** `e2-5` for exchange 2, event 5; `e2` for what has no event; null for what has no exchange either. */
export function findingAnchor({ exchange, event }: Pick<PlacedFinding, 'exchange' | 'event'>): string | null {
  if (exchange === 0) return null;
  return event === null ? exchangeAnchor(exchange) : `${exchangeAnchor(exchange)}-${event}`;
}

/** A link to a file of the report, or to an anchor in it. */
export function href(root: Root, file: string, anchor: string | null = null): string {
  return anchor === null ? `${root}${file}` : `${root}${file}#${fragment(anchor)}`;
}

/** An anchor as it stands in a URL. */
export function fragment(anchor: string): string {
  return encodeURIComponent(anchor.toWellFormed()).replaceAll('%2F', '/');
}

/** A link given from outside, as seen from a page: one that is relative is relative to the front page. */
export function outerHref(root: Root, link: string): string {
  return /^(?:[a-z][a-z\d+.-]*:|[/#])/i.test(link) ? link : `${root}${link}`;
}

const LONGEST_SLUG = 100;

/**
 * Names joined into one that every file system takes, case-insensitive ones included, and that no URL encodes. Different
 * names give different slugs: plain names map one to one (one underscore for a slash, two between names), and any others
 * are told apart by a hash after three underscores.
 */
export function slugOf(names: readonly string[]): string {
  const isPlain = names.every((name) => /^[a-z\d][a-z\d@.-]*(?:\/[a-z\d@.-]+)*$/.test(name));
  const slug = names.map((name) => name.replaceAll('/', '_')).join('__');
  if (isPlain && slug.length <= LONGEST_SLUG && !slug.endsWith('.') && !WINDOWS_DEVICE.test(slug))
    return slug;
  const readable = slug
    .toLowerCase()
    .replace(/[^a-z\d@._-]+/g, '-')
    .replace(/_+/g, '_')
    .slice(0, LONGEST_SLUG - HASH_LENGTH - 3)
    .replace(/^[^a-z\d]+|[^a-z\d]+$/g, '');
  const hash = hexOf(sha256(utf8Bytes(JSON.stringify(names)))).slice(0, HASH_LENGTH);
  return `${readable || 'x'}___${hash}`;
}

const HASH_LENGTH = 12;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
