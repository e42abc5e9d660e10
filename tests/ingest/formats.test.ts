import JSZip from 'jszip';
import {describe, expect, it} from 'vitest';
import {inspectFile} from '../../server/ingest/inspect-file.ts';
import {polygonsOfWkb} from '../../server/kernel/wkb.ts';
import {
  collection,
  convert,
  feature,
  shapefileParts,
  square,
  testFolder,
  without,
  writeFile,
  zip,
} from './make-files.ts';
import {readAll} from './read-all.ts';

const folder = testFolder();
// digits that only 17 significant ones hold
const RAGGED = [
  [
    [116.12345678901234, 39.87654321098765],
    [116.4, 39.900000000000006],
    [116.39999999999999, 40.1],
    [116.12345678901234, 39.87654321098765],
  ],
];
const units = [
  feature(RAGGED, {code: '110101', name: '东城区'}),
  feature([square(117, 40), square(118, 41)], {code: '110102', name: '西城区'}, 'MultiPolygon'),
];
const map = {code: 'code', name: 'name'};

const ringsOf = (wkbHex: string) => polygonsOfWkb(Buffer.from(wkbHex, 'hex'));

describe('Coordinates in longitude and latitude stay the same to the last bit', () => {
  it('through GeoJSON', async () => {
    const filePath = writeFile(folder, 'a.geojson', collection(units));
    const {header, features, issues} = await readAll({filePath, fileName: 'a.geojson'}, {map});
    expect(header).toMatchObject({format: 'GeoJSON', crs: 'OGC:CRS84', featureCount: 2});
    expect(issues).toEqual([]);
    expect(ringsOf(features[0]!.wkbHex)).toEqual([RAGGED]);
    expect(features.map(({featureId, name}) => [featureId, name])).toEqual([
      ['110101', '东城区'],
      ['110102', '西城区'],
    ]);
  });

  it('through a GeoJSON text sequence, with or without record separators', async () => {
    for (const separator of ['', '\u001e']) {
      const text = units.map((each) => `${separator}${JSON.stringify(each)}\n`).join('');
      const filePath = writeFile(folder, 'a.geojsonl', text);
      const {header, features} = await readAll({filePath, fileName: 'a.geojsonl'}, {map});
      expect(header.format).toBe('GeoJSON text sequence');
      expect(ringsOf(features[0]!.wkbHex)).toEqual([RAGGED]);
      expect(features).toHaveLength(2);
    }
  });

  it('through a shapefile', async () => {
    const filePath = await zip(folder, 'a.zip', {units: await shapefileParts(collection(units))});
    const {header, features} = await readAll({filePath, fileName: 'a.zip'}, {map});
    expect(header).toMatchObject({
      format: 'zipped Shapefile',
      layerName: 'units',
      encoding: 'UTF-8',
    });
    const positions = ringsOf(features[0]!.wkbHex).flat(2);
    expect(new Set(positions.map(String))).toEqual(new Set(RAGGED[0]!.map(String)));
    expect(ringsOf(features[1]!.wkbHex)).toHaveLength(2);
  });

  it('through a GeoPackage, in EPSG:4326 as in EPSG:4490', async () => {
    for (const crs of ['EPSG:4326', 'EPSG:4490']) {
      const made = await convert(collection(units), ['-f', 'GPKG', '-a_srs', crs, '-nln', 'units']);
      const filePath = writeFile(folder, 'a.gpkg', made.get('gpkg')!);
      const {header, features} = await readAll({filePath, fileName: 'a.gpkg'}, {map});
      expect(header).toMatchObject({format: 'GeoPackage', layerName: 'units', crs});
      expect(ringsOf(features[0]!.wkbHex)).toEqual([RAGGED]);
      expect(features[0]!.name).toBe('东城区');
    }
  });

  it('in the order longitude, latitude, though EPSG:4490 has latitude first', async () => {
    const crs = {type: 'name', properties: {name: 'urn:ogc:def:crs:EPSG::4490'}};
    const filePath = writeFile(folder, 'b.geojson', collection(units, {crs}));
    const {header, features} = await readAll({filePath, fileName: 'b.geojson'}, {map});
    expect(header.crs).toBe('EPSG:4490');
    expect(ringsOf(features[0]!.wkbHex)).toEqual([RAGGED]);
  });
});

