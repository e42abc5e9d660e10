-- A layer is a name; what it holds are its versions, which never change once ready.
create table layers (
  layer_id text primary key check (layer_id ~ '^[a-z][a-z0-9-]{0,62}$'),
  kind text not null,
  title jsonb not null,
  current_version integer,
  created_at timestamptz not null default now()
);

create table layer_versions (
  version_id integer generated always as identity primary key,
  layer_id text not null references layers on delete cascade,
  version integer not null,
  -- loading: features are coming in; indexing: all are there, cells are being cut; ready: seen
  state text not null check (state in ('loading', 'indexing', 'ready')),
  title jsonb,
  feature_count integer not null default 0,
  vertex_count bigint not null default 0,
  area_m2 double precision not null default 0,
  bbox double precision[],
  geometry_family text,
  classes jsonb not null default '[]',
  attributes jsonb not null default '[]',
  source jsonb not null,
  map jsonb not null,
  attribution jsonb not null,
  is_invented boolean not null,
  rejected_count integer not null default 0,
  job_id text,
  created_at timestamptz not null default now(),
  unique (layer_id, version)
);

-- Features are partitioned by version, so that a version goes by dropping a table and an unfinished
-- one is seen by nobody. The version's number is not checked by a foreign key: layers/ is the only
-- writer, and a drop has nothing to check.
create table features (
  version_id integer not null,
  ordinal integer not null,
  feature_id text not null,
  name text,
  name_en text,
  class text,
  parent text,
  downstream text,
  level text,
  properties jsonb not null,
  area_m2 double precision not null,
  geom geometry(geometry, 4490) not null check (st_isvalid(geom)),
  primary key (version_id, ordinal)
) partition by list (version_id);

create index on features using gist (geom);
create unique index on features (version_id, feature_id);

create table issues (
  version_id integer not null references layer_versions on delete cascade,
  position integer not null,
  issue jsonb not null,
  primary key (version_id, position)
);
