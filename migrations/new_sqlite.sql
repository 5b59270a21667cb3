-- What the migrations make of a new SQLite database, so that one is made without running them.
-- Written by: python -m tests.migrations.make_new
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE imports (
	id INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	added INTEGER NOT NULL, 
	ended INTEGER NOT NULL, 
	moved INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	purged_at DATETIME, 
	CONSTRAINT pk_imports PRIMARY KEY (id)
);
CREATE TABLE list_files (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	problems_digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_list_files PRIMARY KEY (id), 
	CONSTRAINT fk_list_files_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_list_files_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE list_tables (
	id INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	record_type TEXT NOT NULL, 
	facet TEXT NOT NULL, 
	columns TEXT NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_list_tables PRIMARY KEY (id), 
	CONSTRAINT fk_list_tables_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_list_tables_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE problems (
	id INTEGER NOT NULL, 
	file_id INTEGER NOT NULL, 
	sheet TEXT NOT NULL, 
	cell TEXT NOT NULL, 
	code TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_problems PRIMARY KEY (id), 
	CONSTRAINT fk_problems_file_id_list_files FOREIGN KEY(file_id) REFERENCES list_files (id)
);
CREATE TABLE cases (
	id INTEGER NOT NULL, 
	case_id TEXT, 
	child_key TEXT, 
	birth_date DATE, 
	expected_birth_on DATE, 
	team TEXT, 
	caseworker TEXT, 
	target_group TEXT, 
	opened_on DATE, 
	closed_on DATE, 
	close_reason TEXT, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT fk_cases_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_cases_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_cases_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE team_history (
	id INTEGER NOT NULL, 
	case_id TEXT, 
	team TEXT, 
	caseworker TEXT, 
	from_on DATE, 
	to_on DATE, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_team_history PRIMARY KEY (id), 
	CONSTRAINT fk_team_history_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_team_history_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_team_history_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE notifications (
	id INTEGER NOT NULL, 
	notification_id TEXT, 
	case_id TEXT, 
	received_at DATETIME, 
	assessed_at DATETIME, 
	assessment TEXT, 
	type TEXT, 
	notifier TEXT, 
	acknowledged_on DATE, 
	informed_on DATE, 
	reassessed_on DATE, 
	new_participant BOOLEAN, 
	screened_on DATE, 
	screening TEXT, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_notifications PRIMARY KEY (id), 
	CONSTRAINT fk_notifications_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_notifications_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_notifications_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE investigations (
	id INTEGER NOT NULL, 
	investigation_id TEXT, 
	case_id TEXT, 
	notification_id TEXT, 
	type TEXT, 
	aware_on DATE, 
	decided_on DATE, 
	started_on DATE, 
	interim_on DATE, 
	completed_on DATE, 
	cancelled_on DATE, 
	cancel_reason TEXT, 
	consent BOOLEAN, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_investigations PRIMARY KEY (id), 
	CONSTRAINT fk_investigations_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_investigations_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_investigations_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE conversations (
	id INTEGER NOT NULL, 
	case_id TEXT, 
	held_on DATE, 
	purpose TEXT, 
	concerns TEXT, 
	form TEXT, 
	omitted BOOLEAN, 
	omission_reason TEXT, 
	other_source BOOLEAN, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_conversations PRIMARY KEY (id), 
	CONSTRAINT fk_conversations_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_conversations_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_conversations_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	decision_id TEXT, 
	case_id TEXT, 
	investigation_id TEXT, 
	decided_on DATE, 
	type TEXT, 
	law TEXT, 
	paragraph TEXT, 
	consent BOOLEAN, 
	urgent BOOLEAN, 
	plan_need_assessed_on DATE, 
	plan_need BOOLEAN, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_decisions_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_decisions_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_decisions_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE measures (
	id INTEGER NOT NULL, 
	measure_id TEXT, 
	case_id TEXT, 
	decision_id TEXT, 
	law TEXT, 
	paragraph TEXT, 
	placement BOOLEAN, 
	started_on DATE, 
	ended_on DATE, 
	end_reason TEXT, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_measures PRIMARY KEY (id), 
	CONSTRAINT fk_measures_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_measures_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_measures_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE plans (
	id INTEGER NOT NULL, 
	plan_id TEXT, 
	case_id TEXT, 
	decision_id TEXT, 
	measure_id TEXT, 
	type TEXT, 
	made_on DATE, 
	revised_on DATE, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_plans PRIMARY KEY (id), 
	CONSTRAINT fk_plans_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_plans_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_plans_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE follow_ups (
	id INTEGER NOT NULL, 
	case_id TEXT, 
	measure_id TEXT, 
	held_on DATE, 
	next_on DATE, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_follow_ups PRIMARY KEY (id), 
	CONSTRAINT fk_follow_ups_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_follow_ups_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_follow_ups_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE visits (
	id INTEGER NOT NULL, 
	case_id TEXT, 
	measure_id TEXT, 
	visited_on DATE, 
	conversation BOOLEAN, 
	at_placement BOOLEAN, 
	unreadable BIGINT, 
	table_no INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	import_from INTEGER NOT NULL, 
	import_to INTEGER, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_table_no_list_tables FOREIGN KEY(table_no) REFERENCES list_tables (id), 
	CONSTRAINT fk_visits_import_from_imports FOREIGN KEY(import_from) REFERENCES imports (id), 
	CONSTRAINT fk_visits_import_to_imports FOREIGN KEY(import_to) REFERENCES imports (id)
);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	as_of DATE NOT NULL, 
	engine_version TEXT NOT NULL, 
	import_id INTEGER, 
	obligations INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	ended INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	purged_at DATETIME, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT fk_runs_import_id_imports FOREIGN KEY(import_id) REFERENCES imports (id)
);
CREATE TABLE run_imports (
	run_id INTEGER NOT NULL, 
	import_id INTEGER NOT NULL, 
	CONSTRAINT pk_run_imports PRIMARY KEY (run_id, import_id), 
	CONSTRAINT fk_run_imports_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT fk_run_imports_import_id_imports FOREIGN KEY(import_id) REFERENCES imports (id)
);
CREATE TABLE rule_texts (
	digest TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_rule_texts PRIMARY KEY (digest)
);
CREATE TABLE run_rules (
	run_id INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	path TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_run_rules PRIMARY KEY (run_id, rule, path), 
	CONSTRAINT fk_run_rules_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT fk_run_rules_digest_rule_texts FOREIGN KEY(digest) REFERENCES rule_texts (digest)
);
CREATE TABLE profiles (
	digest TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_profiles PRIMARY KEY (digest)
);
CREATE TABLE file_profiles (
	file_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_file_profiles PRIMARY KEY (file_id), 
	CONSTRAINT fk_file_profiles_file_id_list_files FOREIGN KEY(file_id) REFERENCES list_files (id), 
	CONSTRAINT fk_file_profiles_digest_profiles FOREIGN KEY(digest) REFERENCES profiles (digest)
);
CREATE TABLE publications (
	id INTEGER NOT NULL, 
	quarter TEXT NOT NULL, 
	edition INTEGER NOT NULL, 
	published_at DATETIME NOT NULL, 
	run_id INTEGER NOT NULL, 
	as_of DATE NOT NULL, 
	reason TEXT NOT NULL, 
	figures TEXT NOT NULL, 
	workbook BLOB NOT NULL, 
	page BLOB NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_publications PRIMARY KEY (id), 
	CONSTRAINT fk_publications_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT uq_publications_quarter_edition UNIQUE (quarter, edition)
);
CREATE TABLE grounds (
	id INTEGER NOT NULL, 
	rule TEXT, 
	basis TEXT, 
	law TEXT, 
	citation TEXT, 
	version_from DATE, 
	outcome TEXT, 
	reason TEXT, 
	CONSTRAINT pk_grounds PRIMARY KEY (id)
);
CREATE TABLE owners (
	id INTEGER NOT NULL, 
	team TEXT, 
	caseworker TEXT, 
	target_group TEXT, 
	CONSTRAINT pk_owners PRIMARY KEY (id)
);
CREATE TABLE places (
	id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_places PRIMARY KEY (id)
);
CREATE TABLE verdicts (
	id INTEGER NOT NULL, 
	ground_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	source_place INTEGER, 
	evidence_place INTEGER, 
	run_from INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	trigger_on DATE, 
	due_on DATE, 
	fulfilled_on DATE, 
	trigger_at DATETIME, 
	due_at DATETIME, 
	fulfilled_at DATETIME, 
	derived BOOLEAN, 
	quarter TEXT, 
	case_id TEXT, 
	record TEXT, 
	source_cell TEXT, 
	evidence_cell TEXT, 
	digest BLOB NOT NULL, 
	CONSTRAINT pk_verdicts PRIMARY KEY (id), 
	CONSTRAINT fk_verdicts_ground_id_grounds FOREIGN KEY(ground_id) REFERENCES grounds (id), 
	CONSTRAINT fk_verdicts_owner_id_owners FOREIGN KEY(owner_id) REFERENCES owners (id), 
	CONSTRAINT fk_verdicts_source_place_places FOREIGN KEY(source_place) REFERENCES places (id), 
	CONSTRAINT fk_verdicts_evidence_place_places FOREIGN KEY(evidence_place) REFERENCES places (id), 
	CONSTRAINT fk_verdicts_run_from_runs FOREIGN KEY(run_from) REFERENCES runs (id)
);
CREATE TABLE endings (
	verdict_id INTEGER NOT NULL, 
	run_to INTEGER NOT NULL, 
	CONSTRAINT pk_endings PRIMARY KEY (verdict_id), 
	CONSTRAINT fk_endings_verdict_id_verdicts FOREIGN KEY(verdict_id) REFERENCES verdicts (id), 
	CONSTRAINT fk_endings_run_to_runs FOREIGN KEY(run_to) REFERENCES runs (id)
);
CREATE TABLE run_counts (
	id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	rule TEXT, 
	basis TEXT, 
	team TEXT, 
	quarter TEXT, 
	met INTEGER NOT NULL, 
	missed INTEGER NOT NULL, 
	deviation INTEGER NOT NULL, 
	not_due INTEGER NOT NULL, 
	not_applicable INTEGER NOT NULL, 
	undeterminable INTEGER NOT NULL, 
	CONSTRAINT pk_run_counts PRIMARY KEY (id), 
	CONSTRAINT fk_run_counts_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE VIEW obligations AS
SELECT verdicts.id AS id, rule, basis, case_id, record, trigger_on, trigger_at, due_on, due_at, fulfilled_on,
       fulfilled_at, outcome, reason, law, citation, version_from, team, caseworker, target_group, quarter, derived,
       source_place.text || source_cell AS source, evidence_place.text || evidence_cell AS evidence,
       ordinal, digest, run_from, run_to
FROM verdicts
LEFT JOIN grounds ON grounds.id = ground_id
LEFT JOIN owners ON owners.id = owner_id
LEFT JOIN places AS source_place ON source_place.id = verdicts.source_place
LEFT JOIN places AS evidence_place ON evidence_place.id = verdicts.evidence_place
LEFT JOIN endings ON endings.verdict_id = verdicts.id;
CREATE VIEW obligations_now AS
SELECT rule, basis, case_id, record, trigger_on, trigger_at, due_on, due_at, fulfilled_on, fulfilled_at, outcome,
       reason, law, citation, version_from, team, caseworker, target_group, quarter, derived, source, evidence
FROM obligations
WHERE run_to IS NULL;
CREATE VIEW compliance_now AS
SELECT rule, basis, team, quarter, met + missed + deviation + not_due + not_applicable + undeterminable AS obligations, 
       met, missed, deviation, not_due, not_applicable, undeterminable,
       met AS numerator,
       met + missed AS denominator,
       CAST(met AS DOUBLE PRECISION) / NULLIF(met + missed, 0) AS rate,
       CAST(met + deviation AS DOUBLE PRECISION) / NULLIF(met + missed + deviation, 0) AS rate_with_deviation
FROM run_counts
WHERE run_id = (SELECT MAX(id) FROM runs);
CREATE VIEW compliance_by_run AS
SELECT run_id, as_of, rule, basis, team, quarter, met + missed + deviation + not_due + not_applicable + undeterminable AS obligations, 
       met, missed, deviation, not_due, not_applicable, undeterminable,
       met AS numerator,
       met + missed AS denominator,
       CAST(met AS DOUBLE PRECISION) / NULLIF(met + missed, 0) AS rate,
       CAST(met + deviation AS DOUBLE PRECISION) / NULLIF(met + missed + deviation, 0) AS rate_with_deviation
FROM run_counts
JOIN runs ON runs.id = run_id;
CREATE TABLE deleted_verdicts (
	id INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	first_run INTEGER NOT NULL, 
	last_run INTEGER NOT NULL, 
	CONSTRAINT pk_deleted_verdicts PRIMARY KEY (id), 
	CONSTRAINT fk_deleted_verdicts_first_run_runs FOREIGN KEY(first_run) REFERENCES runs (id), 
	CONSTRAINT fk_deleted_verdicts_last_run_runs FOREIGN KEY(last_run) REFERENCES runs (id)
);
INSERT INTO alembic_version VALUES ('0006_keep_deleted_digests');
