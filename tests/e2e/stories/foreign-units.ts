import {expect, test} from 'vitest';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {importFeatures, squares} from './import-features.ts';

const ID = 'test-counties';

export function foreignUnitsStory(host: Host): void {
  test('are named by what their parts say, counted where they lie in no basin, and seen at once', async () => {
    const county = (code: string, NAME: string, STATE_NAME: string) => ({code, NAME, STATE_NAME});
    const inside = squares(
      [113.4, 28.6],
      [
        county('36001', 'Albany', 'New York'),
        county('36003', 'Allegany', 'New York'),
        county('10001', 'Kent', 'Delaware'),
      ],
    );
    // a thousand kilometres from the basins of the sample region
    const outside = squares([124, 28.6], [county('10003', 'New Castle', 'Delaware')]);
    await importFeatures(
      host.url,
      {id: ID, kind: 'unit', title: '外来政区', map: {code: 'code', name: 'NAME'}},
      [...inside, ...outside],
    );

    const {page, faults} = await openPlan(host, {query: `?room=basin&units=${ID}`});
    await page.getByText('共 4 个行政区，其中 1 个不在任何流域之内').waitFor(PATIENTLY);
    const [lon, , zoom] = new URL(page.url()).searchParams.get('view')!.split(',').map(Number);
    // from the first square to the east of the basins, not to the square beyond them
    expect(lon).toBeGreaterThan(113.7);
    expect(lon).toBeLessThan(114.7);
    expect(zoom).toBeGreaterThan(7);

    await page.getByTestId('unit-level').click();
    await page.getByRole('option', {name: /^州级/}).click();
    await page.waitForURL(/unitlevel=state/);
    const names = page.locator('.members .pick-list .name');
    await names.getByText('New York').waitFor(PATIENTLY);
    await names.getByText('Delaware').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
    await fetch(`${host.url}/api/layers/${ID}`, {method: 'DELETE'});
  });
}
