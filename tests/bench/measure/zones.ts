import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import type {MultiPolygon, Ring} from '../../../server/kernel/geometry.ts';
import {fromLegalPlane, toLegalPlane} from '../../../server/kernel/legal-plane.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {blob, seededRandom} from '../synthetic-layer.ts';

/** A zone as both sides take it: the same positions, for the rivals projected and densified already. */
export interface BenchZone {
  vertexCount: number;
  radiusM: number;
  lonLat: MultiPolygon;
  plane: MultiPolygon;
  planeWkb: Buffer;
  areaM2: number;
}

/** Middle of the land of the province region. */
export const CENTRE = [114.2, 29.0] as const;

/** Vertex counts and how many zones of each, in different places: large ones fill the region. */
export const ZONE_SIZES = [
  {vertexCount: 100, zones: 9},
  {vertexCount: 500, zones: 7},
  {vertexCount: 2_000, zones: 5},
  {vertexCount: 8_000, zones: 3},
  {vertexCount: 20_000, zones: 1},
];

/**
 * Wiggly outlines that do not cross themselves. 2 000 vertices go round 50 km and 20 000 round
 * 300 km; others follow the power between.
 */
export function makeZones(
  centre: readonly [number, number],
  scale: number,
  most: {zones: number; ofLarge: number} = {zones: Infinity, ofLarge: Infinity},
): BenchZone[] {
  const random = seededRandom(20);
  return ZONE_SIZES.flatMap(({vertexCount, zones: wanted}) => {
    const zones = Math.min(wanted, vertexCount > 2_000 ? most.ofLarge : most.zones);
    return Array.from({length: zones}, (_, i) => {
      const radiusM = 50_000 * (vertexCount / 2_000) ** (Math.log(6) / Math.log(10)) * scale;
      // the largest sits in the middle, smaller ones anywhere that keeps them inside it
      const room = zones === 1 ? 0 : Math.max(0, 300_000 * scale - radiusM) * 0.7;
      const angle = (2 * Math.PI * (i + random())) / zones;
      const [x, y] = toLegalPlane(...centre);
      const at = room * Math.sqrt(random());
      return makeZone(
        x + at * Math.cos(angle),
        y + at * Math.sin(angle),
        radiusM,
        vertexCount,
        random,
      );
    });
  });
}

/** The zone with one vertex pulled some way towards the next, as a pointer would. */
export function dragVertex({lonLat}: BenchZone, vertex: number, share: number): MultiPolygon {
  return lonLat.map((polygon) =>
    polygon.map((ring) => {
      const dragged: Ring = [...ring];
      const i = 1 + (vertex % (ring.length - 3));
      const [lon, lat] = ring[i]!;
      const [lon2, lat2] = ring[i + 1]!;
      dragged[i] = [lon + share * (lon2 - lon), lat + share * (lat2 - lat)];
      return dragged;
    }),
  );
}

function makeZone(
  x: number,
  y: number,
  radiusM: number,
  vertexCount: number,
  random: () => number,
): BenchZone {
  const {xy} = blob(x, y, radiusM, vertexCount, random);
  const ring: Ring = Array.from({length: vertexCount}, (_, i) =>
    fromLegalPlane(xy[2 * i]!, xy[2 * i + 1]!),
  );
  const lonLat = [[[...ring, ring[0]!]]];
  const plane = toLegalMultiPolygon(lonLat);
  return {
    vertexCount,
    radiusM,
    lonLat,
    plane,
    planeWkb: Buffer.from(wkbOfPolygons(plane)),
    areaM2: multiPolygonAreaM2(plane),
  };
}