describe('A file in Gauss-Krüger', () => {
  it('comes back to where it was, borders still shared, with positions added to long edges', async () => {
    const neighbours = [feature(square(117, 40, 0.5)), feature(square(117.5, 40, 0.5))];
    const parts = await shapefileParts(collection(neighbours), {crs: 'EPSG:4527'});
    const filePath = await zip(folder, 'gk.zip', {units: parts});
    const {header, features} = await readAll({filePath, fileName: 'gk.zip'});
    expect(header.crs).toBe('EPSG:4527');
    const [west, east] = features.map(({wkbHex}) => ringsOf(wkbHex)[0]![0]!);
    expect(west!.length).toBeGreaterThan(20);
    for (const [lon, lat] of square(117, 40, 0.5)[0]!) {
      const nearest = Math.min(...west!.map((p) => Math.hypot(p[0] - lon!, p[1] - lat!)));
      expect(nearest).toBeLessThan(1e-10);
    }
    const border = (ring: number[][]) =>
      new Set(ring.filter(([lon]) => Math.abs(lon! - 117.5) < 1e-9).map(String));
    expect(border(west!).size).toBeGreaterThanOrEqual(2);
    expect(border(west!)).toEqual(border(east!));
  });

  it('is read by the crs member of GeoJSON, and by crs where there is none', async () => {
    const metres = feature(square(39_500_000, 3_500_000, 1000));
    const crs = {type: 'name', properties: {name: 'urn:ogc:def:crs:EPSG::4527'}};
    const said = writeFile(folder, 'said.geojson', collection([metres], {crs}));
    const silent = writeFile(folder, 'silent.geojson', collection([metres]));
    const first = await readAll({filePath: said, fileName: 'said.geojson'});
    const second = await readAll({filePath: silent, fileName: 'silent.geojson', crs: '4527'});
    expect(second.features).toEqual(first.features);
    expect(ringsOf(first.features[0]!.wkbHex)[0]![0]![0]![0]).toBeCloseTo(117, 10);
    // 1 km² on the central meridian, where the scale is 1
    expect(first.features[0]!.areaM2).toBeCloseTo(1e6, -2);
  });
});

describe('Text of a shapefile', () => {
  const geojson = collection(units);
  const read = async (parts: Map<string, Uint8Array>, encoding?: string) => {
    const filePath = await zip(folder, 'text.zip', {units: parts});
    return readAll({filePath, fileName: 'text.zip', encoding}, {map});
  };

  it('in GBK is read by the .cpg', async () => {
    const parts = await shapefileParts(geojson, {encoding: 'CP936'});
    const {header, features} = await read(parts);
    expect(header.encoding).toBe('GBK');
    expect(features.map(({name}) => name)).toEqual(['东城区', '西城区']);
  });

  it('in GBK is read by the language byte of the table where there is no .cpg', async () => {
    const parts = without(await shapefileParts(geojson, {encoding: 'CP936'}), 'cpg');
    const dbf = Uint8Array.from(parts.get('dbf')!);
    dbf[29] = 0x4d;
    const {header, features, issues} = await read(new Map(parts).set('dbf', dbf));
    expect(header.encoding).toBe('GBK');
    expect(features[0]!.name).toBe('东城区');
    expect(issues).toEqual([]);
  });

  it('in GBK is guessed, and the guess told, where nothing says it', async () => {
    const parts = without(await shapefileParts(geojson, {encoding: 'CP936'}), 'cpg');
    const dbf = Uint8Array.from(parts.get('dbf')!);
    dbf[29] = 0;
    const {features, issues} = await read(new Map(parts).set('dbf', dbf));
    expect(features[0]!.name).toBe('东城区');
    expect(issues).toMatchObject([{rule: 'encoding-assumed', severity: 'info', detail: /GBK/}]);
  });

  it('is read as the caller says, whatever the file says', async () => {
    const parts = await shapefileParts(geojson, {encoding: 'CP936'});
    const wrong = new Map(parts).set('cpg', Buffer.from('ISO-8859-1'));
    expect((await read(wrong)).features[0]!.name).not.toBe('东城区');
    expect((await read(wrong, 'gbk')).features[0]!.name).toBe('东城区');
  });

  it('has its layer found by a Chinese name in GBK, as Chinese archivers write it', async () => {
    // 红线 in GBK, each byte a character, without the flag that says UTF-8
    const name = Buffer.from([0xba, 0xec, 0xcf, 0xdf]).toString('latin1');
    const archive = new JSZip();
    for (const [ending, bytes] of await shapefileParts(collection(units))) {
      archive.file(`${name}.${ending}`, bytes);
    }
    const encodeFileName = (text: string) => Buffer.from(text, 'latin1');
    const bytes = await archive.generateAsync({type: 'uint8array', encodeFileName} as never);
    const filePath = writeFile(folder, 'names.zip', bytes as Uint8Array);
    const {header} = await readAll({filePath, fileName: 'names.zip'}, {map});
    expect(header.layerName).toBe('红线');
  });
});

