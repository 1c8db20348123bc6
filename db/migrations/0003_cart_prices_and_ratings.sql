ALTER TABLE `cart_lines` ADD `unit_price` integer;--> statement-breakpoint
CREATE INDEX `interactions_ratings` ON `interactions` (`product_id`,`rating`) WHERE "interactions"."rating" IS NOT NULL;