import {fileURLToPath, pathToFileURL} from 'node:url';
import {bundleOptions} from './bundle.ts';

/**
 * The module of a worker thread as one piece of JavaScript, in an address a thread can be started with.
 * Made once in a process and module; takes 10 to 70 ms. A thread that translated its TypeScript itself
 * would run a second thread for that all its life.
 */
export function bundleThread(module: URL): Promise<URL> {
  let bundle = bundles.get(module.href);
  if (!bundle) bundles.set(module.href, (bundle = makeBundle(fileURLToPath(module))));
  return bundle;
}

const bundles = new Map<string, Promise<URL>>();
let underway = 0;

async function makeBundle(path: string): Promise<URL> {
  // threads have this module too, and no use for esbuild
  const {build, stop} = await import('esbuild');
  underway += 1;
  try {
    const {outputFiles} = await build({
      ...bundleOptions,
      entryPoints: [path],
      write: false,
      // the name in stack traces, which would be the whole address otherwise
      footer: {js: `//# sourceURL=${pathToFileURL(path).href.replace(/ts$/, 'js')}`},
    });
    return new URL(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`);
  } finally {
    underway -= 1;
    // esbuild is a process of its own, and waits for more
    if (underway === 0) await stop();
  }
}
