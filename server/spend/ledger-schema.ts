/**
 * The ledger's tables. Money is whole nano-dollars, times are milliseconds since the epoch in UTC.
 *
 * A call's `counted_posted` and `counted_held` are what it adds to every sum. Triggers keep those sums (balances of time
 * buckets, tasks, subtasks with all below them, attempts) in the same transaction, so that checking a budget does not grow
 * with the number of calls. Buckets are quarters of an hour and days in UTC: every time zone's midnight is the start of a quarter.
 */
const firstVersion = `
create table ledger (id text not null) strict;

create table price (
  id integer primary key,
  text text not null unique,
  source text not null,
  as_of text
) strict;

create table task (
  id text primary key,
  prompt text not null,
  kind text not null,
  workspace text not null,
  preference text not null,
  started_at integer not null,
  ended_at integer,
  outcome text,
  owner text not null,
  pid integer not null,
  posted integer not null default 0,
  held integer not null default 0
) strict;
create index task_open on task (owner) where ended_at is null;
create index task_started on task (started_at);

create table subtask (
  id text primary key,
  task text not null references task (id),
  parent text references subtask (id),
  kind text not null,
  title text not null,
  because text not null,
  spend_limit integer check (spend_limit >= 0),
  started_at integer not null,
  ended_at integer,
  verdict text,
  posted integer not null default 0,
  held integer not null default 0
) strict;
create index subtask_of_task on subtask (task);

create table ancestry (
  subtask text not null references subtask (id),
  ancestor text not null references subtask (id),
  primary key (subtask, ancestor)
) strict, without rowid;

create table attempt (
  id text primary key,
  subtask text not null references subtask (id),
  number integer not null,
  model text not null,
  rung text not null,
  started_at integer not null,
  ended_at integer,
  ending text,
  verdict text check (verdict in ('proved', 'unproved', 'refuted')),
  because text not null default '',
  evidence text not null default '[]',
  posted integer not null default 0,
  held integer not null default 0
) strict;
create index attempt_of_subtask on attempt (subtask, number);
create index attempt_judged on attempt (ended_at) where verdict is not null;

create table call (
  id text primary key,
  task text not null references task (id),
  subtask text not null references subtask (id),
  attempt text not null references attempt (id),
  workspace text not null,
  purpose text not null,
  model text not null,
  endpoint text not null,
  answered_by text,
  price integer not null references price (id),
  state text not null check (state in ('held', 'posted', 'void', 'unknown')),
  held integer not null check (held >= 0),
  cost integer check (cost >= 0),
  computed integer,
  reported integer,
  overrun integer not null default 0,
  input_bound integer not null,
  output_bound integer not null,
  uncached integer,
  cache_read integer,
  cache_write integer,
  cache_write_1h integer,
  output integer,
  reasoning integer,
  because text,
  reserved_at integer not null,
  settled_at integer,
  reconciled_at integer,
  counted_posted integer generated always as (case state when 'posted' then cost else 0 end) virtual,
  counted_held integer generated always as (case when state in ('held', 'unknown') then held else 0 end) virtual,
  check (state <> 'posted' or cost is not null)
) strict;
create index call_of_task on call (task);
create index call_of_attempt on call (attempt);
create index call_reserved on call (reserved_at);
create index call_open on call (state) where state in ('held', 'unknown');

create table balance (
  scope text not null,
  span text not null check (span in ('quarter', 'day')),
  bucket integer not null,
  posted integer not null,
  held integer not null,
  primary key (scope, span, bucket)
) strict, without rowid;

create table raise (
  budget text not null,
  task text not null,
  amount integer not null check (amount >= 0),
  raised_at integer not null
) strict;
create index raise_of_budget on raise (budget, task, raised_at);

create trigger call_added after insert on call begin
  insert into balance (scope, span, bucket, posted, held) values
    ('everything', 'quarter', new.reserved_at / 900000, new.counted_posted, new.counted_held),
    ('everything', 'day', new.reserved_at / 86400000, new.counted_posted, new.counted_held),
    ('workspace ' || new.workspace, 'quarter', new.reserved_at / 900000, new.counted_posted, new.counted_held),
    ('workspace ' || new.workspace, 'day', new.reserved_at / 86400000, new.counted_posted, new.counted_held)
  on conflict (scope, span, bucket) do update set posted = posted + excluded.posted, held = held + excluded.held;
  update task set posted = posted + new.counted_posted, held = held + new.counted_held where id = new.task;
  update attempt set posted = posted + new.counted_posted, held = held + new.counted_held where id = new.attempt;
  update subtask set posted = posted + new.counted_posted, held = held + new.counted_held
    where id in (select ancestor from ancestry where ancestry.subtask = new.subtask);
end;

create trigger call_resolved after update of state on call begin
  update balance
    set posted = posted + new.counted_posted - old.counted_posted, held = held + new.counted_held - old.counted_held
    where scope in ('everything', 'workspace ' || new.workspace)
      and ((span = 'quarter' and bucket = new.reserved_at / 900000) or (span = 'day' and bucket = new.reserved_at / 86400000));
  update task
    set posted = posted + new.counted_posted - old.counted_posted, held = held + new.counted_held - old.counted_held
    where id = new.task;
  update attempt
    set posted = posted + new.counted_posted - old.counted_posted, held = held + new.counted_held - old.counted_held
    where id = new.attempt;
  update subtask
    set posted = posted + new.counted_posted - old.counted_posted, held = held + new.counted_held - old.counted_held
    where id in (select ancestor from ancestry where ancestry.subtask = new.subtask);
end;

create trigger call_kept before delete on call begin
  select raise(abort, 'a call is never deleted from the ledger');
end;

create trigger call_settled_once before update of state, held, cost on call
  when old.state in ('posted', 'void') begin
  select raise(abort, 'a settled call never changes');
end;
`;

