/** What a bare `deno test` finds: the real tests need the tools of tests/deno.json and permissions (docs/decisions/0003). */
Deno.test("this is not the test suite: run `deno task test`", () => {});
