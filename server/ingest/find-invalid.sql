-- which of the geometries are not valid by the rules of OGC Simple Features, why, and where
with
  -- one row for each geometry
  candidates as (
    select c.ordinal, c.wkb::geometry as geom
    from unnest(:ordinals::integer[], :wkbs::text[]) as c (ordinal, wkb)
  ),
  judged as (
    select ordinal, st_isvaliddetail(geom) as detail
    from candidates
  )
select
  ordinal,
  (detail).reason as "reason",
  st_x((detail).location) as "lon",
  st_y((detail).location) as "lat"
from judged
where not (detail).valid
order by ordinal
