import type {PlaceBounds} from '../../contract/bounds.ts';
import type {LayerBounds, MeasurableVersion} from '../layers/measuring.ts';
import type {ResolvedPlace} from '../zones/place.ts';
import type {AnalysisContext} from './process.ts';

/** Limits of what each place holds, in the time it takes to walk down the cells. */
export async function boundPlaces(
  {measuring, signal}: AnalysisContext,
  places: readonly ResolvedPlace[],
  version: MeasurableVersion,
): Promise<PlaceBounds[]> {
  const bounded: PlaceBounds[] = [];
  for (const {id, name, multiPolygon} of places) {
    signal.throwIfAborted();
    const [bounds] = await measuring.boundZone(multiPolygon, [version]);
    bounded.push({id, name, ...toBounds(bounds!)});
  }
  return bounded;
}

function toBounds({lower, upper, classes}: LayerBounds): Omit<PlaceBounds, 'id' | 'name'> {
  return {
    areaM2: lower.areaM2,
    held: {lowerM2: lower.totalM2, upperM2: upper.totalM2},
    byClass: classes
      .map((name, i) => ({
        class: name,
        lowerM2: lower.byClassM2[i]!,
        upperM2: upper.byClassM2[i]!,
      }))
      .filter(({upperM2}) => upperM2 > 0),
  };
}
