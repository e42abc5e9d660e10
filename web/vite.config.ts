import {fileURLToPath} from 'node:url';
import vue from '@vitejs/plugin-vue';
import {defineConfig} from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const project = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  plugins: [vue()],
  define: {
    // vue-i18n: composition interface only, no development panel in the shipped bundle.
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: true,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: {
    port: 5173,
    strictPort: false,
    proxy: {'/api': {target: process.env.LIANDONG_URL ?? 'http://127.0.0.1:8080'}},
    fs: {allow: [project]},
  },
  build: {
    outDir: `${project}/dist/web`,
    emptyOutDir: true,
    target: 'es2022',
    // The map engine is one large, lazily loaded file by nature; warn only beyond it.
    chunkSizeWarningLimit: 1200,
    modulePreload: {polyfill: false},
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {name: 'vue', test: /node_modules[\\/](@vue|vue|vue-i18n|@intlify)[\\/]/},
            {name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/},
          ],
        },
      },
    },
  },
});
