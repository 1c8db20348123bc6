/** A training worker that dies of an uncaught error. */
globalThis.addEventListener("message", () => {
  throw new Error("out of luck");
});
