/** The gradient of a function of several arrays by central differences. */
export function differencesOf(
  loss: (arrays: readonly Float64Array[]) => number,
  arrays: readonly ArrayLike<number>[],
  step = 1e-5,
): Float64Array[] {
  const around = arrays.map((array) => Float64Array.from(array));
  return around.map((array) =>
    array.map((value, at) => {
      array[at] = value + step;
      const above = loss(around);
      array[at] = value - step;
      const below = loss(around);
      array[at] = value;
      return (above - below) / (2 * step);
    })
  );
}
