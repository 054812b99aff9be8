BEGIN TRANSACTION;
CREATE TABLE about (
	name VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_about PRIMARY KEY (name)
);
INSERT INTO "about" VALUES('uid','01900000-0000-7000-8000-000000000001');
INSERT INTO "about" VALUES('created','2023-11-14T22:13:20+00:00');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE article (
	id INTEGER NOT NULL, 
	uid VARCHAR(64) NOT NULL, 
	seq BIGINT NOT NULL, 
	text_seq BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	text_version INTEGER NOT NULL, 
	text_digest VARCHAR(64) NOT NULL, 
	place SMALLINT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	title_key TEXT DEFAULT '' NOT NULL, 
	lead TEXT DEFAULT '' NOT NULL, 
	words BIGINT DEFAULT '0' NOT NULL, 
	has_picture BOOLEAN DEFAULT 0 NOT NULL, 
	word_goal INTEGER, 
	language TEXT DEFAULT '' NOT NULL, 
	language_key TEXT DEFAULT '' NOT NULL, 
	kind TEXT DEFAULT '' NOT NULL, 
	kind_key TEXT DEFAULT '' NOT NULL, 
	section TEXT DEFAULT '' NOT NULL, 
	section_key TEXT DEFAULT '' NOT NULL, 
	folder TEXT DEFAULT '' NOT NULL, 
	folder_key TEXT DEFAULT '' NOT NULL, 
	publication TEXT DEFAULT '' NOT NULL, 
	publication_key TEXT DEFAULT '' NOT NULL, 
	issue TEXT DEFAULT '' NOT NULL, 
	page TEXT DEFAULT '' NOT NULL, 
	published_text TEXT DEFAULT '' NOT NULL, 
	published_first BIGINT DEFAULT '0' NOT NULL, 
	published_last BIGINT DEFAULT '0' NOT NULL, 
	published_order BIGINT DEFAULT '99999999' NOT NULL, 
	source_name TEXT DEFAULT '' NOT NULL, 
	source_key TEXT DEFAULT '' NOT NULL, 
	source_url TEXT DEFAULT '' NOT NULL, 
	canonical_url TEXT DEFAULT '' NOT NULL, 
	batch INTEGER DEFAULT '0' NOT NULL, 
	origin_path TEXT DEFAULT '' NOT NULL, 
	origin_sha256 TEXT DEFAULT '' NOT NULL, 
	origin_encoding TEXT DEFAULT '' NOT NULL, 
	created BIGINT NOT NULL, 
	updated BIGINT NOT NULL, 
	trashed_at BIGINT, deadline BIGINT DEFAULT '99999999' NOT NULL, 
	CONSTRAINT pk_article PRIMARY KEY (id), 
	CONSTRAINT uq_article_uid UNIQUE (uid)
);
INSERT INTO "article" VALUES(1,'01900000-0000-7000-8000-000000000002',7,1,2,1,'c83ea1337a633795a7144f2bb0b98147efcef4f0f1a707b9183422b818ffc571',0,'writing','Körpü','korpu','Körpü The old bridge.',4,1,NULL,'','','','','Culture','culture','','','','','','','1998',19980101,19981231,19980101,'','','','',1,'/in/a.md','abababababababababababababababababababababababababababababababab','utf-8',1700000000000000,1700000000000001,NULL,99999999);
INSERT INTO "article" VALUES(2,'01900000-0000-7000-8000-000000000003',8,2,2,1,'ab2240aaf8e9e3e92add9233c3778450613cce48eb74937e9014878a5d04cbba',1,'published','Чай','чай','ёлка и чай',3,0,NULL,'','','','','Culture','culture','','','','','','','1998',19980101,19981231,19980101,'','','','',0,'','','',1700000000000000,1700000000000002,NULL,99999999);
INSERT INTO "article" VALUES(3,'01900000-0000-7000-8000-000000000004',9,3,2,1,'2dbfbce45f86c31975a4b16817f5c99da7858b01db0e822e17f54dfb36904fcf',2,'writing','Trash','trash','thrown away',2,0,NULL,'','','','','Culture','culture','','','','','','','1998',19980101,19981231,19980101,'','','','',0,'','','',1700000000000000,1700000000000003,1700000000000000,99999999);
CREATE TABLE article_author (
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	affiliation TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_article_author PRIMARY KEY (article_id, position), 
	CONSTRAINT fk_article_author_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_article_author_author_id FOREIGN KEY(author_id) REFERENCES author (id)
);
INSERT INTO "article_author" VALUES(1,0,1,'Baku');
CREATE TABLE article_picture (
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_article_picture PRIMARY KEY (article_id, position), 
	CONSTRAINT fk_article_picture_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_article_picture_sha256 FOREIGN KEY(sha256) REFERENCES picture (sha256), 
	CONSTRAINT uq_article_picture_article_id_name UNIQUE (article_id, name)
);
INSERT INTO "article_picture" VALUES(1,0,'images/bridge.jpg','5a0b83eef4133b065af4587dfc2f4e503d8aa3350795653a2f79b7ff4996d256');
CREATE TABLE article_tag (
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	CONSTRAINT pk_article_tag PRIMARY KEY (article_id, position), 
	CONSTRAINT fk_article_tag_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_article_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id)
);
INSERT INTO "article_tag" VALUES(1,0,1);
INSERT INTO "article_tag" VALUES(2,0,1);
CREATE TABLE article_text (
	article_id INTEGER NOT NULL, 
	standfirst TEXT DEFAULT '' NOT NULL, 
	summary TEXT DEFAULT '' NOT NULL, 
	rights_holder TEXT DEFAULT '' NOT NULL, 
	rights_licence TEXT DEFAULT '' NOT NULL, 
	rights_embargo TEXT DEFAULT '' NOT NULL, 
	rights_note TEXT DEFAULT '' NOT NULL, 
	origin_removed TEXT DEFAULT '[]' NOT NULL, 
	extra TEXT DEFAULT '{}' NOT NULL, 
	body TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_article_text PRIMARY KEY (article_id), 
	CONSTRAINT fk_article_text_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
INSERT INTO "article_text" VALUES(1,'A bridge.','','','','','','[]','{"weight": 3}','# Körpü

The old *bridge*.

![](images/bridge.jpg)
');
INSERT INTO "article_text" VALUES(2,'','','','','','','[]','{"weight": 3}','ёлка и чай');
INSERT INTO "article_text" VALUES(3,'','','','','','','[]','{"weight": 3}','thrown away');
CREATE TABLE author (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	CONSTRAINT pk_author PRIMARY KEY (id), 
	CONSTRAINT uq_author_name UNIQUE (name)
);
INSERT INTO "author" VALUES(1,'Leyla Əliyeva',' leyla eliyeva ');
CREATE TABLE batch (
	number INTEGER NOT NULL, 
	started BIGINT NOT NULL, 
	finished BIGINT, 
	undone BIGINT, 
	source TEXT DEFAULT '' NOT NULL, 
	report TEXT DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_batch PRIMARY KEY (number)
);
INSERT INTO "batch" VALUES(1,1700000000000000,1700000000000000,NULL,'/in','{"added": 1}');
CREATE TABLE batch_article (
	batch INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	version_after INTEGER NOT NULL, 
	state_after VARCHAR(64) NOT NULL, 
	former BLOB, 
	CONSTRAINT pk_batch_article PRIMARY KEY (batch, article_id), 
	CONSTRAINT fk_batch_article_batch FOREIGN KEY(batch) REFERENCES batch (number), 
	CONSTRAINT fk_batch_article_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
INSERT INTO "batch_article" VALUES(1,1,2,'x',NULL);
CREATE TABLE batch_picture (
	batch INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_batch_picture PRIMARY KEY (batch, article_id, position), 
	CONSTRAINT fk_batch_picture_batch FOREIGN KEY(batch) REFERENCES batch (number), 
	CONSTRAINT fk_batch_picture_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_batch_picture_sha256 FOREIGN KEY(sha256) REFERENCES picture (sha256)
);
INSERT INTO "batch_picture" VALUES(1,2,0,'b.jpg','5a0b83eef4133b065af4587dfc2f4e503d8aa3350795653a2f79b7ff4996d256');
CREATE TABLE comment (
	uid VARCHAR(64) NOT NULL, 
	article_id INTEGER NOT NULL, 
	start BIGINT DEFAULT '0' NOT NULL, 
	quote TEXT DEFAULT '' NOT NULL, 
	lead_in TEXT DEFAULT '' NOT NULL, 
	lead_out TEXT DEFAULT '' NOT NULL, 
	words TEXT DEFAULT '' NOT NULL, 
	made BIGINT NOT NULL, 
	resolved BIGINT, 
	CONSTRAINT pk_comment PRIMARY KEY (uid), 
	CONSTRAINT fk_comment_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
CREATE TABLE counter (
	id INTEGER NOT NULL, 
	seq BIGINT DEFAULT '0' NOT NULL, 
	last_article BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (id), 
	CONSTRAINT one_row CHECK (id = 1)
);
INSERT INTO "counter" VALUES(1,9,4);
CREATE TABLE history (
	seq BIGINT NOT NULL, 
	stamp VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_history PRIMARY KEY (seq)
);
INSERT INTO "history" VALUES(9,'0123456789abcdef');
CREATE TABLE note (
	article_id INTEGER NOT NULL, 
	words TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_note PRIMARY KEY (article_id), 
	CONSTRAINT fk_note_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
CREATE TABLE picture (
	sha256 VARCHAR(64) NOT NULL, 
	media_type VARCHAR(128) NOT NULL, 
	size BIGINT NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_picture PRIMARY KEY (sha256)
);
INSERT INTO "picture" VALUES('5a0b83eef4133b065af4587dfc2f4e503d8aa3350795653a2f79b7ff4996d256','image/jpeg',8,X'6120627269646765');
CREATE TABLE reprint_choice (
	one INTEGER NOT NULL, 
	other INTEGER NOT NULL, 
	together BOOLEAN NOT NULL, 
	made BIGINT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_reprint_choice PRIMARY KEY (one, other), 
	CONSTRAINT fk_reprint_choice_one FOREIGN KEY(one) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reprint_choice_other FOREIGN KEY(other) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT in_order CHECK (one < other)
);
CREATE TABLE saved_search (
	name VARCHAR(1000) NOT NULL, 
	"query" TEXT NOT NULL, 
	created BIGINT NOT NULL, pinned BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_saved_search PRIMARY KEY (name)
);
INSERT INTO "saved_search" VALUES('Rivers','tag:kür',1700000000000000,0);
CREATE TABLE tag (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	CONSTRAINT pk_tag PRIMARY KEY (id), 
	CONSTRAINT uq_tag_name UNIQUE (name)
);
INSERT INTO "tag" VALUES(1,'Kür','kur');
CREATE TABLE tombstone (
	article_id INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	uid VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_tombstone PRIMARY KEY (article_id)
);
INSERT INTO "tombstone" VALUES(4,5,'gone');
CREATE TABLE undo_article (
	number INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	former BLOB NOT NULL, 
	CONSTRAINT pk_undo_article PRIMARY KEY (number, article_id), 
	CONSTRAINT fk_undo_article_number FOREIGN KEY(number) REFERENCES undo_record (number), 
	CONSTRAINT fk_undo_article_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
INSERT INTO "undo_article" VALUES(1,2,X'785EAB562A4E4D2EC9CCCF53B28A5652D251722ECD29292D4A558AAD050075BB08BC');
CREATE TABLE undo_record (
	number INTEGER NOT NULL, 
	made BIGINT NOT NULL, 
	undone BIGINT, 
	change TEXT NOT NULL, 
	CONSTRAINT pk_undo_record PRIMARY KEY (number)
);
INSERT INTO "undo_record" VALUES(1,1700000000000000,NULL,'{"set": {"section": "Culture"}}');
CREATE TABLE version (
	article_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	kept_at BIGINT NOT NULL, 
	reason VARCHAR(16) NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	words BIGINT DEFAULT '0' NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	snapshot BLOB NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (article_id, number), 
	CONSTRAINT fk_version_article_id FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
INSERT INTO "version" VALUES(1,1,1700000000000000,'imported','','Körpü',3,'c83ea1337a633795a7144f2bb0b98147efcef4f0f1a707b9183422b818ffc571',X'785E8B56F23EBCADA8E0F01E251D254785A4A2CC94F4543D205B59012A1E931793179291AA909F93A2A00591D7D203092A46C76A64E626A6A716EB43B56515A46BC6E429C5020035B51E92');
INSERT INTO "version" VALUES(2,1,1700000000000000,'session','','Чай',3,'ab2240aaf8e9e3e92add9233c3778450613cce48eb74937e9014878a5d04cbba',X'785E8B56BAB0FCC2860B3B95749480E8E2C40BBB2FECBAB041E1C20E858BED60F1580037B2127D');
INSERT INTO "version" VALUES(3,1,1700000000000000,'session','','Trash',3,'2dbfbce45f86c31975a4b16817f5c99da7858b01db0e822e17f54dfb36904fcf',X'785E8B560A294A2CCE50D25102A2928CA2FCF23C85C4F2C44AA558006BC50853');
CREATE INDEX ix_article_seq ON article (seq);
CREATE INDEX ix_article_text_seq ON article (text_seq);
CREATE INDEX ix_article_batch ON article (batch);
CREATE INDEX ix_article_origin_sha256 ON article (origin_sha256);
CREATE INDEX ix_article_origin_path ON article (origin_path);
CREATE INDEX ix_article_newest ON article (place, published_first, id);
CREATE INDEX ix_article_oldest ON article (place, published_order, id);
CREATE INDEX ix_article_title ON article (place, title_key, id);
CREATE INDEX ix_article_changed ON article (place, updated, id);
CREATE INDEX ix_article_created ON article (place, created, id);
CREATE INDEX ix_article_words ON article (place, words, id);
CREATE INDEX ix_article_desk ON article (place, status, folder);
CREATE INDEX ix_tombstone_seq ON tombstone (seq);
CREATE INDEX ix_author_name_key ON author (name_key);
CREATE INDEX ix_article_author_author_id ON article_author (author_id);
CREATE INDEX ix_tag_name_key ON tag (name_key);
CREATE INDEX ix_article_tag_tag_id ON article_tag (tag_id);
CREATE INDEX ix_article_picture_sha256 ON article_picture (sha256);
CREATE INDEX ix_batch_article_article_id ON batch_article (article_id);
CREATE INDEX ix_batch_picture_article_id ON batch_picture (article_id);
CREATE INDEX ix_batch_picture_sha256 ON batch_picture (sha256);
CREATE INDEX ix_undo_article_article_id ON undo_article (article_id);
CREATE INDEX ix_version_reason_kept_at ON version (reason, kept_at);
CREATE INDEX ix_reprint_choice_other ON reprint_choice (other);
CREATE INDEX ix_article_deadline ON article (place, deadline, id);
CREATE INDEX ix_comment_article_id ON comment (article_id);
COMMIT;
