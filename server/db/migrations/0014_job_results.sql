-- Results have a table of their own, as the bytes that are sent: gzipped JSON (what was kept before is
-- plain JSON). A result of 20 MB took seconds to be taken in and out as text on the embedded engine.
-- COPY takes no values, so that a result is read by a number of its own.
create table job_results (
  result_id bigint generated always as identity primary key,
  job_id text not null unique references jobs on delete cascade,
  bytes bytea not null
);

alter table job_results alter column bytes set storage external;

insert into job_results (job_id, bytes)
select job_id, convert_to(coalesce(result::text, 'null'), 'UTF8') from jobs where status = 'successful';

alter table jobs drop column result;
