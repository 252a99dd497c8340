"""scikit-learn's logistic regression without a penalty: the same model and the same cost, but
L-BFGS instead of gradient descent. Its time is scaled to as many iterations as were asked for."""

import warnings

import numpy as np
from peer import answer_questions, read_batch
from sklearn.linear_model import LogisticRegression

X, y, alpha = read_batch()
labels = y.astype(int)


def train(epochs):
    model = LogisticRegression(penalty=PENALTY, solver="lbfgs", max_iter=epochs, tol=1e-12)
    model.fit(X, labels)
    z = X @ model.coef_[0] + model.intercept_[0]
    return np.mean(np.logaddexp(0, z) - y * z), int(model.n_iter_[0])


warnings.simplefilter("ignore")
PENALTY = "none"
try:
    LogisticRegression(penalty="none").fit(np.array([[0.0], [1.0], [0.5]]), [0, 1, 1])
except ValueError:  # scikit-learn 1.4 and later spell it None
    PENALTY = None
answer_questions(train)
