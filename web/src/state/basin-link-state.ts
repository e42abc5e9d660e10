import {DEFAULT_BASIN_THRESHOLD} from '../../../contract/basin-cells.ts';
import type {AppState} from './app-state.ts';
import type {BasinLink} from './basin-link.ts';
import {USUAL_NUMBER} from './basin-members.ts';

/** What a link to the present state of the basin room says. */
export function basinLinkOf({basin, agreement}: AppState): BasinLink {
  const {choice, borders, bordersShown, reach, members, marked, shelf} = basin;
  const link: BasinLink = {};
  for (const name of [
    'units',
    'basins',
    'rivers',
    'sections',
    'unitLevel',
    'basinLevel',
    'basin',
  ] as const) {
    const value = choice[name];
    if (value !== null) link[name] = value;
  }
  if (choice.shareOf === 'unit') link.shareOf = 'unit';
  if (choice.threshold !== DEFAULT_BASIN_THRESHOLD) link.threshold = choice.threshold;
  if (choice.groupRule !== 'both') link.groupRule = choice.groupRule;
  if (choice.flow !== null) link.flow = {...choice.flow};
  if (borders.layer.value !== null) link.borderLayer = borders.layer.value;
  if (agreement.chosenId.value !== null) {
    link.agreement = {id: agreement.chosenId.value, version: agreement.version.value};
    if (agreement.period.value !== null) link.period = agreement.period.value;
  }
  if (agreement.editor.isOpen.value) link.draft = agreement.editor.slot.value;
  if (shelf.value === 'flow') link.shelf = 'flow';
  if (bordersShown.value === 'mismatches') link.borders = 'mismatches';
  if (members.zone.value !== null) link.memberZone = members.zone.value;
  const {id, class: name} = members.wanted.value;
  if (id !== USUAL_NUMBER.id || name !== null) link.memberNumber = {id, class: name};
  if (members.limit.value !== null) link.memberLimit = members.limit.value;
  if (marked.value !== null) link.item = marked.value;
  const from = reach.from.value;
  if (from !== null) {
    const at = from.at.map((degrees) => degrees.toFixed(6)).join(',');
    link.from = from.feature === null ? at : `${at},${from.feature.collection}/${from.feature.id}`;
  }
  return link;
}

/** Brings about what a link says of the basin room; layers are known. */
export function followBasinLink({basin, agreement}: AppState, link: BasinLink): void {
  const {choice} = basin;
  choice.units = link.units ?? null;
  choice.basins = link.basins ?? null;
  choice.rivers = link.rivers ?? null;
  choice.sections = link.sections ?? null;
  choice.unitLevel = link.unitLevel ?? null;
  choice.basinLevel = link.basinLevel ?? null;
  choice.shareOf = link.shareOf ?? 'basin';
  choice.threshold = link.threshold ?? DEFAULT_BASIN_THRESHOLD;
  choice.groupRule = link.groupRule ?? 'both';
  choice.flow = link.flow ?? null;
  choice.basin = link.basin ?? null;
  if (link.borderLayer !== undefined) basin.borders.layer.value = link.borderLayer;
  if (link.agreement !== undefined) {
    void agreement.choose(link.agreement.id, link.agreement.version ?? undefined);
    agreement.period.value = link.period ?? null;
  }
  // what is kept lies in this browser: for anyone else the link shows the saved agreement
  if (link.draft !== undefined) agreement.editor.restore(link.draft);
  if (link.shelf !== undefined) basin.shelf.value = link.shelf;
  basin.members.wanted.value = link.memberNumber ?? USUAL_NUMBER;
  basin.members.limit.value = link.memberLimit ?? null;
  basin.members.choose(link.memberZone ?? null);
  basin.bordersShown.value = link.borders ?? 'crossings';
  if (link.item !== undefined) {
    basin.marked.value = link.item;
    // crossings are named "river:from>to", mismatches "unit~unit:kind@place"
    if (link.item.includes('~')) basin.bordersShown.value = 'mismatches';
  }
  const [lon, lat, name] = (link.from ?? '').split(',');
  if (!Number.isFinite(Number(lon ?? Number.NaN)) || !Number.isFinite(Number(lat ?? Number.NaN))) {
    return;
  }
  const slash = name?.indexOf('/') ?? -1;
  const feature =
    name !== undefined && slash > 0
      ? {collection: name.slice(0, slash), id: name.slice(slash + 1)}
      : null;
  basin.reach.askFrom({at: [Number(lon), Number(lat)], feature, below: feature ? [feature] : []});
}
