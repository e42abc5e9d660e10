create table jobs (
  job_id text primary key,
  process_id text not null,
  status text not null check (status in ('accepted', 'running', 'successful', 'failed', 'dismissed')),
  progress integer not null default 0 check (progress between 0 and 100),
  message text not null default '',
  eta_s double precision,
  subject text,
  inputs jsonb not null,
  result jsonb,
  problem jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now()
);

create index on jobs (status, created_at);