describe('Inspecting a file', () => {
  it('lists the layers of a GeoPackage with their attributes and a value of each', async () => {
    const made = await convert(collection(units), ['-f', 'GPKG', '-nln', 'units']);
    const filePath = writeFile(folder, 'i.gpkg', made.get('gpkg')!);
    const {format, layers} = await inspectFile({filePath, fileName: 'i.gpkg'});
    expect(format).toBe('GeoPackage');
    expect(layers).toMatchObject([
      {
        name: 'units',
        featureCount: 2,
        attributes: [
          {name: 'code', type: 'string', sample: '110101'},
          {name: 'name', type: 'string', sample: '东城区'},
        ],
      },
    ]);
  });

  it('tells of a shapefile without .prj that its CRS is unknown', async () => {
    const parts = without(await shapefileParts(collection(units)), 'prj');
    const filePath = await zip(folder, 'i.zip', {units: parts});
    const {layers} = await inspectFile({filePath, fileName: 'i.zip'});
    expect(layers).toMatchObject([
      {name: 'units', crs: null, geometry: 'Polygon', featureCount: 2},
    ]);
  });

  it('of GeoJSON names it after the file, and mixed types mixed', async () => {
    const mixed = [...units, feature([116, 40], {capacity: 3}, 'Point')];
    const filePath = writeFile(folder, 'i.geojson', collection(mixed));
    const {layers} = await inspectFile({filePath, fileName: 'my units.geojson'});
    expect(layers).toMatchObject([{name: 'my units', geometry: 'mixed', crs: 'OGC:CRS84'}]);
    expect(layers[0]!.attributes.map(({name}) => name)).toEqual(['code', 'name', 'capacity']);
  });
});

describe('A file larger than the pieces it is read in', () => {
  it('is read whole, with values across the seams', async () => {
    const many = Array.from({length: 9000}, (_, i) =>
      feature(square(100 + (i % 100) / 10, 20 + i / 1000), {
        code: `u${i}`,
        text: '红"线\\'.repeat(i % 7),
      }),
    );
    const text = collection(many);
    expect(Buffer.byteLength(text)).toBeGreaterThan(1.5 * 1024 ** 2);
    const filePath = writeFile(folder, 'many.geojson', text);
    const {features, header} = await readAll(
      {filePath, fileName: 'many.geojson'},
      {map: {code: 'code'}},
    );
    expect(header.featureCount).toBe(9000);
    expect(features.map(({properties}) => properties)).toEqual(
      many.map(({properties}) => properties),
    );
  });
});
