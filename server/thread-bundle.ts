import {readFile} from 'node:fs/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import type {Plugin} from 'esbuild';

/**
 * The module of a worker thread as one piece of JavaScript, in an address a thread can be started with: our
 * own modules put together, packages left where they are. Made once in a process and module; takes 10 to
 * 70 ms. A thread that translated its TypeScript itself would run a second thread for that all its life.
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
      entryPoints: [path],
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      // what Node looks for in a package, not what bundlers do
      conditions: ['node', 'import'],
      mainFields: ['main'],
      plugins: [packagesStayOutside, modulesKnowTheirPlace],
      // the name in stack traces, which would be the whole address otherwise
      footer: {js: `//# sourceURL=${pathToFileURL(path).href.replace(/ts$/, 'js')}`},
      logLevel: 'silent',
    });
    return new URL(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`);
  } finally {
    underway -= 1;
    // esbuild is a process of its own, and waits for more
    if (underway === 0) await stop();
  }
}

const packagesStayOutside: Plugin = {
  name: 'packages stay outside',
  setup(bundling) {
    const resolved = Symbol('resolved');
    bundling.onResolve({filter: /^[^./]/}, async ({path, pluginData, ...from}) => {
      // a file of ours, or asked by the lines below
      if (from.kind === 'entry-point' || pluginData === resolved) return null;
      const {errors, ...found} = await bundling.resolve(path, {...from, pluginData: resolved});
      if (errors.length > 0) return {errors};
      // what is in the bundle has no place from which names of packages could be found
      return {external: true, path: found.external ? found.path : pathToFileURL(found.path).href};
    });
  },
};

const modulesKnowTheirPlace: Plugin = {
  name: 'modules know their place',
  setup(bundling) {
    bundling.onLoad({filter: /\.ts$/}, async ({path}) => {
      const text = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return {contents: text.replaceAll('import.meta.url', place), loader: 'ts'};
    });
  },
};
