import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** A thing an attribute can be for a feature: its code, its name, its class … */
export const ROLES = ['code', 'name', 'nameEn', 'class', 'parent', 'downstream', 'level'] as const;
export const Role = Type.Union(ROLES.map((role) => Type.Literal(role)));
export type Role = (typeof ROLES)[number];

/** What a role is called. */
export const ROLE_TITLES: Record<Role, LocalText> = {
  code: {zh: '代码', en: 'Code'},
  name: {zh: '名称', en: 'Name'},
  nameEn: {zh: '英文名称', en: 'English name'},
  class: {zh: '类别', en: 'Class'},
  parent: {zh: '上级', en: 'Parent'},
  downstream: {zh: '下游', en: 'Downstream'},
  level: {zh: '级别', en: 'Level'},
};

/** Which attribute of the file plays which role, e.g. {"code": "GEOID", "name": "NAME"}. */
export const RoleMap = Type.Object(
  Object.fromEntries(ROLES.map((role) => [role, Type.Optional(Type.String())])) as {
    [R in Role]: ReturnType<typeof Type.Optional<ReturnType<typeof Type.String>>>;
  },
  {additionalProperties: false},
);
export type RoleMap = Partial<Record<Role, string>>;

export const GeometryFamily = Type.Union([
  Type.Literal('polygon'),
  Type.Literal('line'),
  Type.Literal('point'),
  Type.Literal('any'),
]);
export type GeometryFamily = Static<typeof GeometryFamily>;

/** One class as it is drawn and named; where the colour comes from is said by its kind. */
export const ClassStyle = Type.Object({
  class: Type.String({description: 'Value of the class attribute'}),
  title: LocalText,
  colour: Type.String({pattern: '^#[0-9a-f]{6}$'}),
});

/** A kind of layer, from data/catalog/layer-kinds.json: what it may hold and how it looks. */
export const LayerKind = Type.Object({
  id: Type.String(),
  title: LocalText,
  geometry: GeometryFamily,
  requiredRoles: Type.Array(Role),
  roles: Type.Array(Role),
  style: Type.Object({
    fill: Type.Union([Type.String(), Type.Null()]),
    outline: Type.String(),
    pattern: Type.Optional(
      Type.Union([Type.Literal('hatch'), Type.Literal('dots'), Type.Literal('cross')]),
    ),
    visible: Type.Boolean({description: 'Shown when the app opens'}),
    order: Type.Integer({description: 'Higher is drawn above'}),
    source: Type.String({description: 'Where the colours come from'}),
    sourceZh: Type.String({description: 'The same in Chinese'}),
    confidence: Type.Number({minimum: 0, maximum: 1}),
  }),
  classes: Type.Array(ClassStyle),
});
export type LayerKind = Static<typeof LayerKind>;
