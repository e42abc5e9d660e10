import type {ErrorCode} from './error-table.ts';

/** Titles and sentences of error-table.ts in Chinese, with the same {names} to fill in. */
export const ERRORS_ZH = {
  // requests
  BODY_NOT_JSON: [
    '不是 JSON',
    '请求正文不是 JSON：{reason}。请发送 JSON 文档，并注明 Content-Type application/json。',
  ],
  BODY_TOO_LARGE: ['内容过大', '请求超过 {limitBytes} 字节的上限。请减少内容，或作为图层导入。'],
  MEDIA_TYPE_UNSUPPORTED: [
    '内容类型不支持',
    '此处不接受 Content-Type {mediaType}，应为 {expected}。',
  ],
  INPUT_INVALID: ['输入无效', '{reason}'],
  PARAMETER_UNKNOWN: ['未知参数', '此处没有查询参数“{name}”。可用的有：{known}。'],
  PARAMETER_INVALID: ['参数无效', '查询参数“{name}”为 {seen}，应为{expected}。'],
  PATH_NOT_FOUND: ['不存在', '{path} 处没有内容。首页 {landing} 列出了所有入口。'],
  REQUEST_ABANDONED: ['请求中断', '结果返回之前，调用方已关闭连接。'],
  RATE_LIMITED: [
    '请求过于频繁',
    '同一地址每分钟的请求超过 {limit} 次，请在 {retryAfterS} 秒后重试。',
  ],
  INTERNAL: ['内部错误', '服务内部出错。日志中的编号为 {requestId}。'],
  SIGN_IN_NEEDED: [
    '需要登录',
    '此服务需要访问令牌。请以 Authorization: Bearer … 发送，或在 /api/session 登录。',
  ],
  SIGN_IN_WRONG: ['访问令牌不正确', '这不是此服务的访问令牌。请向管理员索取。'],
  NOT_READY: ['尚未就绪', '服务尚未就绪：{reason}。请几秒后重试。'],

  // geometry in requests
  GEOJSON_INVALID: ['不是 GeoJSON', '{reason}'],
  GEOMETRY_INVALID: ['图形无效', '{reason}'],
  GEOMETRY_NOT_AREAL: [
    '图形没有面积',
    '收到的是{seen}；此处需要 Polygon 或 MultiPolygon（或由它们组成的 Feature、FeatureCollection）。',
  ],
  GEOMETRY_EMPTY: ['图形为空', '所给的地点没有多边形，至少需要一个。'],
  COORDINATE_INVALID: ['坐标无效', '{reason}'],

  // layers
  LAYER_NOT_FOUND: ['没有此图层', '没有图层“{layerId}”。GET /api/layers 列出全部图层。'],
  LAYER_VERSION_NOT_FOUND: [
    '没有此版本',
    '图层“{layerId}”没有可用的第 {version} 版。可用的有：{ready}。',
  ],
  LAYER_NOT_READY: ['图层尚无版本', '图层“{layerId}”还没有完整的版本：正在导入，或导入失败。'],
  LAYER_ID_INVALID: [
    '图层标识无效',
    '图层标识“{layerId}”须以小写字母 a–z 开头，只含 a–z、0–9 和“-”，最多 63 个字符。',
  ],
  LAYER_KIND_UNKNOWN: ['未知图层类型', '没有图层类型“{kind}”。可用的有：{known}。'],
  LAYER_KIND_CHANGED: [
    '图层属于另一类型',
    '图层“{layerId}”的类型为 {kind}，新版本不能改为 {seen}。请换一个标识。',
  ],
  LAYER_NOT_AREAL: ['图层没有面积', '图层“{layerId}”的要素为 {geometry}；此处需要面要素。'],
  LAYER_IN_USE: ['图层正在使用', '图层“{layerId}”不能删除：{reason}。'],
  CLASS_UNKNOWN: ['未知类别', '图层“{layerId}”没有类别“{seen}”。已有类别：{known}。'],
  LEVEL_NOT_FOUND: ['没有此级别', '图层“{layerId}”没有级别“{seen}”。由粗到细的级别为：{known}。'],
  PLACE_OUTSIDE: [
    '地点在图层以外',
    '地点“{name}”不在 {units} 中任何与 {basins} 的流域相接的行政区内。请选择两个图层范围之内的地点。',
  ],
  FEATURE_NOT_FOUND: ['没有此要素', '图层“{layerId}”第 {version} 版没有要素“{featureId}”。'],
  ROLE_MAP_INVALID: ['字段对应关系无效', '{reason}'],

  // files
  FILE_MISSING: [
    '没有文件',
    '表单中没有名为“file”的部分。请以此名发送文件，例如 curl --form file=@counties.zip。',
  ],
  FILE_TOO_LARGE: [
    '文件过大',
    '文件超过 {limitBytes} 字节的上限（LIANDONG_UPLOAD_LIMIT）。请拆分文件，或提高上限。',
  ],
  FILE_EMPTY: ['文件为空', '文件“{fileName}”没有任何内容。'],
  FILE_FORMAT_UNKNOWN: [
    '格式无法识别',
    '文件“{fileName}”不属于可读取的格式：GeoJSON、GeoJSON 文本序列、压缩的 Shapefile、GeoPackage。',
  ],
  FILE_NOT_JSON: ['文件不是 JSON', '文件“{fileName}”不是 JSON：{reason}。'],
  FILE_NOT_GEOJSON: ['文件不是 GeoJSON', '文件“{fileName}”是 JSON，但不是 GeoJSON：{reason}。'],
  FILE_BROKEN: [
    '文件无法读取',
    '文件“{fileName}”无法作为 {format} 读取：{reason}。请在原软件中打开并重新保存，再导入。',
  ],
  ZIP_BROKEN: [
    '压缩包已损坏',
    '文件“{fileName}”无法作为 ZIP 压缩包打开：{reason}。请重新压缩 .shp、.shx、.dbf 和 .prj，再导入。',
  ],
  ZIP_WITHOUT_SHP: [
    '压缩包中没有 Shapefile',
    '压缩包“{fileName}”中没有 .shp，只有 {seen}。请把 .shp、.shx、.dbf 和 .prj 一起压缩。',
  ],
  ZIP_UNSAFE: ['压缩包不安全', '压缩包“{fileName}”被拒绝：{reason}。'],
  SHP_PART_MISSING: [
    'Shapefile 不完整',
    'Shapefile“{name}”缺少 {part}。请把全部组成文件一起压缩。',
  ],
  CRS_MISSING: [
    '坐标系未知',
    '文件“{fileName}”没有说明坐标系（缺少 .prj）。请给出，例如 --crs EPSG:4490，或表单字段 crs=EPSG:4490。',
  ],
  CRS_UNKNOWN: [
    '坐标系无法识别',
    '坐标系“{crs}”无法识别：{reason}。请给出 EPSG 代码，例如 --crs EPSG:4490，或表单字段 crs=EPSG:4490。',
  ],
  ENCODING_UNKNOWN: ['编码未知', '文字编码“{encoding}”不能采用：{reason}。'],
  FILE_LAYER_AMBIGUOUS: [
    '需指定图层',
    '文件“{fileName}”有 {count} 个图层：{names}。请指定其中一个，例如 --layer {first}，或表单字段 layer={first}。',
  ],
  FILE_LAYER_NOT_FOUND: [
    '文件中没有此图层',
    '文件“{fileName}”中没有图层“{layer}”。文件中有：{names}。',
  ],
  FILE_WITHOUT_FEATURES: ['没有要素', '文件“{fileName}”中没有要素，未导入任何内容。'],
  ATTRIBUTE_NOT_FOUND: [
    '没有此字段',
    '文件中没有字段“{attribute}”（对应{role}）。文件中有：{known}。请更正 --map 或表单字段 map。',
  ],
  ROLE_MISSING: [
    '字段对应关系不全',
    '{kind}图层需要一个字段作为{role}。请用 --map 或表单字段 map 指定。文件中有：{known}。',
  ],
  GEOMETRY_TYPE_WRONG: [
    '几何类型不符',
    '{kind}图层需要{expected}要素，文件中是{seen}。请选择适合的图层类型，或文件中的另一个图层。',
  ],
  NOTHING_USABLE: [
    '没有可用要素',
    '“{fileName}”共 {count} 个要素，无一可用：{seen}{kind}图层需要{expected}。{advice}然后重新导入该文件；本次没有存入任何内容。',
  ],

  // processes and jobs
  PROCESS_NOT_FOUND: ['没有此分析过程', '没有分析过程“{processId}”。可用的有：{known}。'],
  JOB_NOT_FOUND: ['没有此任务', '没有任务“{jobId}”。已结束的任务保存 {keptDays} 天。'],
  JOB_NOT_READY: ['结果尚未就绪', '任务“{jobId}”的状态为 {status}，还没有结果。请查看 {href}。'],
  JOB_DISMISSED: ['任务已取消', '任务“{jobId}”已取消，没有结果。'],
  JOB_INTERRUPTED: [
    '任务中断',
    '任务运行时服务停止了，没有留下半成品。要素已全部存入的导入，会在下次启动时由任务 layer-index 完成；其余的须重新开始。',
  ],
  SUPERSEDED: ['已被取代', '绘制“{drawing}”的较新请求取代了这一请求。'],

  // zones
  ZONE_NOT_FOUND: ['没有此区划', '没有区划“{zoneId}”。'],
  ZONE_VERSION_NOT_FOUND: [
    '没有此区划版本',
    '区划“{zoneId}”没有第 {version} 版，最新为第 {latest} 版。',
  ],
  ZONE_EMPTY: ['区划为空', '区划需要成员、绘制的图形，或两者皆有。'],
  PRECONDITION_REQUIRED: [
    '需要 If-Match',
    '请以 If-Match 发送您最后看到的 ETag，以免覆盖他人的修改。',
  ],
  PRECONDITION_FAILED: [
    '已被修改',
    '现在是{current}，您手中的是{seen}。请重新读取，或另存为副本。',
  ],

  // agreements and monitoring tables
  AGREEMENT_NOT_FOUND: [
    '没有此协议',
    '没有协议“{agreementId}”。GET /api/agreements 列出全部协议。',
  ],
  AGREEMENT_VERSION_NOT_FOUND: [
    '没有此协议版本',
    '协议“{agreementId}”没有第 {version} 版，最新为第 {latest} 版。',
  ],
  AGREEMENT_INVALID: ['协议自相矛盾', '{reason}'],
  AGREEMENT_READ_ONLY: [
    '协议为示例',
    '协议“{agreementId}”随服务提供，不能更改。请用 POST /api/agreements 另存副本后修改。',
  ],
  TABLE_FORMAT_UNKNOWN: [
    '不是可读取的表格',
    '文件“{fileName}”既不是 CSV 也不是 XLSX：{reason}。请另存为 .csv 或 .xlsx。',
  ],
  TABLE_BROKEN: [
    '表格无法读取',
    '表格“{fileName}”无法读取：{reason}。请用表格软件打开并重新存为 .xlsx 或 .csv。',
  ],
  TABLE_COLUMN_MISSING: [
    '缺少列',
    '表格“{fileName}”没有{missing}列。表中有：{seen}。列名应如 断面/section、指标/indicator、日期/date、浓度/value、单位/unit。',
  ],
  TABLE_TOO_LARGE: ['表格过大', '表格“{fileName}”过大：{reason}。请按年份或断面拆分。'],

  // tiles and features
  TILE_OUT_OF_RANGE: ['没有此瓦片', '瓦片 {z}/{y}/{x} 在 WebMercatorQuad 或 0–{maxZoom} 级以外。'],
  CRS_NOT_OFFERED: ['不提供此坐标系', '此集合不提供坐标系“{crs}”。提供的有：{offered}。'],
  FILTER_INVALID: ['筛选条件无效', '筛选条件无法读取：{reason}。'],

  // database
  DATABASE_UNREACHABLE: ['数据库无法连接', '数据库没有响应：{reason}。'],
} as const satisfies Record<ErrorCode, readonly [title: string, sentence: string]>;
