/**
 * The references that the checks cite. Each function takes the promise, in a short sentence of our own, and gives the
 * authority with its name and address.
 */
import type { Authorities, Authority } from '../judge/check.ts';

type Cite = (promise: string) => Authority;

/** @returns a function that makes an authority from a promise */
export function reference(name: string, url: string): Cite {
  return (promise) => ({ name, url, promise });
}

export const JSON_SCHEMA = reference(
  'JSON Schema validation, 2020-12',
  'https://json-schema.org/draft/2020-12/json-schema-validation',
);
export const RETRY_AFTER = reference(
  'RFC 9110, Retry-After',
  'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3',
);

/** @param section an anchor of the standard's chapter on server-sent events */
export function SSE(section: string, promise: string): Authority {
  const url = `https://html.spec.whatwg.org/multipage/server-sent-events.html#${section}`;
  return { name: 'WHATWG HTML, server-sent events', url, promise };
}

/** @param section an anchor of the RFC, such as `section-4` */
export function RFC_8259(section: string, promise: string): Authority {
  return { name: 'RFC 8259, JSON', url: `https://www.rfc-editor.org/rfc/rfc8259#${section}`, promise };
}

/** @param section an anchor of the RFC, such as `section-8` */
export function RFC_9112(section: string, promise: string): Authority {
  return { name: 'RFC 9112, HTTP/1.1', url: `https://www.rfc-editor.org/rfc/rfc9112#${section}`, promise };
}

/** The project's own decision, with the weakness that it protects against. */
export function policy(promise: string): Authority {
  return { name: 'Policy (CWE-201)', url: 'https://cwe.mitre.org/data/definitions/201.html', promise };
}

/**
 * The evidence behind an interoperability check (INT): a public bug report that shows a client breaking on the deviation,
 * or a server fixing it.
 *
 * @param thread such as `vercel/ai/issues/18333`, on GitHub; the authority is named `vercel/ai#18333`
 * @param shows what it shows, in one sentence of our own
 */
export function report(thread: string, shows: string): Authority {
  const [owner, repository, , number] = thread.split('/');
  return { name: `${owner}/${repository}#${number}`, url: `https://github.com/${thread}`, promise: shows };
}

type Thread = Parameters<typeof report>;

/** The bug reports of a dialect, by check or by subject. */
export function citing<Subject extends string>(
  threads: Readonly<Record<Subject, readonly [Thread, ...Thread[]]>>,
): (subject: Subject) => Authorities {
  return (subject) => {
    const [first, ...others] = threads[subject];
    return [report(...first), ...others.map((thread) => report(...thread))];
  };
}
