/** A product on its card and on its page. */

export const product = {};
