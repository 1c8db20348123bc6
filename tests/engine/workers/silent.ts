/** A training worker that never answers. */
globalThis.addEventListener("message", () => {});
