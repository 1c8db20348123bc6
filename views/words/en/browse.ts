/** Category, search, filters, pages. */

export const browse = {};
