import {Option, type Command} from 'commander';
import {Client} from './client.ts';

/** Options of every command that talks to a running service. */
export function talking(command: Command): Command {
  return command
    .addOption(
      new Option('--url <address>', 'address of the service')
        .env('LIANDONG_URL')
        .default('http://127.0.0.1:8080'),
    )
    .addOption(new Option('--token <token>', 'access token').env('LIANDONG_TOKEN'));
}

export function clientOf(options: {url: string; token?: string}): Client {
  return new Client(options);
}

/** Collects `role=field` into an object. @throws Error for one without "=" */
export function collectPair(
  text: string,
  pairs: Record<string, string> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new Error(`--map ${text}: expected role=field, e.g. code=GEOID.`);
  return {...pairs, [text.slice(0, at)]: text.slice(at + 1)};
}

/** Collects `indicator=number` into an object. @throws Error for one that is no such pair */
export function collectNumber(
  text: string,
  numbers: Record<string, number> = {},
): Record<string, number> {
  const [, name, value] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (name === undefined) {
    throw new Error(`--baseline ${text}: expected indicator=mg/L, e.g. total-phosphorus=0.05.`);
  }
  return {...numbers, [name]: Number(value)};
}
