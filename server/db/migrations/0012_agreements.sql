create table agreements (
  agreement_id text primary key,
  latest_version integer not null,
  created_at timestamptz not null default now()
);

-- A version never changes: what was settled by it can be settled again.
create table agreement_versions (
  agreement_id text not null references agreements on delete cascade,
  version integer not null,
  draft jsonb not null,
  created_at timestamptz not null default now(),
  primary key (agreement_id, version)
);
