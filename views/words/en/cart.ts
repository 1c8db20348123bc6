/** Cart, checkout, order. */

export const cart = {};
