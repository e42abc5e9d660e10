import {parseArgs} from 'node:util';
import {makeRegion} from './region/make-region.ts';

const HELP = `Makes an invented region: terrain, basins, units, red lines and the rest.

  node --import tsx scripts/make-region.ts --size sample --out data/local/sample

  --size    sample (about 60 000 vertices), province (7 million in the red lines) or
            nation (50 million and more); data/sample/recipe.json says what they hold
  --seed    a whole number; left out, the size's own. The same seed gives the same bytes
  --out     folder for the .geojsonl files and region.json
  --layers  only these, with commas between; left out, all
  --help    this text
`;

const {values} = parseArgs({
  options: {
    size: {type: 'string', default: 'sample'},
    seed: {type: 'string'},
    out: {type: 'string'},
    layers: {type: 'string'},
    help: {type: 'boolean', default: false},
  },
});

if (values.help) {
  process.stdout.write(HELP);
} else if (!values.out || (values.seed !== undefined && !/^\d+$/.test(values.seed))) {
  process.stderr.write(HELP);
  process.exitCode = 1;
} else {
  try {
    await make(values.out);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function make(outDir: string): Promise<void> {
  const region = await makeRegion(
    {
      size: values.size,
      outDir,
      ...(values.seed === undefined ? {} : {seed: Number(values.seed)}),
      ...(values.layers === undefined ? {} : {layers: values.layers.split(',')}),
    },
    {progress: showProgress(performance.now())},
  );
  for (const {id, features, vertices, bytes} of region.layers) {
    const columns = [
      id.padEnd(20),
      `${String(features).padStart(9)} features`,
      `${String(vertices).padStart(11)} vertices`,
      `${(bytes / 1e6).toFixed(1).padStart(9)} MB`,
    ];
    process.stdout.write(`${columns.join(' ')}\n`);
  }
}

function showProgress(started: number): (step: string, share: number) => void {
  let shown = 0;
  return (step, share) => {
    const now = performance.now();
    if (share < 1 && now - shown < 250) return;
    shown = now;
    const elapsedS = (now - started) / 1000;
    const left = share > 0.02 ? `${Math.ceil(elapsedS / share - elapsedS)} s left` : '';
    const line = `${step.padEnd(20)} ${String(Math.floor(share * 100)).padStart(3)} % ${left}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line.padEnd(50)}` : `${line}\n`);
    if (share === 1 && process.stderr.isTTY) process.stderr.write('\n');
  };
}
