import assert from "node:assert/strict";
import { languages } from "../../env.ts";
import { de } from "../../views/words/de.ts";
import { en } from "../../views/words/en.ts";
import { findLocale, locales, mirrored } from "../../views/words/locale.ts";
import { findUnusedMessages } from "../fixtures/used_messages.ts";

type Message = string | ((...given: unknown[]) => unknown);

/** Every message of a catalogue under its path, as "privacy.ask.title". */
function* listMessages(value: unknown, path = ""): Generator<[path: string, message: Message]> {
  if (typeof value === "string" || typeof value === "function") {
    yield [path, value as Message];
    return;
  }
  for (const [key, one] of Object.entries(value as object)) {
    yield* listMessages(one, path ? `${path}.${key}` : key);
  }
}

Deno.test("every language has every message, of the same kind and with as many parts", () => {
  const english = new Map(listMessages(en));
  assert.ok(english.size > 100);
  for (const { tag, words } of [...locales, mirrored]) {
    const other = new Map(listMessages(words));
    assert.deepEqual([...other.keys()].sort(), [...english.keys()].sort(), tag);
    for (const [path, message] of english) {
      const own = other.get(path)!;
      assert.equal(typeof own, typeof message, `${tag}: ${path}`);
      if (typeof own === "string") assert.notEqual(own.trim(), "", `${tag}: ${path}`);
      else if (tag !== mirrored.tag) {
        assert.ok(own.length <= (message as () => unknown).length, `${tag}: ${path}`);
      }
    }
  }
});

/** Words that are the same in both languages. */
const shared = new Set(["Name", "Status"]);

Deno.test("no message of the German catalogue is the English one", () => {
  const german = new Map(listMessages(de));
  const same = [...listMessages(en)].filter(([path, message]) =>
    typeof message === "string" && german.get(path) === message && !shared.has(message)
  );
  assert.deepEqual(same, []);
});

Deno.test("every message is used by a view or a route; one that only shares another word's name is not", () => {
  // Categories have pictures, and other messages that name.
  const unused = findUnusedMessages((path, text) =>
    path.endsWith("/en/browse.ts") ? text.replace("browse = {", 'browse = { picture: "Picture",') : text
  );
  assert.deepEqual(unused, ["browse.picture"]);
});

Deno.test("the languages that a setting may name are those that there are", () => {
  assert.deepEqual([...languages], locales.map(({ tag }) => tag));
  assert.throws(() => findLocale("tlh"), /none is tagged "tlh"/);
});

Deno.test("the mirrored language marks each text, also those around a link", () => {
  const { privacy } = mirrored.words;
  const [before, link] = privacy.ask.thanks((words) => new String(`<a>${words}</a>`));
  assert.match(String(before), /^\u202eThank you.*\u202c $/s);
  assert.equal(String(link), "<a>\u202eChange it any time\u202c</a>");
  assert.equal(mirrored.words.errors[404].title, `\u202e${en.errors[404].title}\u202c`);
});
