import assert from "node:assert/strict";
import type { Act } from "../../views/words/acts.ts";
import { findLocale } from "../../views/words/locale.ts";
import { interactionTypes } from "../../types.ts";

const en = findLocale("en").words.personal;
const de = findLocale("de").words.personal;
const say = (parts: readonly unknown[]) => parts.join("");
const acts = (...some: [Act["type"], string][]): Act[] => some.map(([type, name]) => ({ type, name }));

Deno.test("reasons are whole sentences in each language, with the verb once for acts of one type", () => {
  const cases: [Act[], string, string][] = [
    [
      acts(["purchase", "X"], ["view", "Y"]),
      "Because you bought X and viewed Y",
      "Weil du X gekauft und Y angesehen hast",
    ],
    [acts(["view", "X"], ["view", "Y"]), "Because you viewed X and Y", "Weil du X und Y angesehen hast"],
    [
      acts(["cart", "X"], ["like", "Y"]),
      "Because you added X to your cart and liked Y",
      "Weil du X in den Warenkorb gelegt und dir Y gemerkt hast",
    ],
    [
      acts(["cart", "X"], ["cart", "Y"]),
      "Because you added X and Y to your cart",
      "Weil du X und Y in den Warenkorb gelegt hast",
    ],
    [acts(["like", "X"]), "Because you liked X", "Weil du dir X gemerkt hast"],
  ];
  for (const [some, english, german] of cases) {
    assert.equal(say(en.reason.because(some)), english);
    assert.equal(say(de.reason.because(some)), german);
  }
});

Deno.test("the statement and the status line name each act as the language does", () => {
  const three = acts(["purchase", "X"], ["like", "Y"], ["view", "Z"]);
  assert.equal(
    say(en.statement.used(three)),
    "You bought X, liked Y and looked at Z. These follow from that.",
  );
  assert.equal(
    say(de.statement.used(three)),
    "Du hast X gekauft, dir Y gemerkt und Z angesehen. Daraus folgt diese Auswahl.",
  );
  for (const type of interactionTypes) {
    const [english, german] = [en, de].map(({ picks }) => say(picks.updated({ type, name: "X" })));
    assert.match(english!, /^Updated just now, after you .*X.*\.$/);
    assert.match(german!, /^Gerade aktualisiert, nachdem du (dir )?X .* hast\.$/);
  }
});

Deno.test("what was done with a product is told with how often", () => {
  const times = { view: 3, like: 1, cart: 2, purchase: 1 };
  assert.equal(en.used.done(times), "Viewed 3 times, liked, put into the cart twice, bought");
  assert.equal(de.used.done(times), "3-mal angesehen, gemerkt, 2-mal in den Warenkorb gelegt, gekauft");
  assert.equal(de.used.done({ view: 1, like: 0, cart: 0, purchase: 0 }), "Angesehen");
  assert.equal(en.used.share(0.004), "Under 1% of what counts now");
});

Deno.test("the mirrored language keeps blanks beside a name, so that words and names stay apart", () => {
  const { reason } = findLocale("ar-XB").words.personal;
  assert.deepEqual(reason.because([{ type: "like", name: { element: 1 } }]).slice(0, 2), [
    "\u202eBecause you\u202c ",
    "\u202eliked\u202c ",
  ]);
});
