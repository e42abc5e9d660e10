import type {AppState} from './app-state.ts';
import {changedFields, formWith} from './facilities-form.ts';
import type {FacilitiesLink} from './facilities-link.ts';

const CHOSEN = [
  'units',
  'facilities',
  'basins',
  'sections',
  'kind',
  'unitLevel',
  'people',
  'loadAttribute',
  'areas',
  'areasAttribute',
] as const;
const OTHERS = ['rule', 'distanceM', 'year', 'perHead', 'measure', 'protectionDistanceM'] as const;

/** What a link to the present state of the facilities room says. */
export function facilitiesLinkOf({facilities}: AppState): FacilitiesLink {
  const {choice, shelf, marked, sharing} = facilities;
  const link: FacilitiesLink = {};
  for (const name of CHOSEN) {
    const value = choice[name];
    if (value !== null) link[name] = value;
  }
  for (const name of OTHERS) {
    if (choice[name] !== null) Object.assign(link, {[name]: choice[name]});
  }
  if (Object.keys(choice.attributes).length > 0) link.attributes = {...choice.attributes};
  if (shelf.value !== 'served') link.shelf = shelf.value;
  if (marked.value !== null) link.item = marked.value;
  const fields = changedFields(sharing.form);
  if (Object.keys(fields).length > 0) link.form = {...fields};
  const [shown, against] = [sharing.shown.value, sharing.against.value];
  if (shown !== null) link.scenario = {id: shown.id, name: shown.name};
  if (against !== null) link.against = {id: against.id, name: against.name};
  return link;
}

/** Brings about what a link says of the facilities room; layers are known. */
export function followFacilitiesLink({facilities}: AppState, link: FacilitiesLink): void {
  const {choice, sharing} = facilities;
  for (const name of CHOSEN) choice[name] = link[name] ?? null;
  for (const name of OTHERS) Object.assign(choice, {[name]: link[name] ?? null});
  choice.attributes = {...link.attributes};
  if (link.shelf) facilities.shelf.value = link.shelf;
  if (link.item) facilities.marked.value = link.item;
  if (link.form) Object.assign(sharing.form, formWith(link.form));
  if (link.against) sharing.follow(link.against, 'against');
  if (link.scenario) sharing.follow(link.scenario, 'scenario');
}
