import type {LayerVersion} from '../../../contract/layer.ts';

/** What is other when one version of a layer takes the place of another. */
export interface VersionChange {
  /** More, or fewer where negative. */
  features: number;
  areaM2: number;
  /** Classes only the new one has, and those only the old one had. */
  gained: string[];
  lost: string[];
}

export function versionChange(from: LayerVersion, to: LayerVersion): VersionChange {
  const classesOf = (version: LayerVersion) =>
    version.classes.flatMap((sum) => (sum.class === null ? [] : [sum.class]));
  const [old, next] = [classesOf(from), classesOf(to)];
  return {
    features: to.featureCount - from.featureCount,
    areaM2: to.areaM2 - from.areaM2,
    gained: next.filter((name) => !old.includes(name)),
    lost: old.filter((name) => !next.includes(name)),
  };
}

/** The version that becomes current when `version` is deleted; null when none is left. */
export function heirOf(
  versions: readonly LayerVersion[],
  current: number | null,
  version: number,
): number | null {
  if (version !== current) return current;
  const others = versions.map((each) => each.version).filter((each) => each !== version);
  return others.length === 0 ? null : Math.max(...others);
}