/** How an attempt's edits went in each edit format: the router of formats learns from it. */
const editCounts = `
create table edit_count (
  attempt text not null references attempt (id),
  format text not null,
  placed integer not null check (placed >= 0),
  failed integer not null check (failed >= 0),
  primary key (attempt, format)
) strict, without rowid;
`;

/** Where an attempt went on at another endpoint of the same weights, and why. */
const endpointChanges = `
create table endpoint_change (
  attempt text not null references attempt (id),
  from_model text not null,
  to_model text not null,
  because text not null,
  changed_at integer not null
) strict;
create index endpoint_change_of_attempt on endpoint_change (attempt);
`;

/** When the user kept or took back a task's result, and what audits found of accepted attempts. */
const laterFindings = `
alter table task add column judged_at integer;

create table audit (
  attempt text primary key references attempt (id),
  auditor text not null,
  finding text not null check (finding in ('accepted', 'rejected')),
  because text not null,
  audited_at integer not null
) strict, without rowid;
`;

/** What the user wants the router to learn no more from: attempts up to `at`, of a model and a kind, or of all where it is null. */
const forgettings = `
create table forgetting (
  model text,
  kind text,
  at integer not null
) strict;
`;

/** On what each verdict stands: words with spaces between them. */
const verdictGrounds = `
alter table attempt add column grounds text;
`;

/** What the router expected a subtask to cost: how such expectations turn out corrects later quotes. */
const expectations = `
alter table subtask add column expected integer check (expected >= 0);
`;

/** Each brings the ledger from the version before it; `user_version` counts how many have run. */
export const migrations: readonly string[] = [
  ...[firstVersion, editCounts, endpointChanges],
  ...[laterFindings, forgettings, verdictGrounds, expectations],
];

export const millisecondsPerQuarter = 900_000;
export const millisecondsPerBucketDay = 86_400_000;

export const everythingScope = "everything";

export function workspaceScope(root: string): string {
  return `workspace ${root}`;
}
