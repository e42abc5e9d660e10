import {Command} from 'commander';

/** `liandong serve`: runs the service until it is asked to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the service; settings come from the environment (.env.example)')
    .action(async () => {
      // the whole service: a second or two that no other command has to wait for
      const {serve} = await import('./serve.ts');
      await serve();
    });
}
