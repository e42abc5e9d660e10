import {expect, test} from 'vitest';
import type {BasinLinkage} from '../../../contract/basin-linkage.ts';
import {isInside} from '../inside.ts';
import {colourAt} from '../map-colour.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {runProcess} from './run-process.ts';

const FROM = [113.9, 28.6] as const;

export function reachCellsStory(host: Host): void {
  test('paints of a basin just the cells that count, not the rest of it', async () => {
    const answer = await runProcess<BasinLinkage>(host.url, 'basin-linkage', {
      units: 'units',
      basins: 'basins',
      rivers: 'rivers',
      sections: 'sections',
      from: {type: 'Point', coordinates: FROM},
      outline: true,
    });
    const {counted, left} = await placesIn(host.url, answer);

    const {page, map, faults} = await openPlan(host, {
      // without lines and names over the colours
      query: `?room=basin&panel=linkage&layers=&from=${FROM.join(',')}`,
    });
    await page.getByTestId('reach-downstream').waitFor(PATIENTLY);
    // orange on the ground: far more red than blue; the ground itself is a grey
    const warmth = async (place: readonly [number, number]) => {
      const [red, , blue] = await colourAt(page, map, place);
      return red - blue;
    };
    for (const place of counted) {
      await expect.poll(() => warmth(place), PATIENTLY).toBeGreaterThan(60);
    }
    for (const place of left) {
      expect(Math.abs(await warmth(place)), `at ${place.join(' ')}`).toBeLessThan(20);
    }

    // who leaves the question sees the order of units again, and nothing of the cells
    await page.getByRole('button', {name: '清除'}).click();
    await page.getByTestId('reach-downstream').waitFor({state: 'detached'});
    expect(faults).toEqual([]);
    await page.context().close();
  });
}

type Place = readonly [number, number];

/** Places inside a basin of which only a part lies downstream: in that part, and outside of it. */
async function placesIn(
  url: string,
  {cells, basins, reach}: BasinLinkage,
): Promise<{counted: Place[]; left: Place[]}> {
  const meant = new Set([...reach!.cells, ...reach!.upstream.cells, ...reach!.downstream.cells]);
  const down = new Set(reach!.downstream.cells);
  // the partly counted basin with most ground on the lesser of both sides
  const least = basins.map((_, basin) => {
    const sum = (isCounted: boolean) =>
      cells.reduce((m2, cell, at) => {
        const fits = isCounted ? down.has(at) : !meant.has(at);
        return cell.basin === basin && fits ? m2 + cell.areaM2 : m2;
      }, 0);
    return Math.min(sum(true), sum(false));
  });
  const {code} = basins[least.indexOf(Math.max(...least))]!;
  const response = await fetch(`${url}/api/collections/basins/items/${code}`);
  const {geometry} = (await response.json()) as {geometry: {type: string; coordinates: never}};
  const basin = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rest = reach!.outline!.flatMap((each) =>
    each.side === 'downstream' && each.rest !== null ? each.rest.coordinates : [],
  ) as never;
  const all = (basin as number[][][][]).flat(2);
  const [west, east] = [Math.min(...all.map(([x]) => x!)), Math.max(...all.map(([x]) => x!))];
  const [south, north] = [Math.min(...all.map(([, y]) => y!)), Math.max(...all.map(([, y]) => y!))];
  const steps = Array.from({length: 40}, (_, i) => (i + 0.5) / 40);
  const grid = steps.flatMap((u) =>
    steps.map((v): Place => [west + u * (east - west), south + v * (north - south)]),
  );
  // away from borders by half a step, so that a pixel is surely on one side
  const [dx, dy] = [(east - west) / 80, (north - south) / 80];
  const isDeep = (place: Place, polygons: never, isIn: boolean) =>
    [
      [0, 0],
      [dx, dy],
      [-dx, dy],
      [dx, -dy],
      [-dx, -dy],
    ].every(([x, y]) => isInside([place[0] + x!, place[1] + y!], polygons) === isIn);
  const inBasin = grid.filter((place) => isDeep(place, basin as never, true));
  const counted = inBasin.filter((place) => isDeep(place, rest, true));
  const left = inBasin.filter((place) => isDeep(place, rest, false));
  expect(Math.min(counted.length, left.length)).toBeGreaterThan(4);
  const some = (places: Place[]) => places.filter((_, i) => i % Math.ceil(places.length / 5) === 0);
  return {counted: some(counted), left: some(left)};
}
