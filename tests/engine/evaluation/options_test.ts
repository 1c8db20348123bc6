import assert from "node:assert/strict";
import { parseOptions } from "../../../engine/evaluation/options.ts";
import { InvalidInputError } from "../../../errors.ts";

const files = ["--train", "a", "--test", "b"];

Deno.test("parseOptions() reads what the reference shows", () => {
  const options = parseOptions([
    ...[
      "--interactions",
      "a.tsv.gz",
      "--split",
      "user-holdout:500",
      "--models",
      "popularity,svd,mf,ensemble",
    ],
    ...[
      "--k",
      "100,10,10",
      "--metrics",
      "hr,recall",
      "--seed",
      "7",
      "--fold-in",
      "0.5",
      "--json",
      "--binary",
      "--repeats",
    ],
    ...["--params", '{"svd":{"factors":64,"user_exponent":0},"mf":{"loss":"squared"}}'],
  ]);
  assert.deepEqual(options.source, {
    kind: "split",
    interactions: "a.tsv.gz",
    split: { kind: "user-holdout", users: 500 },
  });
  assert.deepEqual(options.models.map(({ name }) => name), ["popularity", "svd", "mf", "ensemble"]);
  assert.deepEqual(options.cutoffs, [10, 100]);
  assert.deepEqual(options.metrics, ["hr", "recall"]);
  assert.deepEqual([options.seed, options.foldIn], [7, 0.5]);
  assert.ok(options.json && options.binary && options.repeats);
  assert.equal(options.models[1]!.parameters.factors, 64);
  assert.equal(options.models[1]!.parameters.user_exponent, 0);
  // What was left open follows the loss.
  assert.equal(options.models[2]!.parameters.learning_rate, 0.005);
});

Deno.test("parseOptions() names the flag and quotes the value that is wrong", () => {
  const cases: [string[], RegExp][] = [
    [[], /--train and --test, or --interactions and --split, are missing/],
    [["--train", "a"], /--test is missing/],
    [["--interactions", "a", "--models", "svd"], /--split is missing/],
    [[...files, "--split", "leave-one-out", "--models", "svd"], /exclude/],
    [files, /--models is missing/],
    [[...files, "--models", "svd,magic"], /Cannot use --models "magic": it is not one of popularity/],
    [[...files, "--models", "svd", "--k", "10,0"], /Cannot use --k "0": it is not a whole number from 1/],
    [[...files, "--models", "svd", "--metrics", "accuracy"], /Cannot use --metrics "accuracy"/],
    [[...files, "--models", "svd", "--seed", "x"], /Cannot use --seed "x"/],
    [[...files, "--models", "svd", "--format", "xml"], /Cannot use --format "xml"/],
    [[...files, "--models", "svd", "--params", "{"], /Cannot use --params "{": it is not a JSON object/],
    [
      [...files, "--models", "svd", "--params", '{"svd":{"depth":1}}'],
      /"depth" of "svd" is unknown; it has factors/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"svd":{"factors":"x"}}'],
      /"factors" of "svd" is "x", not like 256/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"magic":{}}'],
      /Cannot use --params "magic": there is no such model/,
    ],
    [[...files, "--models", "mf", "--params", '{"mf":{"loss":"hinge"}}'], /loss is "hinge"/],
    [
      [...files, "--models", "svd", "--budget", "soon"],
      /Cannot use --budget "soon": it is not a number from 0/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"svd":{"factors":2.5}}'],
      /"factors" of "svd" is "2.5", not a whole number from 1 to 4096/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"bpr":{"learning_rate":0}}'],
      /"learning_rate" of "bpr" is "0", not a number above 0/,
    ],
    [
      [...files, "--models", "ease", "--params", '{"ease":{"decay_per_day":-0.1}}'],
      /"decay_per_day" of "ease" is "-0.1", not a number from 0/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"mf":{"toString":1}}'],
      /"toString" of "mf" is unknown/,
    ],
    [
      [...files, "--models", "ensemble", "--params", '{"ensemble":{"members":[1]}}'],
      /"members" of "ensemble" is \[1\], not like \[\]/,
    ],
    [
      [...files, "--models", "svd", "--params", '{"svd":3}'],
      /Cannot use --params "3": "svd" needs an object/,
    ],
    [[...files, "--models", "svd", "--colour"], /Unknown option '--colour'/],
    [
      [...files, "--negatives", "n", "--repeats", "--models", "svd"],
      /--repeats has no meaning with --negatives/,
    ],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseOptions(args), (error) => {
      assert.ok(error instanceof InvalidInputError, `${error}`);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("parseOptions() decides by the first ranking metric that is asked for, else by values, else by ndcg", () => {
  const squared = ["--params", '{"mf":{"loss":"squared"}}'];
  const decides = (...args: string[]) =>
    parseOptions([...files, "--models", "mf", ...squared, "--validate", ...args]).validate;
  assert.deepEqual(decides(), { budget: 60, metric: "ndcg" });
  assert.deepEqual(decides("--metrics", "recall,ndcg", "--budget", "2.5"), { budget: 2.5, metric: "recall" });
  assert.equal(decides("--metrics", "coverage,map")!.metric, "map");
  assert.equal(decides("--metrics", "coverage")!.metric, "ndcg");
  assert.equal(decides("--metrics", "mae,rmse")!.metric, "mae");
  assert.equal(parseOptions([...files, "--models", "svd", "--budget", "3"]).validate, null);
});

Deno.test("parseOptions() keeps the names of the parameters that were given", () => {
  const { models } = parseOptions([...files, "--models", "svd,ease", "--params", '{"svd":{"factors":64}}']);
  assert.deepEqual(models.map(({ fixed }) => fixed), [["factors"], []]);
});

Deno.test("parseOptions() asks for no measures of lists where candidates are sampled", () => {
  const { metrics } = parseOptions([...files, "--negatives", "n", "--models", "svd"]);
  assert.deepEqual(metrics, ["hr", "recall", "recall_capped", "ndcg", "precision", "map", "mrr"]);
});

Deno.test("parseOptions() refuses measures that do not go with the models or the candidates, and empty lists", () => {
  const refuses = (args: string[], message: RegExp) =>
    assert.throws(() => parseOptions([...files, ...args]), message);
  refuses(
    ["--models", "mf,ease", "--metrics", "rmse"],
    /^InvalidInputError: Cannot measure rmse of "mf": only mf/,
  );
  refuses(
    ["--models", "mf,ease", "--metrics", "mae", "--params", '{"mf":{"loss":"squared"}}'],
    /Cannot measure mae of "ease"/,
  );
  refuses(
    ["--models", "svd", "--negatives", "n", "--metrics", "ndcg,ild"],
    /Cannot measure ild: with --negatives/,
  );
  refuses(["--models", ","], /Cannot use --models ",": it names nothing/);
  refuses(["--models", "svd", "--k", ""], /Cannot use --k "": it names nothing/);
  refuses(["--models", "svd", "--metrics", ","], /Cannot use --metrics ",": it names nothing/);
  refuses(["--models", "svd", "--seed", "-1"], /^InvalidInputError: Cannot evaluate: [^\n]*$/);
});
