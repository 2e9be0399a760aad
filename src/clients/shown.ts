/** Whether a fault reached the wire: an answer differs from what the conforming provider says to the same request. */
import { exchangeOf } from '../answers/script.ts';
import { type Exchange, type HttpResponse, HUNG_UP } from '../evidence/exchange.ts';
import { openProvider } from '../provider/opened-provider.ts';
import { respond } from '../provider/respond.ts';
import type { ProviderClock } from './recorded-conversation.ts';

/** @returns the places of the exchanges whose answer is not the conforming one, from 0 */
export async function faultyAnswers(exchanges: readonly Exchange[], clock: ProviderClock): Promise<number[]> {
  const rules = { ...clock, apiKey: null, models: null, insistsOnThoughts: false };
  const conforming = await openProvider(rules, null);
  return exchanges.flatMap(({ request, response, failure }, at) => {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(
      request.headers.map(([name, values]) => [name.toLowerCase(), values.join(', ')]),
    );
    const asked = {
      method: request.method,
      path: pathname,
      query: search.slice(1),
      headers,
      body: request.body,
    };
    const due = exchangeOf({
      url: request.url,
      requestHeaders: [],
      request: {},
      response: respond(asked, conforming).response,
    }).response;
    if (response === null || due === null) return [at];
    // What the client did not wait for is not known to be wrong.
    if (failure === HUNG_UP) return isBeginning(response, due) ? [] : [at];
    return failure === undefined && isSame(response, due) ? [] : [at];
  });
}

function isBeginning({ status, body }: HttpResponse, due: HttpResponse): boolean {
  return status === due.status && Buffer.from(body).equals(due.body.subarray(0, body.length));
}

function isSame(response: HttpResponse, due: HttpResponse): boolean {
  return (
    response.status === due.status &&
    response.broken === undefined &&
    Buffer.from(response.body).equals(due.body) &&
    due.headers.every(([name, values]) =>
      response.headers.some(
        ([other, found]) => other.toLowerCase() === name.toLowerCase() && `${found}` === `${values}`,
      ),
    )
  );
}
