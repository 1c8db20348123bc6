import assert from "node:assert/strict";
import { createEpochs } from "../../services/epochs.ts";

Deno.test("epochs know the newest interaction of a user, whatever comes late", () => {
  const epochs = createEpochs();
  assert.equal(epochs.note(1, 5), true);
  assert.equal(epochs.note(1, 5), false);
  assert.equal(epochs.note(1, 4), false);
  assert.equal(epochs.isCurrent(1, 4), false);
  assert.equal(epochs.isCurrent(1, 5), true);
  assert.equal(epochs.isCurrent(2, 0), true);
});

Deno.test("epochs forget whose last note is the oldest, and no more than that", () => {
  const epochs = createEpochs(2);
  epochs.note(1, 10);
  epochs.note(2, 11);
  epochs.note(1, 12);
  epochs.note(3, 13);
  assert.equal(epochs.isCurrent(2, 0), true);
  assert.equal(epochs.isCurrent(1, 0), false);
  assert.equal(epochs.isCurrent(3, 0), false);
});
