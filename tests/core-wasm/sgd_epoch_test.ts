import assert from "node:assert/strict";
import type { Random } from "../../engine/random.ts";
import { assertNear, createStage, everySize, type Guarded, type Stage, strides } from "./guarded.ts";

interface Problem {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly values: Float32Array;
  readonly weights: Float32Array | undefined;
}

interface Factors {
  readonly users: Guarded<Float32Array>;
  readonly items: Guarded<Float32Array>;
  readonly userBias: Guarded<Float32Array>;
  readonly itemBias: Guarded<Float32Array>;
}

interface Settings {
  readonly stride: number;
  readonly mean: number;
  readonly rate: number;
  readonly regularization: number;
  readonly biasRegularization: number;
}

const userCount = 9, itemCount = 7;
const usual = { mean: 0.25, rate: 0.0625, regularization: 0.125, biasRegularization: 0.03125 };

function createProblem(random: Random, entries: number, weighted: boolean): Problem {
  return {
    users: new Int32Array(entries).map(() => random.int(userCount)),
    items: new Int32Array(entries).map(() => random.int(itemCount)),
    values: new Float32Array(entries).map(() => random.next()),
    weights: weighted ? new Float32Array(entries).map(() => 0.5 + random.next()) : undefined,
  };
}

function createFactors(stage: Stage, stride: number): Factors {
  const small = (length: number) =>
    stage.f32(Array.from({ length }, () => stage.random.normal() / Math.sqrt(stride)));
  return {
    users: small(userCount * stride),
    items: small(itemCount * stride),
    userBias: small(userCount),
    itemBias: small(itemCount),
  };
}

/** Places the problem and returns a function that runs entries from .. to on given factors. */
function prepare(stage: Stage, problem: Problem) {
  const users = stage.i32(problem.users),
    items = stage.i32(problem.items),
    values = stage.f32(problem.values);
  const weights = problem.weights && stage.f32(problem.weights);
  return (factors: Factors, s: Settings, from: number, to: number): number =>
    stage.kernels.sgdEpoch(
      users.ptr,
      items.ptr,
      values.ptr,
      weights?.ptr ?? 0,
      from,
      to,
      factors.users.ptr,
      factors.items.ptr,
      factors.userBias.ptr,
      factors.itemBias.ptr,
      s.mean,
      s.stride,
      s.rate,
      s.regularization,
      s.biasRegularization,
    );
}

const read = (factors: Factors) => [
  factors.users.read(),
  factors.items.read(),
  factors.userBias.read(),
  factors.itemBias.read(),
];

