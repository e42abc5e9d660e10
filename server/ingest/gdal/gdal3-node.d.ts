/** The parts of gdal3.js in use. Its own types describe the browser build and leave the module out. */
declare module 'gdal3.js/node.js' {
  export interface GdalDataset {
    pointer: number;
    path: string;
    info?: unknown;
  }

  /** Emscripten's module: memory, files, and GDAL's C functions with a leading underscore. */
  export interface GdalModule {
    readonly HEAPF64: Float64Array;
    readonly HEAPU32: Uint32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, bytes: number): void;
    UTF8ToString(pointer: number): string;
    _OSRNewSpatialReference(wkt: number): number;
    _OSRSetFromUserInput(reference: number, text: number): number;
    _OSRSetAxisMappingStrategy(reference: number, strategy: number): void;
    _OSRExportToWkt(reference: number, out: number): number;
    _OSRDestroySpatialReference(reference: number): void;
    _OCTNewCoordinateTransformation(from: number, to: number): number;
    _OCTTransform(transformation: number, count: number, x: number, y: number, z: number): number;
    _OCTDestroyCoordinateTransformation(transformation: number): void;
  }

  export interface GdalPackage {
    Module: GdalModule;
    open(
      path: string,
      openOptions?: string[],
    ): Promise<{datasets: GdalDataset[]; errors: {message: string}[]}>;
    ogr2ogr(dataset: GdalDataset, options: string[], outputName: string): Promise<unknown>;
    close(dataset: GdalDataset): Promise<void>;
  }

  export default function initGdalJs(config: {
    path: string;
    dest: string;
    env?: Record<string, string>;
    logHandler(message: string): void;
    errorHandler(message: string): void;
  }): Promise<GdalPackage>;
}
