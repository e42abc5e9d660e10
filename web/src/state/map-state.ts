import type {Feature, FeatureCollection, MultiPolygon, Position} from 'geojson';
import type {LayerKind} from '../../../contract/layer-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';

// What the map shows (MapState) and what it says happened (MapEvent). State flows one way into the
// map: `view.show(state)` may be called as often as one likes and applies only the difference. The
// map keeps nothing: what an event reports is seen on the map once the next state says so.
//
// Everything here is read-only and compared by identity. Hand in the same object when nothing
// changed, a new one when something did, never a changed old one; keep geometry out of deep
// reactive proxies (shallowRef, markRaw).

export type Locale = 'zh' | 'en';
export type Theme = 'light' | 'dark';
/** West, south, east, north in degrees. */
export type Bbox = readonly [number, number, number, number];

/** A camera as the user left it, or an extent to bring into view (zoom-to). */
export type Viewport =
  | {readonly center: readonly [number, number]; readonly zoom: number}
  /** `paddingPx` keeps clear of panels that float over the map; default 48 on each side. */
  | {readonly bbox: Bbox; readonly paddingPx?: number; readonly maxZoom?: number};

/** Names one feature of one layer. */
export interface FeatureName {
  readonly collection: string;
  readonly id: string;
}

/** One layer as the map shows it; colours and titles come from the catalog by way of `kind`. */
export interface MapLayer {
  readonly id: string;
  readonly version: number;
  readonly title: LocalText;
  readonly kind: LayerKind;
  readonly isVisible: boolean;
  /** 0–1, on top of what the style itself says. */
  readonly opacity: number;
  /** Fill on or off by the user's wish; left out, the two topmost visible layers are filled. */
  readonly isFilled?: boolean;
  /** Classes of this layer in place of the kind's, e.g. when a file brings its own. */
  readonly classes?: LayerKind['classes'];
  /** Of units: false when no attribute says which level each has; all are then seen from afar. */
  readonly hasLevels?: boolean;
  /** Classes switched off in the legend. */
  readonly hiddenClasses?: readonly string[];
  readonly isInvented: boolean;
  readonly attribution: LocalText;
  /** Extent of the version: no tiles are asked for outside. */
  readonly bbox: Bbox | null;
  /** Deepest zoom at which tiles are made; deeper views stretch them. Default 16. */
  readonly maxTileZoom?: number;
  /** GeoJSON (ids in `properties.id`) in place of tiles, e.g. for a file just dropped. */
  readonly data?: FeatureCollection;
}

/**
 * - `idle`: clicks select features
 * - `draw`: clicks add vertices of a new part; a part may lie anywhere
 * - `hole`: the same for a hole inside a part
 * - `edit`: vertices and midpoints can be dragged, a vertex selected and deleted
 * - `move`: the part under the pointer moves (all parts with Shift)
 * - `members`: clicks put features of `members.collection` into the zone or take them out
 */
export type DrawingMode = 'idle' | 'draw' | 'edit' | 'hole' | 'move' | 'members';

export interface Drawing {
  readonly mode: DrawingMode;
  /** The zone as drawn; rings closed, as in GeoJSON. */
  readonly geometry: MultiPolygon | null;
  /** The ring being drawn, open: vertices so far. Empty unless mode is `draw` or `hole`. */
  readonly sketch: readonly Position[];
  readonly isSnapping: boolean;
  /** Text beside the zone, e.g. "12.4 ha\n31 % red line"; null for none. */
  readonly label: string | null;
}

export interface Members {
  readonly collection: string;
  readonly ids: readonly string[];
  /** Only features whose `level` is this can be clicked; null for any. */
  readonly level: string | null;
}

export type CoordinateReadout = 'degrees' | 'dms' | 'gauss-kruger-3' | 'gauss-kruger-6';

export type BaseMap =
  | {readonly kind: 'none'}
  /** Tianditu WMTS, `_w` matrix set; the token comes from the server's configuration. */
  | {readonly kind: 'tianditu'; readonly theme: 'vec' | 'img' | 'ter'; readonly token: string};

/** Areas of one layer filled by a value of theirs, under the lines of all layers. */
export interface AreaColours {
  readonly collection: string;
  /** One flat colour for each class of the legend, and the features that have it. */
  readonly classes: readonly {readonly colour: string; readonly ids: readonly string[]}[];
  readonly opacity: number;
  /** Features with a strong edge, e.g. the one that all the others are about. */
  readonly outlined?: readonly string[];
  /** They are parts of one: fine edges, so that the parts do not hide what is in them. */
  readonly isOutlineFine?: boolean;
}

/** Pieces of ground in flat colours, beside the areas of `AreaColours` and as opaque as they are. */
export interface AreaShapes {
  readonly shapes: FeatureCollection;
  readonly opacity: number;
}

/** Arrows along the lines of a layer; those of `turned` flow against the way they were drawn. */
export interface LineArrows {
  readonly collection: string;
  readonly turned: readonly string[];
}

/** Facilities of one kind and whom they serve, drawn above the layers. */
export interface FacilitiesOnMap {
  /** Points: `radius` in px at zoom 8, `look` as in facilities-looks, `isMarked`, `label`. */
  readonly symbols: FeatureCollection;
  /** Lines: `share` (0–1) is the width, `flow` own, cross or new, `isMarked` stands out. */
  readonly flows: FeatureCollection;
  readonly unserved: FeatureCollection;
  /** Outlines of service areas. */
  readonly areas: FeatureCollection;
}

