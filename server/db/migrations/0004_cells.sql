-- Cells of a layer version: one row a leaf of the quadtree, by its key. Nothing here is joined on
-- anything but the key, so the table can be spread over machines by it.
create table cells (
  version_id integer not null,
  cell_key bigint not null,
  bytes bytea not null,
  primary key (version_id, cell_key)
) partition by list (version_id);

-- coordinates hardly compress, and decompressing would cost more than reading
alter table cells alter column bytes set storage external;

-- What lies above the leaves: which cells there are and their area sums by class.
create table cell_indexes (
  version_id integer primary key references layer_versions on delete cascade,
  format integer not null,
  classes jsonb not null,
  feature_count integer not null,
  cell_count integer not null,
  cell_bytes bigint not null,
  pyramid bytea not null
);
