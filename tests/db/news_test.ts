import assert from "node:assert/strict";
import { addInteractions } from "../../db/interactions.ts";
import { findNewestId, streamNews } from "../../db/news.ts";
import { addShop, interaction, testEach } from "./setup.ts";

testEach(
  "streamNews() gives each user of a page once with the newest id, from where it was left",
  async ({ db, writer }) => {
    await addShop(writer, { users: 3, products: 1 });
    const read = async (after: number, pageSize?: number) => {
      const pages = [];
      for await (const page of streamNews(db, after, pageSize ? { pageSize } : {})) pages.push(page);
      return pages;
    };
    assert.equal(await findNewestId(db), 0);
    assert.deepEqual(await read(0), []);
    await addInteractions(writer, [1, 2, 1, 3, 1].map((userId) => interaction({ userId })));
    assert.equal(await findNewestId(db), 5);
    assert.deepEqual(await read(0), [{ users: [[1, 5], [2, 2], [3, 4]], last: 5 }]);
    assert.deepEqual(await read(3), [{ users: [[1, 5], [3, 4]], last: 5 }]);
    assert.deepEqual(await read(5), []);
    assert.deepEqual(await read(0, 2), [
      { users: [[1, 1], [2, 2]], last: 2 },
      { users: [[1, 3], [3, 4]], last: 4 },
      { users: [[1, 5]], last: 5 },
    ]);
  },
);
