-- runs of features of about :bytes bytes each as stored, in the order of the layer; sizes are known
-- without opening a geometry
with
  -- size of each feature
  sized as (
    select ordinal, pg_column_size(geom) as size from features where version_id = :versionId
  ),
  -- the run each feature falls in
  numbered as (
    select ordinal, (sum(size) over (order by ordinal) - size) / :bytes::bigint as run from sized
  )
select min(ordinal) as first, max(ordinal) as last, count(*) as "featureCount"
from numbered
group by run
order by first