/** The same pass in f64; returns the new factors and the error. */
function runPlainly(problem: Problem, start: readonly Float32Array[], s: Settings) {
  const [p, q, bu, bi] = start.map((array) => Float64Array.from(array)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let total = 0;
  problem.users.forEach((u, e) => {
    const i = problem.items[e]!, w = problem.weights?.[e] ?? 1;
    let guess = s.mean + bu[u]! + bi[i]!;
    for (let f = 0; f < s.stride; f++) guess += p[u * s.stride + f]! * q[i * s.stride + f]!;
    const error = problem.values[e]! - guess;
    total += w * error * error;
    bu[u]! += s.rate * (w * error - s.biasRegularization * bu[u]!);
    bi[i]! += s.rate * (w * error - s.biasRegularization * bi[i]!);
    for (let f = 0; f < s.stride; f++) {
      const old = p[u * s.stride + f]!, other = q[i * s.stride + f]!;
      p[u * s.stride + f] = old + s.rate * (w * error * other - s.regularization * old);
      q[i * s.stride + f] = other + s.rate * (w * error * old - s.regularization * other);
    }
  });
  return { factors: [p, q, bu, bi], total };
}

Deno.test("sgdEpoch() does what a plain loop does for every number of entries, with and without weights", () => {
  const stage = createStage(43);
  for (const entries of everySize) {
    stage.clear();
    const stride = strides[entries % strides.length]!;
    const settings = { ...usual, stride };
    const problem = createProblem(stage.random, entries, entries % 2 === 0);
    const factors = createFactors(stage, stride);
    const expected = runPlainly(problem, read(factors), settings);
    const total = prepare(stage, problem)(factors, settings, 0, entries);
    const label = `${entries} entries, stride ${stride}`;
    assertNear([total], [expected.total], 1e-5 * (1 + expected.total), `error of ${label}`);
    read(factors).forEach((array, i) =>
      assertNear(array, expected.factors[i]!, 1e-5, `array ${i} of ${label}`)
    );
  }
});

for (const stride of [4, 12, 16, 20, 32, 36, 64, 68, 128]) {
  Deno.test(`sgdEpoch() goes down the gradient that finite differences give at stride ${stride}`, () => {
    const stage = createStage(44 + stride);
    const settings = { ...usual, stride };
    const problem = createProblem(stage.random, 1, true);
    const factors = createFactors(stage, stride);
    const start = read(factors);
    const u = problem.users[0]!, i = problem.items[0]!, w = problem.weights![0]!;

    /** Half the weighted squared error of the one entry, with half of each penalty. */
    function lossOf([p, q, bu, bi]: readonly Float64Array[]): number {
      const own = p!.subarray(u * stride, (u + 1) * stride),
        other = q!.subarray(i * stride, (i + 1) * stride);
      const dot = own.reduce((sum, value, f) => sum + value * other[f]!, 0);
      const error = problem.values[0]! - (settings.mean + bu![u]! + bi![i]! + dot);
      const squares = own.reduce((sum, v) => sum + v * v, 0) + other.reduce((sum, v) => sum + v * v, 0);
      return (w * error ** 2 + settings.regularization * squares +
        settings.biasRegularization * (bu![u]! ** 2 + bi![i]! ** 2)) / 2;
    }

    prepare(stage, problem)(factors, settings, 0, 1);
    const step = 1e-5;
    read(factors).forEach((after, array) => {
      const gradient = new Float64Array(after.length), differences = new Float64Array(after.length);
      for (let at = 0; at < after.length; at++) {
        const around = start.map((values) => Float64Array.from(values));
        around[array]![at]! += step;
        const above = lossOf(around);
        around[array]![at]! -= 2 * step;
        differences[at] = (above - lossOf(around)) / (2 * step);
        gradient[at] = (start[array]![at]! - after[at]!) / settings.rate;
      }
      assertNear(gradient, differences, 1e-5, `array ${array}`);
    });
  });
}

Deno.test("sgdEpoch() in pieces gives the bits of one call, and touches no other entries", () => {
  const stage = createStage(45);
  for (const stride of [16, 32, 36, 64, 128]) {
    stage.clear();
    const settings = { ...usual, stride, rate: 0.01 }, entries = 3000;
    const problem = createProblem(stage.random, entries, true);
    const run = prepare(stage, problem);
    const whole = createFactors(stage, stride), start = read(whole);
    const [users, items, userBias, itemBias] = start.map((array) => stage.f32(array)) as [
      Guarded<Float32Array>,
      Guarded<Float32Array>,
      Guarded<Float32Array>,
      Guarded<Float32Array>,
    ];
    const parts = { users, items, userBias, itemBias };
    run(whole, settings, 0, entries);
    for (let from = 0; from < entries;) {
      const to = Math.min(entries, from + 1 + stage.random.int(1500));
      run(parts, settings, from, to);
      from = to;
    }
    assert.deepEqual(read(parts), read(whole), `stride ${stride}`);
    assert.notDeepEqual(read(whole), start);
    const kept = read(whole);
    assert.equal(run(whole, settings, 10, 10), 0);
    assert.deepEqual(read(whole), kept);
  }
});

Deno.test("sgdEpoch() keeps the padding of the rows at zero", () => {
  const stage = createStage(46);
  const settings = { ...usual, stride: 20 };
  const problem = createProblem(stage.random, 500, false);
  const factors = {
    users: stage.rows(userCount, 18, 20),
    items: stage.rows(itemCount, 18, 20),
    userBias: stage.f32(userCount),
    itemBias: stage.f32(itemCount),
  };
  prepare(stage, problem)(factors, { ...settings, rate: 0.01 }, 0, 500);
  for (const rows of [factors.users.read(), factors.items.read()]) {
    rows.forEach((value, at) => assert.equal(value === 0, at % 20 >= 18, `element ${at}`));
  }
});

Deno.test("sgdEpoch() passes learn a planted matrix", () => {
  const stage = createStage(47);
  const { random } = stage;
  const left = Array.from({ length: userCount }, () => random.normal());
  const right = Array.from({ length: itemCount }, () => random.normal());
  const problem = createProblem(random, userCount * itemCount, false);
  problem.users.forEach((_, e) => {
    problem.users[e] = e % userCount;
    problem.items[e] = Math.floor(e / userCount);
    problem.values[e] = left[e % userCount]! * right[Math.floor(e / userCount)]!;
  });
  const settings = { stride: 16, mean: 0, rate: 0.03, regularization: 0.001, biasRegularization: 0.001 };
  const factors = createFactors(stage, 16), run = prepare(stage, problem);
  const first = run(factors, settings, 0, problem.users.length);
  let last = first;
  for (let epoch = 0; epoch < 300; epoch++) last = run(factors, settings, 0, problem.users.length);
  assert.ok(last < first / 1000, `from ${first} to ${last}`);
});