export interface MapState {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly viewport: Viewport;
  /** In drawing order: the last is drawn above the others. */
  readonly layers: readonly MapLayer[];
  readonly selection: readonly FeatureName[];
  readonly hovered: FeatureName | null;
  readonly drawing: Drawing;
  readonly members: Members | null;
  /** Drawn above all layers: the place of an issue, a conflict. `properties.label` is written beside it. */
  readonly highlights: FeatureCollection;
  readonly areaColours?: readonly AreaColours[];
  /** Polygons that are no features, e.g. parts of some: filled with `properties.colour`. */
  readonly areaShapes?: AreaShapes | null;
  readonly arrows?: LineArrows | null;
  /** Lines from one place to another: `properties.share` (0–1) is the width, `isMarked` stands out. */
  readonly flows?: FeatureCollection | null;
  readonly facilities?: FacilitiesOnMap | null;
  /** Lines and polygons with exact coordinates for the view that `snapViewChanged` asked for. */
  readonly snapCandidates: FeatureCollection;
  readonly coordinateReadout: CoordinateReadout;
  readonly baseMap: BaseMap;
}

/** What the user did to the drawing, for the undo history and its wording. */
export type DrawingChange =
  | 'sketch-vertex-added'
  | 'sketch-vertex-removed'
  | 'sketch-dropped'
  | 'part-added'
  | 'hole-added'
  | 'vertex-moved'
  | 'vertex-inserted'
  | 'vertex-deleted'
  | 'part-moved'
  | 'zone-moved'
  | 'part-deleted'
  | 'hole-deleted';

export type MapEvent =
  /** The map came to rest after a movement, whoever moved it. */
  | {
      readonly type: 'viewportChanged';
      readonly center: readonly [number, number];
      readonly zoom: number;
      readonly bbox: Bbox;
    }
  /**
   * A click in mode `idle`. `feature` is the topmost there, the next one below on each repeated
   * click, null on empty ground; `below` is all that lies there, topmost first.
   */
  | {
      readonly type: 'featureSelected';
      readonly feature: FeatureName | null;
      readonly below: readonly FeatureName[];
      readonly isAdding: boolean;
      readonly at: Position;
    }
  /** `below` is all that lies there, topmost first, where it is more than one. */
  | {
      readonly type: 'featureHovered';
      readonly feature: FeatureName | null;
      readonly below?: readonly FeatureName[];
    }
  /**
   * The drawing changes. Store `geometry` and `sketch` in the state each time; when `isFinal`, also
   * remember the state before as one step of the undo history under the word `change`. While
   * something is dragged it comes at most once per animation frame with `isFinal: false`.
   * `preview` is what live numbers should speak of: the geometry together with the sketch closed
   * through the pointer; null when there is no area yet. It is not stored.
   */
  | {
      readonly type: 'drawingChanged';
      readonly geometry: MultiPolygon | null;
      readonly sketch: readonly Position[];
      readonly preview: MultiPolygon | null;
      /** The preview's outline crosses itself: shown red on the map, and not worth measuring. */
      readonly isCrossing: boolean;
      readonly isFinal: boolean;
      readonly change: DrawingChange;
    }
  /** A key or gesture asks for another mode: Enter after drawing → `edit`, Esc → `idle`. */
  | {readonly type: 'drawingModeRequested'; readonly mode: DrawingMode}
  | {readonly type: 'undoRequested'}
  | {readonly type: 'redoRequested'}
  | {readonly type: 'memberToggled'; readonly member: FeatureName}
  /** At most once per animation frame; null when the pointer leaves the map. */
  | {
      readonly type: 'pointerMoved';
      readonly at: {readonly lon: number; readonly lat: number} | null;
    }
  /** While drawing with snapping on: the extent for which `snapCandidates` are wanted. */
  | {readonly type: 'snapViewChanged'; readonly bbox: Bbox; readonly zoom: number}
  /** The readout at the map's edge was clicked to see coordinates another way. */
  | {readonly type: 'coordinateReadoutRequested'; readonly readout: CoordinateReadout}
  /** Tiles of a layer could not be read. Said once per layer version. */
  | {readonly type: 'layerFailed'; readonly layer: string; readonly detail: string};

/** What the map says of a shape it is given, e.g. a highlight. */
export type HighlightFeature = Feature & {
  readonly properties: {readonly label?: string; readonly severity?: 'error' | 'warning' | 'info'};
};

const EMPTY: FeatureCollection = {type: 'FeatureCollection', features: []};

/** A map with nothing on it: the whole of China in view. */
export const EMPTY_MAP_STATE: MapState = {
  locale: 'zh',
  theme: 'light',
  viewport: {bbox: [73, 18, 135, 54]},
  layers: [],
  selection: [],
  hovered: null,
  drawing: {mode: 'idle', geometry: null, sketch: [], isSnapping: true, label: null},
  members: null,
  highlights: EMPTY,
  snapCandidates: EMPTY,
  coordinateReadout: 'degrees',
  baseMap: {kind: 'none'},
};
