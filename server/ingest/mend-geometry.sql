-- one geometry made valid; of what comes out, the parts with as many dimensions as went in
with
  given as (
    select :wkb::text::geometry as geom
  ),
  mended as (
    select st_collectionextract(
      case
        when :hasStructure::boolean then st_makevalid(geom, 'method=structure keepcollapsed=false')
        else st_makevalid(geom)
      end,
      st_dimension(geom) + 1
    ) as geom
    from given
  )
select
  encode(st_asbinary(geom), 'hex') as "wkbHex",
  st_isempty(geom) as "isEmpty",
  st_isvalid(geom) as "isValid",
  st_npoints(geom) as "vertexCount",
  array[st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)] as "bbox"
from mended
