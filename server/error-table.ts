/**
 * Every problem a caller can be told of: HTTP status, what kind it is, and the sentence, whose
 * {names} are filled from the values given to `fail`. Codes are part of the interface. Both texts
 * stand in Chinese in errors-zh.ts.
 */
export const ERRORS = {
  // requests
  BODY_NOT_JSON: [
    400,
    'Not JSON',
    'The request body is not JSON: {reason}. Send a JSON document with Content-Type application/json.',
  ],
  BODY_TOO_LARGE: [
    413,
    'Too large',
    'The request is larger than the limit of {limitBytes} bytes. Send less, or import it as a layer.',
  ],
  MEDIA_TYPE_UNSUPPORTED: [
    415,
    'Unsupported media type',
    'Content-Type {mediaType} is not understood here; expected {expected}.',
  ],
  INPUT_INVALID: [400, 'Invalid input', '{reason}'],
  PARAMETER_UNKNOWN: [
    400,
    'Unknown parameter',
    'Query parameter "{name}" is not known here. Known: {known}.',
  ],
  PARAMETER_INVALID: [
    400,
    'Invalid parameter',
    'Query parameter "{name}" is {seen}; expected {expected}.',
  ],
  PATH_NOT_FOUND: [
    404,
    'Not found',
    'There is nothing at {path}. The landing page {landing} lists what there is.',
  ],
  REQUEST_ABANDONED: [
    499,
    'Request abandoned',
    'The caller closed the connection before the answer was there.',
  ],
  RATE_LIMITED: [
    429,
    'Too many requests',
    'More than {limit} requests a minute from one address. Try again in {retryAfterS} s.',
  ],
  INTERNAL: [
    500,
    'Internal error',
    'Something went wrong on our side. The log knows it as {requestId}.',
  ],
  SIGN_IN_NEEDED: [
    401,
    'Sign-in needed',
    'This service asks for its access token. Send it as Authorization: Bearer …, or sign in at /api/session.',
  ],
  SIGN_IN_WRONG: [
    401,
    'Wrong access token',
    'That is not the access token of this service. Ask whoever runs it.',
  ],
  NOT_READY: [503, 'Not ready', 'The service is not ready: {reason}. Try again in a few seconds.'],

  // geometry in requests
  GEOJSON_INVALID: [400, 'Not GeoJSON', '{reason}'],
  GEOMETRY_INVALID: [400, 'Invalid geometry', '{reason}'],
  GEOMETRY_NOT_AREAL: [
    400,
    'Geometry has no area',
    'Seen {seen}; a place needs a Polygon or MultiPolygon (or a Feature or FeatureCollection of them).',
  ],
  GEOMETRY_EMPTY: [400, 'Empty geometry', 'The place has no polygon. Give at least one.'],
  COORDINATE_INVALID: [400, 'Invalid coordinate', '{reason}'],

  // layers
  LAYER_NOT_FOUND: [
    404,
    'No such layer',
    'There is no layer "{layerId}". GET /api/layers lists those there are.',
  ],
  LAYER_VERSION_NOT_FOUND: [
    404,
    'No such version',
    'Layer "{layerId}" has no version {version} that is ready. Ready: {ready}.',
  ],
  LAYER_NOT_READY: [
    409,
    'Layer has no version yet',
    'Layer "{layerId}" has no complete version yet; its import is under way or failed.',
  ],
  LAYER_ID_INVALID: [
    400,
    'Invalid layer id',
    'Layer id "{layerId}" must start with a letter a–z and hold only a–z, 0–9 and "-", 63 characters at most.',
  ],
  LAYER_KIND_UNKNOWN: [
    400,
    'Unknown layer kind',
    'Layer kind "{kind}" is not known. Known: {known}.',
  ],
  LAYER_KIND_CHANGED: [
    409,
    'Layer has another kind',
    'Layer "{layerId}" is of kind {kind}; a new version cannot be of kind {seen}. Use another id.',
  ],
  LAYER_NOT_AREAL: [
    400,
    'Layer has no area',
    'Layer "{layerId}" holds {geometry} features; this needs polygons.',
  ],
  LAYER_IN_USE: [409, 'Layer in use', 'Layer "{layerId}" cannot be deleted: {reason}.'],
  CLASS_UNKNOWN: [
    400,
    'Unknown class',
    'Layer "{layerId}" has no class "{seen}". It has: {known}.',
  ],
  LEVEL_NOT_FOUND: [
    400,
    'No such level',
    'Layer "{layerId}" has no level "{seen}". Its levels from coarse to fine: {known}.',
  ],
  PLACE_OUTSIDE: [
    400,
    'Place outside the layers',
    'The place "{name}" lies in no unit of {units} that a basin of {basins} touches. Choose a place inside both layers.',
  ],
  FEATURE_NOT_FOUND: [
    404,
    'No such feature',
    'Layer "{layerId}" version {version} has no feature "{featureId}".',
  ],
  ROLE_MAP_INVALID: [400, 'Invalid attribute map', '{reason}'],

  // files
  FILE_MISSING: [
    400,
    'No file',
    'The form has no part named "file". Send the file as one, e.g. curl --form file=@counties.zip.',
  ],
  FILE_TOO_LARGE: [
    413,
    'File too large',
    'The file is larger than the limit of {limitBytes} bytes (LIANDONG_UPLOAD_LIMIT). Split it, or raise the limit.',
  ],
  FILE_EMPTY: [400, 'Empty file', 'The file "{fileName}" has no bytes.'],
  FILE_FORMAT_UNKNOWN: [
    400,
    'Unknown format',
    'The file "{fileName}" is none of the formats read here: GeoJSON, GeoJSON text sequence, zipped Shapefile, GeoPackage.',
  ],
  FILE_NOT_JSON: [400, 'File is not JSON', 'The file "{fileName}" is not JSON: {reason}.'],
  FILE_NOT_GEOJSON: [
    400,
    'File is not GeoJSON',
    'The file "{fileName}" is JSON but not GeoJSON: {reason}.',
  ],
  FILE_BROKEN: [
    400,
    'File cannot be read',
    'The file "{fileName}" could not be read as {format}: {reason}. Open it in the program it comes from, save it anew and import that.',
  ],
  ZIP_BROKEN: [
    400,
    'Broken archive',
    'The file "{fileName}" could not be opened as a ZIP archive: {reason}. Zip the .shp, .shx, .dbf and .prj anew and import that.',
  ],
  ZIP_WITHOUT_SHP: [
    400,
    'No shapefile in the archive',
    'The archive "{fileName}" holds no .shp; it holds {seen}. Zip the .shp, .shx, .dbf and .prj together.',
  ],
  ZIP_UNSAFE: [400, 'Unsafe archive', 'The archive "{fileName}" was refused: {reason}.'],
  SHP_PART_MISSING: [
    400,
    'Shapefile incomplete',
    'The shapefile "{name}" has no {part}. Zip all its parts together.',
  ],
  CRS_MISSING: [
    400,
    'CRS unknown',
    'The file "{fileName}" does not say its coordinate reference system (no .prj). Give it, e.g. --crs EPSG:4490, or the form field crs=EPSG:4490.',
  ],
  CRS_UNKNOWN: [
    400,
    'Unknown CRS',
    'Coordinate reference system "{crs}" is not understood: {reason}. Give an EPSG code, e.g. --crs EPSG:4490, or the form field crs=EPSG:4490.',
  ],
  ENCODING_UNKNOWN: [
    400,
    'Unknown encoding',
    'Text encoding "{encoding}" cannot be taken: {reason}.',
  ],
  FILE_LAYER_AMBIGUOUS: [
    400,
    'Which layer?',
    'The file "{fileName}" holds {count} layers: {names}. Say which one, e.g. --layer {first}, or the form field layer={first}.',
  ],
  FILE_LAYER_NOT_FOUND: [
    400,
    'No such layer in the file',
    'The file "{fileName}" holds no layer "{layer}". It holds: {names}.',
  ],
  FILE_WITHOUT_FEATURES: [
    400,
    'No features',
    'The file "{fileName}" holds no features; nothing was imported.',
  ],
  ATTRIBUTE_NOT_FOUND: [
    400,
    'No such attribute',
    'The file has no attribute "{attribute}" (mapped to {role}). It has: {known}. Correct --map {role}=…, or the form field map.',
  ],
  ROLE_MISSING: [
    400,
    'Attribute map incomplete',
    'A layer of kind {kind} needs an attribute for {role}. Give it as --map {role}=ATTRIBUTE, or in the form field map as {"{role}": "ATTRIBUTE"}. The file has: {known}.',
  ],
  GEOMETRY_TYPE_WRONG: [
    400,
    'Wrong geometry type',
    'A layer of kind {kind} needs {expected} features; the file holds {seen}. Choose a kind that takes these, or another layer of the file.',
  ],
  NOTHING_USABLE: [
    400,
    'Nothing usable',
    'No feature of "{fileName}", which has {count}, could be used: {seen} A layer of kind {kind} takes {expected}. {advice} Then import the file again; nothing of it was stored.',
  ],

  // processes and jobs
  PROCESS_NOT_FOUND: [
    404,
    'No such process',
    'There is no process "{processId}". There are: {known}.',
  ],
  JOB_NOT_FOUND: [
    404,
    'No such job',
    'There is no job "{jobId}". Finished jobs are kept for {keptDays} days.',
  ],
  JOB_NOT_READY: [
    404,
    'Result not ready',
    'Job "{jobId}" is {status}; it has no result yet. Follow {href}.',
  ],
  JOB_DISMISSED: [410, 'Job dismissed', 'Job "{jobId}" was dismissed and has no result.'],
  JOB_INTERRUPTED: [
    500,
    'Job interrupted',
    'The service stopped while this job was running. Nothing half-done is shown. An import whose features were all stored is finished by the next start (job layer-index); anything else has to be started again.',
  ],
  SUPERSEDED: [409, 'Superseded', 'A newer request of drawing "{drawing}" replaced this one.'],

  // zones
  ZONE_NOT_FOUND: [404, 'No such zone', 'There is no zone "{zoneId}".'],
  ZONE_VERSION_NOT_FOUND: [
    404,
    'No such zone version',
    'Zone "{zoneId}" has no version {version}; its latest is {latest}.',
  ],
  ZONE_EMPTY: [400, 'Empty zone', 'A zone needs members, drawn geometry, or both.'],
  PRECONDITION_REQUIRED: [
    428,
    'If-Match needed',
    "Send If-Match with the ETag you last saw, so that nobody's change is overwritten.",
  ],
  PRECONDITION_FAILED: [
    412,
    'Changed meanwhile',
    'It is at {current} now, you have {seen}. Read it again, or save a copy.',
  ],

  // agreements and monitoring tables
  AGREEMENT_NOT_FOUND: [
    404,
    'No such agreement',
    'There is no agreement "{agreementId}". GET /api/agreements lists those there are.',
  ],
  AGREEMENT_VERSION_NOT_FOUND: [
    404,
    'No such agreement version',
    'Agreement "{agreementId}" has no version {version}; its latest is {latest}.',
  ],
  AGREEMENT_INVALID: [400, 'Agreement contradicts itself', '{reason}'],
  AGREEMENT_READ_ONLY: [
    409,
    'Agreement is an example',
    'Agreement "{agreementId}" comes with the service and stays as it is. Save a copy with POST /api/agreements and change that.',
  ],
  TABLE_FORMAT_UNKNOWN: [
    400,
    'No table that is read here',
    'The file "{fileName}" is neither a CSV nor an XLSX: {reason}. Save it as .csv or .xlsx.',
  ],
  TABLE_BROKEN: [
    400,
    'Table cannot be read',
    'The table "{fileName}" could not be read: {reason}. Open it in a spreadsheet program and save it again as .xlsx or .csv.',
  ],
  TABLE_COLUMN_MISSING: [
    400,
    'Column missing',
    'The table "{fileName}" has no column for {missing}. It has: {seen}. Expected headings such as 断面/section, 指标/indicator, 日期/date, 浓度/value, 单位/unit.',
  ],
  TABLE_TOO_LARGE: [
    413,
    'Table too large',
    'The table "{fileName}" is too large: {reason}. Split it by year or section.',
  ],

  // tiles and features
  TILE_OUT_OF_RANGE: [
    404,
    'No such tile',
    'Tile {z}/{y}/{x} lies outside WebMercatorQuad or the zooms 0–{maxZoom}.',
  ],
  CRS_NOT_OFFERED: [
    400,
    'CRS not offered',
    'CRS "{crs}" is not offered for this collection. Offered: {offered}.',
  ],
  FILTER_INVALID: [400, 'Invalid filter', 'The filter could not be read: {reason}.'],

  // database
  DATABASE_UNREACHABLE: [503, 'Database unreachable', 'The database does not answer: {reason}.'],
} as const satisfies Record<string, readonly [status: number, title: string, sentence: string]>;

export type ErrorCode = keyof typeof ERRORS;
