/** The addresses in the report: file names, links between pages, and anchors. This module is their only source. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { PlacedFinding } from '../judge/verdict.ts';
import { hexOf, utf8Bytes } from '../text/bytes.ts';
import type { ConversationRecord, VerdictRecord } from './results.ts';

/** The key of a conversation within a run. */
export type ConversationAddress = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

/** The path from a page to the report's folder: empty for the front page, `../` for each level below it. */
export type Root = '' | '../' | '../../';

export function conversationKeyOf({ target, scenario, delivery, sample }: ConversationAddress): string {
  return `${target} · ${scenario} · ${delivery}${sample === 1 ? '' : ` · sample ${sample}`}`;
}

/** Returns the key `target · scenario · delivery · check`, which is also the anchor on the target's page. */
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

/** Returns the path of the copy of a conversation's recording, next to its page. */
export function recordingFile(key: ConversationAddress): string {
  return `conversations/${conversationSlug(key)}/${recordingName(key)}`;
}

/** Returns the file name of the copy, which is descriptive wherever the file is saved. */
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

/** The page about the effects of faults on clients. */
export const CLIENTS_PAGE = 'clients/index.html';

export function clientFile(client: string): string {
  return `clients/${slugOf([client])}/index.html`;
}

/** Returns the page about the faults that a check catches in a dialect: their effects on clients, and the wire data. */
export function faultsFile(dialect: string, check: string): string {
  return `faults/${slugOf([dialect, check])}/index.html`;
}

/** Returns the anchor of a fault on that page. */
export function faultAnchor(fault: string, delivery: string): string {
  return `${fault}-${delivery}`;
}

/** Returns the link to the wire data of a fault that was shown to a client. */
export function faultHref(
  root: Root,
  tried: Readonly<Record<'dialect' | 'check' | 'fault' | 'delivery', string>>,
): string {
  return href(root, faultsFile(tried.dialect, tried.check), faultAnchor(tried.fault, tried.delivery));
}

/** The page about what gateways change. */
export const GATEWAYS_PAGE = 'gateways/index.html';

/** The page about what endpoints need, accept, refuse and ignore. */
export const PROFILES_PAGE = 'profiles/index.html';

export function gatewayFile(gateway: string): string {
  return `gateways/${slugOf([gateway])}/index.html`;
}

/** Returns the anchor of a thing's fate on a gateway's page. */
export function thingAnchor(thing: string): string {
  return `t-${thing}`;
}

/** Returns the page that compares the targets with the same weights. */
export function servingFile(weights: string): string {
  return `compare/${slugOf([weights])}/index.html`;
}

/** The page that compares any two targets. It needs the script. */
export const COMPARE_FILE = 'compare/index.html';

/**
 * Returns the link to the gains and losses of a switch between targets, on either of those pages. It needs the script.
 */
export function besideFile(page: string, from: string, to?: string): string {
  const chosen = { a: from.toWellFormed(), ...(to === undefined ? {} : { b: to.toWellFormed() }) };
  return `${page}?${new URLSearchParams(chosen)}`;
}

/** The data that all comparisons share, as the script loads it. */
export const COMPARE_DATA_FILE = 'compare-data.js';
export const COMPARE_SCRIPT = 'compare.js';

/** Returns the data file of a target for the comparison script. */
export function comparedFile(target: string): string {
  return `compare/${slugOf([target])}.js`;
}

/** Returns a page of the feature table. The first is the front page. */
export function featuresFile(page: number): string {
  return page === 1 ? 'index.html' : `features/${page}/index.html`;
}

/** The page with the question of each feature and what decides it. */
export const ABOUT_FEATURES_FILE = 'features/index.html';

/** Returns the anchor of a feature: its result on a target's page, its description on the page about features. */
export function featureAnchor(feature: string): string {
  return `f-${feature}`;
}

/** Returns a page of the matrix without the script. */
export function matrixFile(page: number): string {
  return page === 1 ? 'matrix/index.html' : `matrix/${page}/index.html`;
}

export const MATRIX_DATA_FILE = 'matrix-data.js';
export const MATRIX_SCRIPT = 'matrix.js';

/** Returns the badge of a target: an image, or the JSON for shields.io. */
export function badgeFile(target: string, kind: 'svg' | 'json'): string {
  return `badges/${slugOf([target])}.${kind}`;
}

/**
 * Returns the history page of a target. No slug ends with three underscores, so `index___` conflicts with no target.
 */
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

/** Returns `e2-5` for exchange 2, event 5; `e2` for a finding without an event; null for one without an exchange. */
export function findingAnchor({ exchange, event }: Pick<PlacedFinding, 'exchange' | 'event'>): string | null {
  if (exchange === 0) return null;
  return event === null ? exchangeAnchor(exchange) : `${exchangeAnchor(exchange)}-${event}`;
}

/** Returns a link to a file of the report, or to an anchor in it. */
export function href(root: Root, file: string, anchor: string | null = null): string {
  return anchor === null ? `${root}${file}` : `${root}${file}#${fragment(anchor)}`;
}

/** Encodes an anchor for a URL. */
export function fragment(anchor: string): string {
  return encodeURIComponent(anchor.toWellFormed()).replaceAll('%2F', '/');
}

/** Resolves an external link for a page. Relative links are relative to the front page. */
export function outerHref(root: Root, link: string): string {
  return /^(?:[a-z][a-z\d+.-]*:|[/#])/i.test(link) ? link : `${root}${link}`;
}

const LONGEST_SLUG = 100;

/**
 * Joins names into one that is valid on every file system, including case-insensitive ones, and needs no encoding in a
 * URL. Different names give different slugs. Plain names map one to one: one underscore for a slash, two between names.
 * Other names get a hash after three underscores.
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
