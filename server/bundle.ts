import {readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {BuildOptions, Plugin} from 'esbuild';

const packagesStayOutside: Plugin = {
  name: 'packages stay outside',
  setup(bundling) {
    const resolved = Symbol('resolved');
    bundling.onResolve({filter: /^[^./]/}, async ({path, pluginData, ...from}) => {
      // a file of ours, or asked by the lines below
      if (from.kind === 'entry-point' || pluginData === resolved) return null;
      const {errors, ...found} = await bundling.resolve(path, {...from, pluginData: resolved});
      if (errors.length > 0) return {errors};
      // what is put together may have no place from which names of packages could be found
      return {external: true, path: found.external ? found.path : pathToFileURL(found.path).href};
    });
  },
};

/** Apart from what follows it: this module is put together too, and must not find itself. */
const META = 'import.meta';

const modulesKnowTheirPlace: Plugin = {
  name: 'modules know their place',
  setup(bundling) {
    bundling.onLoad({filter: /\.ts$/}, async ({path}) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replaceAll(`${META}.url`, JSON.stringify(pathToFileURL(path).href))
        .replaceAll(`${META}.dirname`, JSON.stringify(dirname(path)));
      return {contents, loader: 'ts'};
    });
  },
};

/** How esbuild puts our modules together for Node: packages stay where they are. */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // what Node looks for in a package, not what bundlers do
  conditions: ['node', 'import'],
  mainFields: ['main'],
  plugins: [packagesStayOutside, modulesKnowTheirPlace],
  logLevel: 'silent',
} satisfies BuildOptions;
