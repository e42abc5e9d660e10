import {expect, test} from 'vitest';
import type {BasinLinkage} from '../../../contract/basin-linkage.ts';
import type {BorderMatch} from '../../../contract/border-match.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {runProcess} from './run-process.ts';

export function borderCrossingStory(host: Host): void {
  test('is listed with the section that watches it, and a click zooms to it', async () => {
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=borders'});
    const {crossings} = await runProcess<BasinLinkage>(host.url, 'basin-linkage', {
      units: 'units',
      basins: 'basins',
      rivers: 'rivers',
      sections: 'sections',
    });
    const list = page.getByTestId('crossings').getByRole('listitem');
    await list.first().waitFor(PATIENTLY);
    expect(await list.count()).toBe(crossings.length);
    expect(await list.filter({hasText: '没有监测断面'}).count()).toBe(
      crossings.filter(({section}) => section === null).length,
    );

    const watched = crossings.find(({section}) => section !== null)!;
    await list.filter({hasText: watched.section!.name!}).getByRole('button').click();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('view')?.split(',')[2], PATIENTLY)
      .toBe('12.00');
    const [x, y] = new URL(page.url()).searchParams.get('view')!.split(',').map(Number);
    expect(Math.hypot(x! - watched.at[0], y! - watched.at[1])).toBeLessThan(0.001);
    expect(new URL(page.url()).searchParams.get('item')).toBe(watched.id);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('where red lines do not meet is a list that zooms too', async () => {
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=borders'});
    await page.getByRole('radio', {name: '接边检查'}).check();
    const {mismatches} = await runProcess<BorderMatch>(host.url, 'border-match', {
      units: 'units',
      layer: 'redlines',
      unitLevel: 'county',
    });
    const real = mismatches.filter(({kind}) => kind !== 'noise' && kind !== 'sliver');
    const list = page.getByTestId('mismatches').getByRole('listitem');
    await list.first().waitFor({timeout: 60_000});
    expect(await list.count()).toBe(real.length);
    await list.first().getByRole('button').click();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('item'), PATIENTLY)
      .toBe(real[0]!.id);
    const [lon, lat] = real[0]!.at;
    await expect
      .poll(() => {
        const [x, y] = new URL(page.url()).searchParams.get('view')!.split(',').map(Number);
        return Math.hypot(x! - lon, y! - lat) < 0.2;
      }, PATIENTLY)
      .toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });
}
