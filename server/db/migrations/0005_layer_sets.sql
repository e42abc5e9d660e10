-- Several layer versions cut together, so that ground they share counts once. The cells of a set are
-- stored under minus its number; a set goes when one of its versions goes.
create table layer_sets (
  set_id integer generated always as identity primary key,
  version_ids integer[] not null,
  grouped_by text not null check (grouped_by in ('class', 'layer')),
  unique (version_ids, grouped_by)
);

alter table cell_indexes drop constraint cell_indexes_version_id_fkey;
