import {spawn} from 'node:child_process';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {createServer} from 'vite';
import {readConfig} from '../server/config.ts';

const help = `npm run dev

Starts the service, again after every change under server/ and contract/, and the web application
with hot reload, which passes /api on to the service. The database is the embedded one unless
DATABASE_URL is set; the sample region is loaded on the first start. Settings as for npm start.
`;

const {values} = parseArgs({options: {help: {type: 'boolean'}}});
if (values.help) process.stdout.write(help);
else await develop();

async function develop(): Promise<void> {
  const root = resolve(import.meta.dirname, '..');
  const {HOST, PORT} = readConfig(process.env);
  // a service on all addresses is spoken to on this machine's own
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST;
  process.env.LIANDONG_URL = `http://${host}:${PORT}`;

  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const service = spawn(
    process.execPath,
    [tsx, 'watch', '--clear-screen=false', 'server/cli/main.ts', 'serve'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );

  const web = await createServer({configFile: resolve(root, 'web/vite.config.ts')});
  await web.listen();
  web.printUrls();

  const stop = async () => {
    service.kill('SIGTERM');
    await web.close();
    process.exit();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  service.once('exit', (code) => {
    process.exitCode = code ?? 1;
    void stop();
  });
}
