import {chromium, type Browser} from 'playwright-core';
import {chromiumPath} from './needs.ts';

/** Starts the Chromium of this machine; the map is drawn in software, so it needs no graphics card. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      // Chromium's sandbox refuses to run as root, which is what a container is
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}
