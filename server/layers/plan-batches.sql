-- runs of features of about :vertices vertices each, in the order of the layer
with
  -- vertices of each feature
  counted as (
    select ordinal, st_npoints(geom) as vertices from features where version_id = :versionId
  ),
  -- the run each feature falls in
  numbered as (
    select ordinal, vertices, (sum(vertices) over (order by ordinal) - 1) / :vertices::bigint as run
    from counted
  )
select min(ordinal) as first, max(ordinal) as last, sum(vertices) as "vertexCount"
from numbered
group by run
order by first
