-- layers with their versions, newest first, as the interface shows them; :layerId null: all
with
  -- issues found while importing
  issue_counts as (
    select version_id, count(*)::integer as issue_count from issues group by version_id
  ),
  -- versions that are ready, as JSON
  ready as (
    select
      v.layer_id,
      jsonb_agg(
        jsonb_build_object(
          'version', v.version,
          'state', v.state,
          'featureCount', v.feature_count,
          'vertexCount', v.vertex_count,
          'areaM2', v.area_m2,
          'bbox', to_jsonb(v.bbox),
          'classes', v.classes,
          'source', v.source,
          'map', v.map,
          'attribution', v.attribution,
          'isInvented', v.is_invented,
          'issueCount', coalesce(i.issue_count, 0),
          'rejectedCount', v.rejected_count,
          'createdAt', to_char(v.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'jobId', v.job_id
        )
        order by v.version desc
      ) as versions
    from layer_versions v
    left join issue_counts i using (version_id)
    where v.state = 'ready'
    group by v.layer_id
  )
select
  l.layer_id as "id",
  l.kind,
  l.title,
  l.current_version as "currentVersion",
  coalesce(r.versions, '[]') as "versions"
from layers l
left join ready r using (layer_id)
where (:layerId::text is null or l.layer_id = :layerId)
  and (r.versions is not null)
order by l.layer_id
