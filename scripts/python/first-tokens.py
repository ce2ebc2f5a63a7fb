"""Fits times to the first token in a stage of their own, and prints their errors for docs/design/step-costs.md.

    first-tokens.py silicon-samples.csv

The time per token is that of step-costs.py, whose measurements, fit and tables are used. Given the durations of its steps x and of
its prompts alone,

    T = first + steps · x + own · prompt + others · (N − 1) · prompt

where the four parts deviate by GPU, model, cell and launch. A launch is a cell with its parallelism. The figures are not those of
the program, which has the first token of step-costs.py. It needs numpy and pandas, and ten minutes.
"""

import importlib
import sys

import numpy as np
import pandas as pd

from stepcost import ENGINES, closed_loop, features, part, prompt, terms

costs = importlib.import_module("step-costs")
PARTS = ["first", "own", "steps", "others"]
# Name, first guess, prior standard deviation of the logarithm.
PARAMETERS = ([("f", 15.0, 0.5)] + [("fL_" + e, 0.5, 0.7) for e in ENGINES] + [("steps_" + e, 1.5, 0.5) for e in ENGINES]
              + [("others_" + e, 0.07, 0.7) for e in ENGINES] + [("own", 1.1, 0.2)])
NAMES = [p[0] for p in PARAMETERS]
GUESS = np.log([p[1] for p in PARAMETERS])
PRIOR = np.array([p[2] for p in PARAMETERS])
SPREADS = {"gpu": [0.1, 0.1, 0.15, 0.15], "m": [0.1, 0.1, 0.15, 0.1], "cell": [0.5, 0.4, 0.5, 0.6],
           "launch": [0.3, 0.3, 0.3, 0.4]}
SCALE = 0.2  # of the loss, which grows like the square below and linearly above


def quantities(fit, points, f):
    """What the fit of the time per token says of points."""
    deviations = fit.deviations(points)
    x, _ = closed_loop(fit.p, f, deviations)
    running = np.minimum(f["C"], f["cap"])
    # In this benchmark one request more is in flight than the engine has slots for, so each waits for the next answer to end.
    queued = (points.gpu == "h100") & (points.m == "llama3.1-8b") & (points.eng == "trtllm")
    return dict(x=x, alone=prompt(terms(fit.p, f, deviations)), running=running, O=f["O"], L=f["L"], engine=f["engine"],
                beyond=np.where(f["C"] > running, (f["C"] - running) / running, 0), queued=queued.to_numpy() * 1.0)


def first_token(z, deviations, a):
    """Milliseconds to the first token with parameters z; deviations has a row for each point and a column for each part."""
    p = dict(zip(NAMES, np.exp(z)))
    by_engine = lambda name: np.choose(a["engine"], [p[name + "_" + e] for e in ENGINES])
    X = np.exp(deviations)
    T = (X[:, 0] * (p["f"] + a["L"] * by_engine("fL")) + X[:, 1] * p["own"] * a["alone"] + X[:, 2] * by_engine("steps") * a["x"]
         + X[:, 3] * by_engine("others") * (a["running"] - 1) * a["alone"])
    answer = (a["O"] - 1) * a["x"]
    T = T + a["queued"] * answer / a["running"]
    return T + a["beyond"] * (T + answer)


class FirstTokenFit:
    """The most probable parameters and deviations, given the durations of steps and prompts."""

    def __init__(self, points, a, levels, start=None, rounds=40):
        self.levels, self.place = levels, {}
        for level in levels:
            for name in sorted(points[level].unique()):
                self.place[level, name] = len(self.place)
        indices = [points[level].map(lambda name: self.place[level, name]).to_numpy() for level in levels]
        spread = np.array([SPREADS[level] for level, _ in self.place])
        measured, n, count, rows = np.log(points.ttft.to_numpy()), len(NAMES), len(self.place), len(points)
        deviations = lambda B: sum(B[i] for i in indices)
        apart = lambda v: (v[:n], v[n:].reshape(count, len(PARTS)))

        def residuals(v):
            z, B = apart(v)
            return np.concatenate([(np.log(first_token(z, deviations(B), a)) - measured) / SCALE, (z - GUESS) / PRIOR,
                                   (B / spread).ravel()])

        def jacobian(v):
            z, B = apart(v)
            U, h = deviations(B), 1e-5
            T = np.log(first_token(z, U, a))
            J = np.zeros((rows + len(v), len(v)))
            for j in range(n):
                moved = z.copy()
                moved[j] += h
                J[:rows, j] = (np.log(first_token(moved, U, a)) - T) / h / SCALE
            for c in range(len(PARTS)):
                moved = U.copy()
                moved[:, c] += h
                slope = (np.log(first_token(z, moved, a)) - T) / h / SCALE
                for i in indices:
                    J[np.arange(rows), n + i * len(PARTS) + c] = slope
            J[rows:rows + n, :n] = np.diag(1 / PRIOR)
            J[rows + n:, n:] = np.diag(1 / spread.ravel())
            return J

        v = np.concatenate([GUESS, np.zeros(count * len(PARTS))])
        if start is not None:
            v[:n] = start.z
            for key, i in self.place.items():
                if key in start.place:
                    v[n + i * len(PARTS):n + (i + 1) * len(PARTS)] = start.B[start.place[key]]
        self.z, self.B = apart(costs.minimise(residuals, jacobian, v, rounds))

    def predict(self, points, a):
        deviations = np.zeros((len(points), len(PARTS)))
        for level in self.levels:
            for row, name in enumerate(points[level]):
                if (level, name) in self.place:
                    deviations[row] += self.B[self.place[level, name]]
        return first_token(self.z, deviations, a)


def main():
    points = costs.measurements(sys.argv[1])
    points["launch"] = points.cell + "#" + points.cfg + "/" + points.e.astype(str)
    f = features(points)
    fit = costs.Fit(points, f)
    whole = (points.pure == 0).to_numpy()
    served, g = points[whole].reset_index(drop=True), part(f, whole)
    a, groups = quantities(fit, served, g), served.group.to_numpy()
    random = np.random.default_rng(1)
    fold = np.zeros(len(served), dtype=int)
    for cell in served.cell.unique():
        rows = np.where(served.cell == cell)[0]
        fold[random.permutation(rows)] = np.arange(len(rows)) % 5
    print("| | points | groups | median % | median of groups % | p90 % | covered % | covered, mean of groups % | half-width |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for words, levels in [("without launches", costs.LEVELS), ("with launches", [*costs.LEVELS, "launch"])]:
        everything = FirstTokenFit(served, a, levels)
        error = np.zeros(len(served))
        for number in range(5):
            rows = fold == number
            other = FirstTokenFit(served[~rows], part(a, ~rows), levels, everything, 15)
            error[rows] = np.log(other.predict(served[rows], part(a, rows)) / served.ttft.to_numpy()[rows])
        costs.line(f"five folds within a cell, {words}", error, groups)
        for group in pd.unique(groups):
            out, rows = (points.group == group).to_numpy(), groups == group
            steps = costs.Fit(points[~out], part(f, ~out), fit, 15)
            b = quantities(steps, served, g)
            other = FirstTokenFit(served[~rows], part(b, ~rows), levels, everything, 15)
            error[rows] = np.log(other.predict(served[rows], part(b, rows)) / served.ttft.to_numpy()[rows])
        costs.line(f"group (GPU × model) left out, {words}", error, groups)


if __name__ == "__main__":
    main()
