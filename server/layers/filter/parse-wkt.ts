import type {Geometry} from './expression.ts';
import type {TokenReader} from './token-reader.ts';

type Nested = number[] | Nested[];

/** How deep the brackets of each kind go: a point's one, a multipolygon's three beyond positions. */
const DEPTHS: Record<string, [type: string, depth: number]> = {
  point: ['Point', 0],
  linestring: ['LineString', 1],
  polygon: ['Polygon', 2],
  multipoint: ['MultiPoint', 1],
  multilinestring: ['MultiLineString', 2],
  multipolygon: ['MultiPolygon', 3],
};

/** Reads WKT or `bbox(…)` into GeoJSON, if that is what comes next. */
export function parseWkt(reader: TokenReader): Geometry | null {
  const name = reader.peek().text.toLowerCase();
  if (name === 'bbox') return parseBbox(reader);
  const known = DEPTHS[name];
  if (!known) return null;
  reader.next();
  reader.takeWord('z');
  const [type, depth] = known;
  reader.expectSign('(');
  const coordinates = depth === 0 ? parsePosition(reader) : parseList(reader, depth, type);
  reader.expectSign(')');
  return {type, coordinates};
}

function parseBbox(reader: TokenReader): Geometry {
  reader.next();
  reader.expectSign('(');
  const bbox = [parseNumber(reader)];
  while (reader.takeSign(',')) bbox.push(parseNumber(reader));
  if (bbox.length !== 4 && bbox.length !== 6) {
    reader.refuse({zh: 'bbox 中的 4 个或 6 个数字', en: '4 or 6 numbers in bbox'});
  }
  reader.expectSign(')');
  return {bbox};
}

/** The content of one pair of brackets: positions, or lists of them in brackets of their own. */
function parseList(reader: TokenReader, depth: number, type: string): Nested {
  const list: Nested[] = [];
  do {
    if (depth === 1) list.push(parseMember(reader, type));
    else {
      reader.expectSign('(');
      list.push(parseList(reader, depth - 1, type));
      reader.expectSign(')');
    }
  } while (reader.takeSign(','));
  return list;
}

/** MULTIPOINT may have each position in brackets, or not. */
function parseMember(reader: TokenReader, type: string): number[] {
  if (type !== 'MultiPoint' || !reader.takeSign('(')) return parsePosition(reader);
  const position = parsePosition(reader);
  reader.expectSign(')');
  return position;
}

function parsePosition(reader: TokenReader): number[] {
  const position = [parseNumber(reader), parseNumber(reader)];
  while (position.length < 4 && isNumberNext(reader)) position.push(parseNumber(reader));
  return position.slice(0, 2);
}

function isNumberNext(reader: TokenReader): boolean {
  const {kind, text} = reader.peek();
  return kind === 'number' || text === '-' || text === '+';
}

function parseNumber(reader: TokenReader): number {
  const sign = reader.takeSign('-', '+');
  const number = reader.take('number');
  if (!number) reader.refuse({zh: '数字', en: 'a number'});
  return (sign === '-' ? -1 : 1) * Number(number.text);
}
