// The floor of judging a recording: parsing its YAML, splitting the streams into events and parsing the JSON of each.
// Plain JavaScript, so that only this work is measured.
import { createParser } from 'eventsource-parser';
import { parse } from 'yaml';

export function floorOf(text) {
  let events = 0;
  for (const { request, response } of parse(text).interactions) {
    parseJson(request.body);
    const body = typeof response?.body === 'string' ? response.body : '';
    if (body.trimStart().startsWith('{')) {
      parseJson(body);
      continue;
    }
    const parser = createParser({
      onEvent: ({ data }) => {
        events += 1;
        parseJson(data);
      },
    });
    parser.feed(body);
  }
  return events;
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
