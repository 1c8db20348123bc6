-- What the schema language of drizzle cannot say: the full-text index over products, and the counter that tells a reader of
-- the catalogue that its copy is old. Both are kept by triggers, so no writer can forget them.
CREATE VIRTUAL TABLE `products_fts` USING fts5(
	name, category, description,
	content='products', content_rowid='id',
	tokenize='porter unicode61 remove_diacritics 2',
	prefix='1 2 3'
);
--> statement-breakpoint
INSERT INTO `products_fts`(`products_fts`, rank) VALUES ('rank', 'bm25(10.0, 4.0, 1.0)');
--> statement-breakpoint
INSERT INTO `catalogue_stamp` (`id`, `value`) VALUES (1, 0);
--> statement-breakpoint
CREATE TRIGGER `products_added` AFTER INSERT ON `products` BEGIN
	INSERT INTO `products_fts`(rowid, name, category, description)
	VALUES (new.id, new.name, new.category, new.description);
	UPDATE `catalogue_stamp` SET `value` = `value` + 1 WHERE `id` = 1;
END;
--> statement-breakpoint
CREATE TRIGGER `products_removed` AFTER DELETE ON `products` BEGIN
	INSERT INTO `products_fts`(`products_fts`, rowid, name, category, description)
	VALUES ('delete', old.id, old.name, old.category, old.description);
	UPDATE `catalogue_stamp` SET `value` = `value` + 1 WHERE `id` = 1;
END;
--> statement-breakpoint
CREATE TRIGGER `products_changed` AFTER UPDATE ON `products` BEGIN
	UPDATE `catalogue_stamp` SET `value` = `value` + 1 WHERE `id` = 1;
END;
--> statement-breakpoint
-- Apart from the counter: a sale lowers the stock of a product, which is no reason to index its words again.
CREATE TRIGGER `products_reworded` AFTER UPDATE OF `id`, `name`, `category`, `description` ON `products` BEGIN
	INSERT INTO `products_fts`(`products_fts`, rowid, name, category, description)
	VALUES ('delete', old.id, old.name, old.category, old.description);
	INSERT INTO `products_fts`(rowid, name, category, description)
	VALUES (new.id, new.name, new.category, new.description);
END;
