import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {checkBeforeImport, inspectFile} from '../../server/ingest/inspect-file.ts';
import {
  collection,
  feature,
  shapefileParts,
  square,
  testFolder,
  without,
  writeFile,
  zip,
} from './make-files.ts';
import {kindOf, problemOf, readAll, surveyHere} from './read-all.ts';

const folder = testFolder();
const good = feature(square(116, 40), {code: '110101', name: '东城区'});

/** [what it is, file name, content, code, what the sentence says] */
const TEXTS: [string, string, string, string, RegExp][] = [
  ['no bytes', 'a.geojson', '', 'FILE_EMPTY', /"a\.geojson" has no bytes/],
  ['blanks', 'a.geojson', ' \n ', 'FILE_NOT_JSON', /line 2, column 2: seen the end/],
  [
    'text',
    'a.geojson',
    'hello',
    'FILE_NOT_JSON',
    /line 1, column 1: seen "hello", expected a value/,
  ],
  [
    'text of no known ending',
    'a.txt',
    'hello',
    'FILE_FORMAT_UNKNOWN',
    /GeoJSON, GeoJSON text sequence/,
  ],
  [
    'a comma too many in the second feature',
    'a.geojson',
    `{"type":"FeatureCollection","features":[\n${JSON.stringify(good)},\n{"type":"Feature",,}]}`,
    'FILE_NOT_JSON',
    /line 3, column 19: seen ",}", expected a name in double quotes/,
  ],
  [
    'NaN',
    'a.geojson',
    collection([good]).replace('40]', 'NaN]'),
    'FILE_NOT_JSON',
    /line 1, column \d+: NaN is not a number JSON knows; give a number/,
  ],
  [
    'Infinity',
    'a.geojson',
    collection([good]).replace('40]', '-Infinity]'),
    'FILE_NOT_JSON',
    /-Infinity is not a number JSON knows/,
  ],
  [
    'cut off',
    'a.geojson',
    collection([good]).slice(0, -1),
    'FILE_NOT_JSON',
    /seen the end of the file/,
  ],
  ['cut off in a feature', 'a.geojson', collection([good]).slice(0, -20), 'FILE_NOT_JSON', /end/],
  [
    'more after the end',
    'a.geojson',
    `${collection([good])} {}`,
    'FILE_NOT_JSON',
    /expected the end/,
  ],
  ['an array', 'a.json', '[1, 2]', 'FILE_NOT_GEOJSON', /it is an array/],
  ['a number', 'a.json', '12', 'FILE_NOT_GEOJSON', /a single value/],
  ['an object without type', 'a.json', '{"a": 1}', 'FILE_NOT_GEOJSON', /its type is missing/],
  ['TopoJSON', 'a.json', '{"type":"Topology"}', 'FILE_NOT_GEOJSON', /TopoJSON; convert it/],
  [
    'no features',
    'a.json',
    '{"type":"FeatureCollection"}',
    'FILE_NOT_GEOJSON',
    /no array named features/,
  ],
  [
    'a geometry among the features',
    'a.json',
    collection([good, good.geometry]),
    'FILE_NOT_GEOJSON',
    /feature 2 is an object of type "Polygon", expected a Feature/,
  ],
  [
    'Esri JSON',
    'a.json',
    JSON.stringify({features: [{attributes: {}, geometry: {rings: []}}]}),
    'FILE_NOT_GEOJSON',
    /type is missing, expected "FeatureCollection"/,
  ],
  [
    'an empty collection',
    'a.geojson',
    collection([]),
    'FILE_WITHOUT_FEATURES',
    /nothing was imported/,
  ],
  [
    'a CRS that is a link',
    'a.geojson',
    collection([good], {crs: {type: 'link', properties: {href: 'http://example.org'}}}),
    'CRS_UNKNOWN',
    /crs member of the file has no name/,
  ],
  [
    'a bad line in a sequence',
    'a.geojsonl',
    `${JSON.stringify(good)}\n{"type": "Feature"\n`,
    'FILE_NOT_JSON',
    /line 2, column 19: seen the end, expected "," or "}"/,
  ],
  [
    'a broken archive',
    'a.zip',
    'PK\u0003\u0004 but no more',
    'ZIP_BROKEN',
    /"a\.zip" could not be opened as a ZIP archive: it does not end as one does.*Zip the \.shp/,
  ],
  [
    'text by the name of an archive',
    'a.zip',
    'hello',
    'ZIP_BROKEN',
    /"a\.zip" could not be opened as a ZIP archive: it does not end as one does/,
  ],
];

/** Those that GDAL judges, which lives in the reader's thread. */
const JUDGED_BY_GDAL: typeof TEXTS = [
  [
    'a CRS nobody knows',
    'a.geojson',
    collection([good], {crs: {type: 'name', properties: {name: 'EPSG:999999'}}}),
    'CRS_UNKNOWN',
    /"EPSG:999999" is not understood: .*not found/,
  ],
  [
    'a broken GeoPackage',
    'a.gpkg',
    'SQLite format 3\0 but no more',
    'FILE_BROKEN',
    /as GeoPackage: GDAL does not know what it is; .*save it anew/,
  ],
];

