/** What the scripted model says in each scenario, answer by answer. Scenarios whose request is refused need no script. */
import { isObject, type JsonObject } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

export interface SaidCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

export interface Said {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly SaidCall[];
}

/** One answer; `results` are what the calls of the conversation returned so far, in the order of the calls. */
export type Move = (results: readonly string[]) => Said;

const weatherIn = (location: string): SaidCall => ({
  name: 'weather',
  arguments: { location, unit: 'celsius' },
});
const OSLO_TIME: SaidCall = { name: 'local_time', arguments: { zone: 'Europe/Oslo' } };

/** By the id of the scenario. */
export const SCRIPTS: Readonly<Record<string, readonly Move[]>> = {
  weather: [
    calls({ name: 'weather', arguments: { location: 'Florence, Italy' } }),
    says(([sky = '']) => `It is ${sky.replace(' C', ' °C')} in Florence right now.`),
  ],
  'add-and-multiply': [
    calls({ name: 'add', arguments: { a: 2, b: 3 } }, { name: 'multiply', arguments: { a: 2, b: 3 } }),
    says(([sum, product]) => `The sum of 2 and 3 is ${sum}, and their product is ${product}.`),
  ],
  'no-arguments': [
    calls({ name: 'read_lap_counter', arguments: {} }),
    says(([laps]) => `The lap counter says ${member(laps, 'laps')}.`),
  ],
  'typed-arguments': [
    calls({
      name: 'book_table',
      arguments: {
        guests: 4,
        deposit: 12.5,
        outdoors: true,
        area: 'terrace',
        host: null,
        contact: { name: 'Zoë Ångström', phones: ['+47 555 0100', '+47 555 0101'] },
        note: 'She said: "no nuts"\nGrüße aus 東京 🎉',
      },
    }),
    says(([booking]) => `The table is booked, and the code is ${member(booking, 'booking_code')}.`),
  ],
  'strict-schema': [
    calls({
      name: 'create_ticket',
      arguments: {
        title: 'Leaking tap',
        priority: 'high',
        labels: ['plumbing', 'urgent'],
        assignee: null,
        estimate_hours: 1.5,
        steps: [
          { text: 'shut the valve', done: false },
          { text: 'change the washer', done: false },
        ],
      },
    }),
    says(([created]) => `The ticket has the number ${member(created, 'ticket')}.`),
  ],
  'many-tools': [
    calls({ name: 'read_sensor_47', arguments: { unit: 'celsius' } }),
    says(([degrees]) => `Sensor 47 reads ${degrees} °C.`),
  ],
  'sequential-calls': [
    calls({ name: 'find_station', arguments: { city: 'Tromsø' } }),
    ([found]) => ({ calls: [{ name: 'read_station', arguments: { station: member(found, 'station') } }] }),
    says(([, reading]) => `The station of Tromsø reads ${member(reading, 'celsius')} °C.`),
  ],
  'answers-reversed': [
    calls(weatherIn('Oslo'), weatherIn('Bergen')),
    says(([oslo, bergen]) => `In Oslo it is ${oslo}, and in Bergen it is ${bergen}.`),
  ],
  'three-turns': [
    calls(weatherIn('Oslo')),
    says(([oslo]) => `In Oslo it is ${oslo}.`),
    calls(weatherIn('Bergen')),
    says(([, bergen]) => `In Bergen it is ${bergen}.`),
    calls(weatherIn('Tromsø')),
    says(([, , tromso]) => `In Tromsø it is ${tromso}.`),
  ],
  'stored-history': [
    calls(weatherIn('Hammerfest')),
    says(([sky]) => `In Hammerfest it is ${sky}.`),
    says(([sky = '']) => sky.replace(/,.*$/u, '')),
  ],
  'secret-word': [
    calls({ name: 'draw_word', arguments: { deck: 'blue' } }),
    says(([drawn]) => `The word is ${member(drawn, 'word')}.`),
  ],
  'tool-error': [
    calls({ name: 'read_greenhouse_sensor', arguments: { quantity: 'temperature' } }),
    says(([failure]) => `The sensor could not be read. It returned ${failure}.`),
  ],
  'choice-none': [says(() => 'I cannot look up the weather.')],
  'choice-required': [calls(weatherIn('Oslo'))],
  'choice-named': [calls(weatherIn('Oslo'))],
  'choice-allowed': [calls(weatherIn('Bergen'))],
  'parallel-off': [
    calls(weatherIn('Oslo')),
    calls(OSLO_TIME),
    says(([sky, clock]) => `The weather in Oslo is ${sky}, and it is ${clock} there.`),
  ],
  'reasoning-with-tools': [
    () => ({
      reasoning: 'The time is the distance over the speed, and the distance is for the tool to say.',
      calls: [{ name: 'road_distance', arguments: { from: 'Oslo', to: 'Trondheim' } }],
    }),
    ([road]) => ({
      reasoning: `The distance is ${member(road, 'km')} km, and the speed is 71 km/h.`,
      text: `It takes ${Number(member(road, 'km')) / 71} hours.`,
    }),
  ],
  signatures: tide('Bodø', 2),
  'signatures-dropped': tide('Vardø', 3),
  truncated: [
    calls({
      name: 'save_note',
      arguments: {
        text: [
          'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
          'seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five',
        ].join(' '),
      },
    }),
  ],
  'foreign-ids': [says(([sky, clock]) => `The weather in Oslo is ${sky}, and it is ${clock} there.`)],
  'history-import': [
    calls(weatherIn('Tromsø')),
    (results) => ({ text: `In Oslo it is ${results[0]}, and in Tromsø it is ${results.at(-1)}.` }),
  ],
  cancelled: [calls(weatherIn('Reykjavík')), says(([sky]) => `It is ${sky} in Reykjavík.`)],
  concurrent: [
    calls({ name: 'read_name_tag', arguments: { locker: 12 } }),
    says(([tag]) => `The name on the tag is ${member(tag, 'name')}.`),
  ],
};

function tide(harbour: string, hours: number): readonly Move[] {
  return [
    () => ({
      reasoning: `The boat leaves ${hours} hours before the tide, and the tide is for the tool to say.`,
      calls: [{ name: 'high_tide', arguments: { harbour } }],
    }),
    ([found]) => ({
      reasoning: `High tide is at ${member(found, 'at')}, and the way takes ${hours} hours.`,
      text: `It must leave ${hours} hours before ${member(found, 'at')}; the tide is ${member(found, 'metres')} m high.`,
    }),
  ];
}

function calls(...made: readonly SaidCall[]): Move {
  return () => ({ calls: made });
}

function says(text: (results: readonly string[]) => string): Move {
  return (results) => ({ text: text(results) });
}

/** A member of a result that is a JSON object, as text; empty where there is none. */
function member(result: string | undefined, name: string): string {
  const json = parseJson(result ?? '');
  const value = isObject(json) ? json[name] : undefined;
  return value === undefined ? '' : String(value);
}
