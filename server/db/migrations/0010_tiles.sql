-- What tiles of a layer version are made from. A build is seen once its row is here, so one that was
-- cut short, or lost a race with another service, leaves nothing that anybody reads.
create table tile_sets (
  version_id integer primary key references layer_versions on delete cascade,
  build text not null,
  pack_count integer not null,
  byte_count bigint not null,
  prepared_at timestamptz not null default now()
);

-- A pack holds a tile of the first zoom of its band in the detail of the last; it may come in parts,
-- each with later features than the one before.
create table tile_packs (
  version_id integer not null references layer_versions on delete cascade,
  build text not null,
  zoom smallint not null,
  x integer not null,
  y integer not null,
  part integer not null,
  bytes bytea not null,
  primary key (version_id, build, zoom, x, y, part)
);
