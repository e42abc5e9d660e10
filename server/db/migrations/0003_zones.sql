create table zones (
  zone_id text primary key,
  latest_version integer not null,
  created_at timestamptz not null default now()
);

-- A version never changes: what was assessed or signed stays what it was.
create table zone_versions (
  zone_id text not null references zones on delete cascade,
  version integer not null,
  name text not null,
  members jsonb,
  drawn geometry(geometry, 4490) check (st_isvalid(drawn)),
  geom geometry(geometry, 4490) not null check (st_isvalid(geom)),
  area_m2 double precision not null,
  created_at timestamptz not null default now(),
  primary key (zone_id, version)
);
