import {Command} from 'commander';
import {VERSION} from '../software.ts';
import {agreementsCommand} from './agreements.ts';
import {exportCommand} from './export.ts';
import {importCommand} from './import.ts';
import {jobsCommand} from './jobs.ts';
import {runCommand} from './run.ts';
import {seedCommand} from './seed.ts';
import {serveCommand} from './serve-command.ts';

// `liandong jobs | head` closes the pipe before all is written
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const program = new Command('liandong')
  .description('Ecological red lines and cross-region zones, measured to the square metre')
  .version(VERSION)
  .showHelpAfterError();

for (const command of [
  serveCommand,
  seedCommand,
  importCommand,
  exportCommand,
  runCommand,
  jobsCommand,
  agreementsCommand,
]) {
  program.addCommand(command());
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