describe('A file that cannot be read is told with what was seen, what was expected and where', () => {
  it.each(TEXTS)('%s', async (_, fileName, content, code, sentence) => {
    const filePath = writeFile(folder, 'bad', content);
    const problem = await problemOf(surveyHere({filePath, fileName}));
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(sentence);
  });

  it.each(JUDGED_BY_GDAL)('%s', async (_, fileName, content, code, sentence) => {
    const filePath = writeFile(folder, 'bad', content);
    const problem = await problemOf(readAll({filePath, fileName}));
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(sentence);
  });

  it('is GeoJSON or a GeoPackage, for which another encoding than UTF-8 is asked', async () => {
    const files = {'a.geojson': collection([good]), 'a.gpkg': 'SQLite format 3\0'};
    for (const [fileName, content] of Object.entries(files)) {
      const filePath = writeFile(folder, 'encoded', content);
      const problem = await problemOf(surveyHere({filePath, fileName, encoding: 'GBK'}));
      expect(problem.code).toBe('ENCODING_UNKNOWN');
      expect(problem.message).toMatch(
        /"GBK" cannot be taken: Geo\w+ is always UTF-8.*Leave it out/,
      );
    }
  });

  it('is not UTF-8', async () => {
    const text = new Uint8Array([...Buffer.from('{"type":"'), 0xb6, 0xab, ...Buffer.from('"}')]);
    const filePath = writeFile(folder, 'gbk', text);
    const problem = await problemOf(surveyHere({filePath, fileName: 'a.geojson'}));
    expect(problem.code).toBe('FILE_NOT_JSON');
    expect(problem.message).toMatch(/line 1, column 9: the text is not UTF-8/);
  });
});

describe('An archive', () => {
  const geojson = collection([good]);

  it('without a .shp is told with what it holds', async () => {
    const filePath = await zip(folder, 'no-shp.zip', {'notes.txt': 'a', 'inner.zip': 'b'});
    const problem = await problemOf(readAll({filePath, fileName: 'no-shp.zip'}));
    expect(problem.code).toBe('ZIP_WITHOUT_SHP');
    expect(problem.message).toMatch(/it holds notes\.txt, inner\.zip/);
  });

  it('without a .prj asks for the CRS, and is read when it is given', async () => {
    const parts = without(await shapefileParts(geojson), 'prj');
    const filePath = await zip(folder, 'no-prj.zip', {units: parts});
    const file = {filePath, fileName: 'no-prj.zip'};
    const problem = await problemOf(readAll(file));
    expect(problem.code).toBe('CRS_MISSING');
    expect(problem.message).toMatch(/crs=EPSG:4490/);
    const before = await problemOf(checkBeforeImport(file, kindOf('reference'), {}));
    expect(before.code).toBe('CRS_MISSING');
    const {header, features} = await readAll({...file, crs: 'EPSG:4490'});
    expect(header.crs).toBe('EPSG:4490');
    expect(features).toHaveLength(1);
  });

  it('without a .dbf is incomplete', async () => {
    const parts = without(await shapefileParts(geojson), 'dbf');
    const filePath = await zip(folder, 'no-dbf.zip', {units: parts});
    const problem = await problemOf(readAll({filePath, fileName: 'no-dbf.zip'}));
    expect(problem.message).toMatch(/shapefile "units" has no \.dbf/);
  });

  it('with a .prj nobody can read says so', async () => {
    const parts = new Map(await shapefileParts(geojson)).set('prj', Buffer.from('PLANE["flat"]'));
    const filePath = await zip(folder, 'bad-prj.zip', {units: parts});
    const problem = await problemOf(readAll({filePath, fileName: 'bad-prj.zip'}));
    expect(problem.code).toBe('CRS_UNKNOWN');
    expect(problem.message).toMatch(/PLANE\["flat"\].*\.prj/);
  });

  it('with one good and one broken shapefile gives the good one when it is named', async () => {
    const parts = await shapefileParts(geojson);
    const bad = new Map(parts).set('prj', Buffer.from('PLANE["flat"]'));
    const filePath = await zip(folder, 'one-bad.zip', {
      good: parts,
      bad,
      torn: without(parts, 'dbf'),
    });
    const file = {filePath, fileName: 'one-bad.zip'};
    const {reader} = await checkBeforeImport({...file, layer: 'good'}, kindOf('reference'), {});
    await reader.close();
    expect((await readAll({...file, layer: 'good'})).header.layerName).toBe('good');
    const check = (layer: string) =>
      problemOf(checkBeforeImport({...file, layer}, kindOf('reference'), {}));
    expect((await check('bad')).code).toBe('CRS_UNKNOWN');
    expect((await check('torn')).code).toBe('SHP_PART_MISSING');
    expect((await check('other')).message).toMatch(/good, bad, torn/);
  });

  it('of which one .prj cannot be read is listed all the same', async () => {
    const parts = await shapefileParts(geojson);
    const bad = new Map(parts).set('prj', Buffer.from('PLANE["flat"]'));
    const filePath = await zip(folder, 'listed.zip', {good: parts, bad});
    const {layers} = await inspectFile({filePath, fileName: 'listed.zip'});
    expect(layers.map(({name, crs}) => [name, crs])).toEqual([
      ['good', 'EPSG:4490'],
      ['bad', null],
    ]);
  });

  it('with two shapefiles asks which, and reads the one that is named', async () => {
    const parts = await shapefileParts(geojson);
    const filePath = await zip(folder, 'two.zip', {'data/units': parts, 'data/zones': parts});
    const file = {filePath, fileName: 'two.zip'};
    const problem = await problemOf(readAll(file));
    expect(problem.code).toBe('FILE_LAYER_AMBIGUOUS');
    expect(problem.message).toMatch(/holds 2 layers: units, zones.*--layer units/);
    expect((await problemOf(readAll({...file, layer: 'towns'}))).code).toBe('FILE_LAYER_NOT_FOUND');
    expect((await readAll({...file, layer: 'zones'})).header.layerName).toBe('zones');
  });

  it('with a name that leads out of it is refused', async () => {
    // JSZip cleans names, so the bytes are changed afterwards; both headers hold the name
    const made = await zip(folder, 'traversal.zip', {'xx/evil.shp': 'a'});
    const bytes = readFileSync(made);
    for (let at = bytes.indexOf('xx/'); at >= 0; at = bytes.indexOf('xx/', at)) {
      bytes.write('../', at);
    }
    const filePath = writeFile(folder, 'traversal.zip', bytes);
    const problem = await problemOf(readAll({filePath, fileName: 'traversal.zip'}));
    expect(problem.code).toBe('ZIP_UNSAFE');
    expect(problem.message).toMatch(/it holds \.\.\/.*, which leads out of the archive/);
  });

  it('that unpacks to hundreds of times its size is refused', async () => {
    const blanks = new Uint8Array(80 * 1024 ** 2);
    const filePath = await zip(folder, 'bomb.zip', {'bomb.shp': blanks});
    const problem = await problemOf(readAll({filePath, fileName: 'bomb.zip'}));
    expect(problem.code).toBe('ZIP_UNSAFE');
    expect(problem.message).toMatch(/unpack to \d+ times its size, the limit is 200/);
  });
});

