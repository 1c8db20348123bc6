/** Picks and their reasons, what was looked at, liked, hidden. */

export const personal = {};
