import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {projectFiles} from '../setup/project-files.ts';

const packageFile = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
};
const commands = projectFiles()
  .filter((path) => path.endsWith('.md'))
  .flatMap((page) => commandsIn(readFileSync(page, 'utf8')).map((command) => ({page, command})));

describe('commands on the pages', () => {
  test('every npm command is npm’s own or a script of package.json', () => {
    const own = ['ci', 'install', 'start', 'test'];
    const unknown = commands.filter(({command}) => {
      const [, run, name = ''] = /^npm (run )?([\w:-]+)/.exec(command) ?? [];
      if (name === '') return false;
      return run || ['start', 'test'].includes(name)
        ? !(name in packageFile.scripts)
        : !own.includes(name);
    });
    expect(unknown).toEqual([]);
  });

  test('every script of package.json starts a file that exists', () => {
    const files = Object.values(packageFile.scripts).flatMap((text) =>
      [...text.matchAll(/\S+\.(ts|js)\b/g)].map((match) => match[0]),
    );
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  test('every liandong command and each of its options is one the command line has', () => {
    const all = helpText();
    const helps = new Map<string, string>();
    const wrong = commands.flatMap(({page, command}) => {
      const [, first = '', rest = ''] = /^npx liandong ([a-z-]+)(.*)$/s.exec(command) ?? [];
      if (first === '' || first === '…') return [];
      const helpOfWords = (verb: string, all: string, ...words: string[]) => {
        const key = [...words, verb].join(' ');
        const help = helps.get(key) ?? helpOf(verb, all, ...words);
        helps.set(key, help);
        return help;
      };
      let verb = first;
      let help = helpOfWords(verb, all);
      if (help === '') return [`${page}: no command ${verb}`];
      // a command with commands of its own, such as agreements settle
      if (/^Commands:/m.test(help)) {
        const second = /^ ([a-z-]+)/.exec(rest)?.[1] ?? '';
        verb = `${first} ${second}`;
        help = helpOfWords(second, help, first);
        if (help === '') return [`${page}: no command ${verb}`];
      }
      return [...rest.matchAll(/(?<=\s)--[a-z-]+/g)]
        .map(([option]) => option)
        .filter((option) => !help.includes(option))
        .map((option) => `${page}: ${verb} has no option ${option}`);
    });
    expect(wrong).toEqual([]);
    // a process for each command
  }, 120_000);

  test('both READMEs give the same commands', () => {
    const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((path) =>
      commandsIn(readFileSync(path, 'utf8')).map((command) => command.replace(/\s*#.*$/, '')),
    );
    expect(new Set(chinese)).toEqual(new Set(english));
    expect(english).toEqual(expect.arrayContaining(['npm ci', 'npm start', 'npm test']));
  });

  test('commands are found in blocks and in code, continued lines as one', () => {
    const page =
      'Type `npm test`.\n```sh\nnpm ci && npm start # now\nnpx liandong import a \\\n  --id b\n```';
    expect(commandsIn(page)).toEqual([
      'npm ci',
      'npm start # now',
      'npx liandong import a   --id b',
      'npm test',
    ]);
  });
});

/** What the command line says of one of its commands, or nothing if it has none of that name. */
function helpOf(verb: string, all: string, ...words: string[]): string {
  const isCommand = new RegExp(`^  ${verb}\\b`, 'm').test(all);
  return isCommand ? helpText(...words, verb) : '';
}

function helpText(...words: string[]): string {
  return execFileSync(process.execPath, [packageFile.bin.liandong ?? '', ...words, '--help'], {
    encoding: 'utf8',
  });
}

function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```(?:sh|bash|console)?\n([\s\S]*?)^```/gm)];
  const inline = markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g);
  return [
    ...blocks.flatMap((match) => (match[1] ?? '').replace(/\\\n/g, '').split('\n')),
    ...[...inline].map((match) => match[1] ?? ''),
  ]
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim().replace(/^\$ /, ''))
    .filter((command) => /^(npm|npx) /.test(command));
}
