/** Whether a place lies in polygons of rings: odd crossings of a ray to the east. */
export function isInside(
  [x, y]: readonly [number, number],
  polygons: readonly (readonly (readonly (readonly [number, number])[])[])[],
): boolean {
  return polygons.some(
    (rings) =>
      rings.reduce((crossings, ring) => {
        const own = ring.slice(1).filter(([x2, y2], i) => {
          const [x1, y1] = ring[i]!;
          return y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
        });
        return crossings + own.length;
      }, 0) %
        2 ===
      1,
  );
}
