import type {FeatureName, MapState} from '../state/map-state.ts';

export type Mark = 'selected' | 'hovered' | 'member';

/** Marks by feature, under the key of `markKey`. */
export type FeatureMarks = ReadonlyMap<string, ReadonlySet<Mark>>;

/** Which features of the state carry a mark that changes their look. */
export function featureMarks(
  state: Pick<MapState, 'selection' | 'hovered' | 'members'>,
): FeatureMarks {
  const marks = new Map<string, Set<Mark>>();
  const add = (name: FeatureName, mark: Mark) => {
    const key = markKey(name);
    const known = marks.get(key);
    if (known) known.add(mark);
    else marks.set(key, new Set([mark]));
  };
  for (const name of state.selection) add(name, 'selected');
  for (const id of state.members?.ids ?? []) {
    add({collection: state.members!.collection, id}, 'member');
  }
  if (state.hovered) add(state.hovered, 'hovered');
  return marks;
}

/** What has to be said to the map to go from one set of marks to another. */
export function marksDifference(
  before: FeatureMarks,
  after: FeatureMarks,
): {name: FeatureName; marks: Record<Mark, boolean>}[] {
  const changed = new Set<string>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    if (was?.size !== is?.size || [...(is ?? [])].some((mark) => !was?.has(mark))) changed.add(key);
  }
  return [...changed].map((key) => {
    const is = after.get(key);
    return {
      name: nameOf(key),
      marks: {
        selected: is?.has('selected') ?? false,
        hovered: is?.has('hovered') ?? false,
        member: is?.has('member') ?? false,
      },
    };
  });
}

function markKey({collection, id}: FeatureName): string {
  return `${collection}\n${id}`;
}

function nameOf(key: string): FeatureName {
  const at = key.indexOf('\n');
  return {collection: key.slice(0, at), id: key.slice(at + 1)};
}
