"""Works of other libraries, timed by CPU time in this process: one JSON line in, one out.

Arguments: a folder with rowPtr, colIdx (int32) and values (float32) of a users x items matrix, and the number of items.
What is not installed is left out of the first line, which names versions and works.
"""

import importlib.metadata
import json
import os
import sys
import time

import numpy as np

folder, columns = sys.argv[1], int(sys.argv[2])
row_ptr = np.fromfile(f"{folder}/rowPtr", np.int32)
col_idx = np.fromfile(f"{folder}/colIdx", np.int32)
values = np.fromfile(f"{folder}/values", np.float32)
versions, works, kept = [f"Python {sys.version.split()[0]}", f"numpy {np.__version__}"], {}, {}
# Only the answers go to the pipe; what libraries print goes to the terminal.
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def work(function):
    works[function.__name__] = function
    return function


def timed(function):
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def once(name, make):
    if name not in kept:
        kept[name] = make()
    return kept[name]


def normal(*shape):
    return np.random.default_rng(1).standard_normal(shape, dtype=np.float32)


@work
def numpy_top_k(options):
    n, k, factors = options["n"], options["k"], options["factors"]
    rows = once(f"rows{n}", lambda: normal(n, factors))
    vector, times = normal(factors), options["times"]

    def run():
        for _ in range(times):
            scores = rows @ vector
            best = np.argpartition(scores, -k)[-k:]
            best[np.argsort(-scores[best])]

    return {"seconds": timed(run)[0] / times}


@work
def numpy_inverse(options):
    n = options["n"]

    def make():
        b = np.random.default_rng(1).standard_normal((n, n))
        return b @ b.T + n * np.eye(n)

    matrix = once(f"spd{n}", make)
    return {"seconds": timed(lambda: np.linalg.inv(matrix))[0]}


@work
def numpy_sgd(options):
    factors, count = options["factors"], options["count"]
    users = np.repeat(np.arange(len(row_ptr) - 1), np.diff(row_ptr))[:count]
    p, q = 0.1 * normal(len(row_ptr) - 1, factors), 0.1 * normal(columns, factors)
    bu, bi = np.zeros(len(p), np.float32), np.zeros(len(q), np.float32)

    def run():
        for u, i, r in zip(users, col_idx[:count], values[:count]):
            e = r - (3 + bu[u] + bi[i] + p[u] @ q[i])
            bu[u] += 0.005 * (e - 0.02 * bu[u])
            bi[i] += 0.005 * (e - 0.02 * bi[i])
            old = p[u].copy()
            p[u] += 0.005 * (e * q[i] - 0.02 * old)
            q[i] += 0.005 * (e * old - 0.02 * q[i])

    return {"seconds": timed(run)[0] / count}


try:
    import scipy
    from scipy.sparse import csr_matrix

    versions.append(f"scipy {scipy.__version__}")
    matrix = csr_matrix((values, col_idx, row_ptr), shape=(len(row_ptr) - 1, columns))
except ImportError:
    matrix = None

try:
    import sklearn
    from sklearn.decomposition import TruncatedSVD

    versions.append(f"scikit-learn {sklearn.__version__}")

    @work
    def arpack(options):
        svd = TruncatedSVD(options["factors"], algorithm="arpack", random_state=1)
        seconds, _ = timed(lambda: svd.fit(matrix))
        return {"seconds": seconds, "values": [float(s) for s in svd.singular_values_]}

    @work
    def randomized(options):
        svd = TruncatedSVD(options["factors"], algorithm="randomized", n_iter=5, random_state=1)
        data = once("wide", lambda: matrix.astype(np.float64)) if options["bits"] == 64 else matrix
        seconds, _ = timed(lambda: svd.fit(data))
        return {"seconds": seconds, "values": [float(s) for s in svd.singular_values_]}

    @work
    def exact(options):
        svd = TruncatedSVD(options["factors"], algorithm="arpack", random_state=1, tol=0)
        seconds, _ = timed(lambda: svd.fit(matrix.astype(np.float64)))
        return {"seconds": seconds, "values": [float(s) for s in svd.singular_values_]}
except ImportError:
    pass

try:
    import warnings

    import implicit
    from implicit.cpu.als import AlternatingLeastSquares

    # It turns its input into its own format, whichever that is, and says so each time.
    warnings.simplefilter("ignore")
    versions.append(f"implicit {implicit.__version__}")

    def als(options, use_cg):
        model = once(
            f"als{use_cg}",
            lambda: AlternatingLeastSquares(
                factors=options["factors"], regularization=0.1, iterations=1, num_threads=1,
                use_cg=use_cg, use_native=True, random_state=1, calculate_training_loss=False,
            ),
        )
        seconds, _ = timed(lambda: model.fit(matrix, show_progress=False))
        return {"seconds": seconds}

    @work
    def implicit_cg(options):
        return als(options, True)

    @work
    def implicit_cholesky(options):
        return als(options, False)

    @work
    def implicit_cosine(options):
        from implicit.nearest_neighbours import CosineRecommender

        model = CosineRecommender(K=options["k"], num_threads=1)
        seconds, _ = timed(lambda: model.fit(matrix, show_progress=False))
        return {"seconds": seconds}
except ImportError:
    pass

try:
    import surprise

    versions.append(f"Surprise {surprise.__version__}")

    @work
    def surprise_sgd(options):
        def make():
            users, items = len(row_ptr) - 1, columns
            by_user, by_item = {}, {i: [] for i in range(items)}
            for u in range(users):
                of = range(row_ptr[u], row_ptr[u + 1])
                by_user[u] = [(int(col_idx[e]), float(values[e])) for e in of]
            ids = {i: i for i in range(max(users, items))}
            return surprise.Trainset(by_user, by_item, users, items, len(values), (1, 5), ids, ids)

        trainset = once("trainset", make)
        model = surprise.SVD(n_factors=options["factors"], n_epochs=1, random_state=1)
        # Without epochs it still draws its factors: that is taken off.
        start = surprise.SVD(n_factors=options["factors"], n_epochs=0, random_state=1)
        return {"seconds": (timed(lambda: model.fit(trainset))[0] - timed(lambda: start.fit(trainset))[0]) / len(values)}
except ImportError:
    pass

try:
    from libmf import mf as libmf

    versions.append("LIBMF " + importlib.metadata.version("libmf"))

    @work
    def libmf_sgd(options):
        triples = once("triples", lambda: np.column_stack([
            np.repeat(np.arange(len(row_ptr) - 1), np.diff(row_ptr)), col_idx, values,
        ]).astype(np.float32))

        def fit(epochs):
            model = libmf.MF(k=options["factors"], nr_threads=1, nr_iters=epochs, quiet=True, eta=0.005, lambda_p2=0.02, lambda_q2=0.02)
            return timed(lambda: model.fit(triples))[0]

        # Reading and ordering the data comes before the first epoch: that is taken off.
        return {"seconds": (fit(4) - fit(1)) / 3 / len(values)}
except ImportError:
    pass

print(json.dumps({"versions": ", ".join(versions), "works": list(works)}), file=out, flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(works[request["work"]](request["options"])), file=out, flush=True)
