CREATE TABLE `dismissals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`product_id` integer,
	`category` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "dismissals_one" CHECK(("dismissals"."product_id" IS NULL) <> ("dismissals"."category" IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dismissals_product` ON `dismissals` (`user_id`,`product_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `dismissals_category` ON `dismissals` (`user_id`,`category`);--> statement-breakpoint
CREATE TABLE `user_choices` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`personal` integer DEFAULT true NOT NULL,
	`epoch` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `user_choices_epoch` ON `user_choices` (`epoch`,`user_id`);