describe('Attributes that are mapped', () => {
  const filePath = writeFile(folder, 'units.geojson', collection([good]));
  const file = {filePath, fileName: 'units.geojson'};

  it('must be in the file', async () => {
    const problem = await problemOf(readAll(file, {map: {code: 'GEOID'}}));
    expect(problem.code).toBe('ATTRIBUTE_NOT_FOUND');
    expect(problem.message).toMatch(/"GEOID" \(mapped to code\). It has: code, name/);
  });

  it('must be those the kind needs', async () => {
    const problem = await problemOf(readAll(file, {kind: 'unit'}));
    expect(problem.code).toBe('ROLE_MISSING');
    expect(problem.message).toMatch(/kind unit needs an attribute for code/);
  });

  it('must play roles that the kind has', async () => {
    const map = {downstream: 'name'};
    const problem = await problemOf(readAll(file, {kind: 'redline', map}));
    expect(problem.code).toBe('ROLE_MAP_INVALID');
    expect(problem.message).toBe(
      'map is wrong: kind redline has no role downstream. Roles of kind redline are code, name, ' +
        'nameEn, class, level.',
    );
  });

  it('are told all at once when several are wrong', async () => {
    const map = {name: 'NAME', class: 'TYPE'};
    const problem = await problemOf(readAll(file, {kind: 'unit', map}));
    expect(problem.code).toBe('ROLE_MAP_INVALID');
    expect(problem.issues).toHaveLength(3);
  });

  it('are checked before an import is accepted', async () => {
    const work = checkBeforeImport(file, kindOf('unit'), {code: 'GEOID'});
    expect((await problemOf(work)).code).toBe('ATTRIBUTE_NOT_FOUND');
  });
});

describe('A file of the wrong geometry', () => {
  it('is refused before an import is accepted', async () => {
    const filePath = writeFile(
      folder,
      'points.geojson',
      collection([feature([116, 40], {}, 'Point')]),
    );
    const work = checkBeforeImport({filePath, fileName: 'p.geojson'}, kindOf('redline'), {});
    const problem = await problemOf(work);
    expect(problem.code).toBe('GEOMETRY_TYPE_WRONG');
    expect(problem.message).toMatch(/kind redline needs polygon features; the file holds Point/);
  });
});
