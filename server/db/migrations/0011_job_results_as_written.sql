-- Results and problems of jobs are answered as they were written, the order of their members included:
-- jsonb would sort them, and an answer would differ from that of the same process run at once.
alter table jobs
  alter column result type json using result::json,
  alter column problem type json using problem::json;
