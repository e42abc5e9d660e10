-- The message of a job in both languages; what was written before this has English alone.
alter table jobs add column local_message json;
