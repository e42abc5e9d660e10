/** How the layer list is grouped; a kind that is named nowhere stands under `other`. */
export const LAYER_GROUPS = [
  {id: 'limits', kinds: ['redline', 'protected-area', 'farmland', 'town-boundary']},
  {id: 'zoning', kinds: ['function-zone', 'park']},
  {id: 'units', kinds: ['unit']},
  {id: 'water', kinds: ['basin', 'river', 'section']},
  {id: 'ground', kinds: ['facility', 'land-cover']},
  {id: 'other', kinds: []},
] as const;
export type LayerGroupId = (typeof LAYER_GROUPS)[number]['id'];

export function groupOfKind(kind: string): LayerGroupId {
  const group = LAYER_GROUPS.find(({kinds}) => (kinds as readonly string[]).includes(kind));
  return group?.id ?? 'other';
}
