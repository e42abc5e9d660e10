import {inBoth, type LocalText} from './local-text.ts';

/** Why GEOS finds a geometry invalid, as its TopologyValidationError says it, in Chinese. */
export const GEOMETRY_REASONS_ZH: Record<string, string> = {
  'Topology Validation Error': '拓扑错误',
  'Repeated Point': '节点重复',
  'Hole lies outside shell': '孔在外环之外',
  'Holes are nested': '孔相互嵌套',
  'Interior is disconnected': '内部不连通',
  'Self-intersection': '自相交',
  'Ring Self-intersection': '环自相交',
  'Nested shells': '外环相互嵌套',
  'Duplicate Rings': '环重复',
  'Too few points in geometry component': '组成部分的节点不足',
  'Invalid Coordinate': '坐标无效',
  'Ring is not closed': '环未闭合',
};

/** A reason in both languages; as GEOS says it where it is a new one. */
export function geometryReason(reason: string): LocalText {
  return {...inBoth(reason), zh: GEOMETRY_REASONS_ZH[reason] ?? reason};
}
