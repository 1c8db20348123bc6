CREATE TABLE `cart_departures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `cart_departures_user` ON `cart_departures` (`user_id`);--> statement-breakpoint
-- Before: the cart lines of a product go with it.
CREATE TRIGGER `products_leave_carts` BEFORE DELETE ON `products` BEGIN
	INSERT INTO `cart_departures` (`user_id`, `name`)
	SELECT `user_id`, old.name FROM `cart_lines` WHERE `product_id` = old.id ORDER BY `user_id`;
END;
