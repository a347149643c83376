"""Right answers by other routes than the solutions': each gets full marks and no hint.

A variant is a function whose source, pasted below a solution's file, is a submission.
"""

import collections
import functools
import inspect
import itertools
import math
import sys
from dataclasses import dataclass

import numpy as np
from conftest import ROOT

sys.path.insert(0, str(ROOT / "student_template/tests"))

VARIANTS = []
Pair = collections.namedtuple("Pair", "w v")
HEADER = "import collections, functools, itertools, math\nPair = collections.namedtuple('Pair', 'w v')\n"


@dataclass(frozen=True)
class Variant:
    """One right way; `code` defines the student function under its own name."""

    function: str
    name: str
    formula: object
    code: str

    def answer(self, case):
        import checks

        return checks.as_answer(self.formula(*case.args))


def variant(*functions):
    """Enter the decorated function as a variant of one student function, or of twins in two questions."""

    def enter(formula):
        source = inspect.getsource(formula)
        source = source[source.index("def ") :] if not inspect.isclass(formula) else source[source.index("class ") :]
        for function in functions:
            bare = function.partition(".")[2]
            made = formula() if inspect.isclass(formula) else formula
            call = f"{formula.__name__}()" if inspect.isclass(formula) else formula.__name__
            code = f"\n\n{HEADER}\n{source}\n\n{bare} = {call}\n"
            VARIANTS.append(Variant(function, f"{function} {formula.__name__}", made, code))
        return formula

    return enter


BOTH = "q2_batchnorm.{0}", "q3_layernorm.{0}"


def both(name):
    return variant(*(text.format(name) for text in BOTH))


@variant("q1_dropout.second_moment")
def by_enumeration(p, d):
    total = np.zeros((d, d))
    for mask in itertools.product([0, 1], repeat=d):
        m = np.array(mask)
        total += p ** m.sum() * (1 - p) ** (d - m.sum()) * np.outer(m, m)
    return total


@variant("q1_dropout.second_moment")
def nested_lists(p, d):
    return [[p if i == j else p * p for j in range(d)] for i in range(d)]


@variant("q1_dropout.second_moment")
def in_single_precision(p, d):
    m = np.full((d, d), np.float32(p) ** 2, dtype=np.float32)
    np.fill_diagonal(m, np.float32(p))
    return m


@variant("q1_dropout.f")
def zero_dimensional(p):
    return np.asarray(p)


@variant("q1_dropout.f")
def numpy_scalar(p):
    return np.float32(p)


@variant("q1_dropout.g")
def from_the_variance(probability):
    return probability - probability**2


@variant("q1_dropout.g")
class FromAClass:
    def __call__(self, p, scale=1.0):
        return scale * p * (1 - p)


@variant("q1_dropout.gamma")
def from_the_gram_matrix(X):
    return np.sqrt(np.diag(np.diag(X.T @ X)))


@variant("q1_dropout.gamma")
def by_loops(X):
    n, d = X.shape
    G = np.zeros((d, d), order="F")
    for j in range(d):
        G[j, j] = math.sqrt(math.fsum(X[i, j] ** 2 for i in range(n)))
    return G


@variant("q1_dropout.dropout_loss")
def with_a_diagonal_matrix(X, y, w, mask):
    r = y - X @ np.diag(mask) @ w
    return np.linalg.norm(r) ** 2


@variant("q1_dropout.dropout_loss")
def loss_by_loops(X, y, w, mask):
    return sum((y[i] - sum(X[i, j] * mask[j] * w[j] for j in range(len(w)))) ** 2 for i in range(len(y)))


@variant("q1_dropout.expected_loss")
def average_over_masks(X, y, w, p):
    total = 0.0
    for mask in itertools.product([0, 1], repeat=len(w)):
        m = np.array(mask)
        total += p ** m.sum() * (1 - p) ** (len(w) - m.sum()) * ((y - X @ (m * w)) ** 2).sum()
    return total


@variant("q1_dropout.expected_loss")
def with_the_second_moment(X, y, w, p):
    d = len(w)
    E = np.full((d, d), p * p) + np.eye(d) * (p - p * p)
    return y @ y - 2 * p * y @ X @ w + np.sum(E * (X.T @ X) * np.outer(w, w))


@variant("q1_dropout.expected_loss")
def loss_in_single_precision(X, y, w, p):
    X, y, w, p = (np.asarray(a, dtype=np.float32) for a in (X, y, w, p))
    return np.sum((y - p * (X @ w)) ** 2) + p * (1 - p) * np.sum((X * w) ** 2)


@variant("q1_dropout.expected_loss_grad")
def expanded(X, y, w, p):
    A = X.T @ X
    return 2 * p * p * A @ w - 2 * p * X.T @ y + 2 * p * (1 - p) * np.diag(np.diag(A)) @ w


@variant("q1_dropout.expected_loss_grad")
def average_of_gradients(X, y, w, p):
    g = np.zeros(len(w))
    for mask in itertools.product([0, 1], repeat=len(w)):
        m = np.array(mask)
        g += p ** m.sum() * (1 - p) ** (len(w) - m.sum()) * -2 * m * (X.T @ (y - X @ (m * w)))
    return list(g)


@variant("q2_batchnorm.batchnorm")
def column_by_column(X, gamma, beta, eps):
    Y = np.empty_like(X, order="F")
    for j in range(X.shape[1]):
        x = X[:, j]
        Y[:, j] = gamma[j] * (x - sum(x) / len(x)) / (sum((x - sum(x) / len(x)) ** 2) / len(x) + eps) ** 0.5 + beta[j]
    return Y


@variant("q2_batchnorm.batchnorm")
def in_place(X, gamma, beta, eps):
    X -= X.mean(0)
    X /= np.sqrt((X * X).mean(0) + eps)
    X *= gamma
    X += beta
    return X


@variant("q2_batchnorm.batchnorm")
def with_a_centring_matrix(X, gamma, beta, eps):
    N = len(X)
    C = np.eye(N) - np.ones((N, N)) / N
    Z = C @ X
    return Z / np.sqrt(np.diag(Z.T @ Z) / N + eps) @ np.diag(gamma) + np.outer(np.ones(N), beta)


@variant("q2_batchnorm.batchnorm")
def with_moments_in_single_precision(X, gamma, beta, eps):
    X, gamma, beta = np.float32(X), np.float32(gamma), np.float32(beta)
    variance = (X**2).mean(axis=0) - X.mean(axis=0) ** 2
    return gamma * (X - X.mean(axis=0)) / np.sqrt(variance + np.float32(eps)) + beta


@both("grad_beta")
def ones_times(dY):
    return np.ones(len(dY)) @ dY


@both("grad_beta")
def einsum_sum(dY):
    return np.einsum("ij->j", dY)


@both("grad_gamma")
def einsum_of_two(dY, X_hat):
    return np.einsum("ij,ij->j", dY, X_hat)


@both("grad_gamma")
def diagonal_of_product(dY, X_hat):
    return np.diag(dY.T @ X_hat)


@both("grad_x_hat")
def times_a_diagonal_matrix(dY, gamma):
    return dY @ np.diag(gamma)


@both("grad_x_hat")
def lists_of_lists(dY, gamma):
    return [[float(g * x) for g, x in zip(gamma, row)] for row in dY]


@variant("q2_batchnorm.grad_var")
def from_the_chain_rule(dX_hat, X, mean, var, eps):
    root = np.sqrt(var + eps)
    d_inverse = np.sum(dX_hat * (X - mean), axis=0)
    return d_inverse * (-1 / root**2) * (1 / (2 * root))


@variant("q2_batchnorm.grad_var")
def grad_var_in_long_double(dX_hat, X, mean, var, eps):
    a = np.longdouble(dX_hat) * (X - mean)
    return -(a.sum(0)) / (2 * (var + np.longdouble(eps)) ** 1.5)


@variant("q2_batchnorm.grad_mean")
def with_the_zero_path(dX_hat, var, eps):
    return (dX_hat * (-1 / np.sqrt(var + eps))).sum(axis=0) + 0 * var


@variant("q2_batchnorm.grad_mean")
def grad_mean_in_single_precision(dX_hat, var, eps):
    return -np.float32(dX_hat).sum(axis=0) / np.sqrt(np.float32(var) + np.float32(eps))


@variant("q2_batchnorm.grad_x")
def by_three_paths(dY, X, gamma, eps):
    N = X.shape[0]
    mu, var = X.mean(0), X.var(0)
    d = dY * gamma
    dvar = (d * (X - mu)).sum(0) * -0.5 * (var + eps) ** -1.5
    dmu = -d.sum(0) / np.sqrt(var + eps) + dvar * (-2 * (X - mu)).mean(0)
    return d / np.sqrt(var + eps) + dvar * 2 * (X - mu) / N + dmu / N


@variant("q2_batchnorm.grad_x")
def by_the_full_jacobian(dY, X, gamma, eps):
    N, D = X.shape
    out = np.zeros((N, D))
    for j in range(D):
        c = X[:, j] - X[:, j].mean()
        s = np.sqrt((c * c).mean() + eps)
        J = (np.eye(N) - 1 / N) / s - np.outer(c, c) / (N * s**3)
        out[:, j] = J.T @ (gamma[j] * dY[:, j])
    return out


@variant("q2_batchnorm.grad_x")
def grad_x_in_single_precision(dY, X, gamma, eps):
    dY, X, gamma = np.float32(dY), np.float32(X), np.float32(gamma)
    s = np.sqrt(X.var(axis=0) + np.float32(eps))
    h = (X - X.mean(axis=0)) / s
    return gamma / s * (dY - dY.mean(axis=0) - h * (dY * h).mean(axis=0))


@variant("q3_layernorm.layernorm")
def batch_norm_of_the_transpose(X, gamma, beta, eps):
    T = X.T
    return ((T - T.mean(0)) / np.sqrt(T.var(0) + eps)).T * gamma + beta


@variant("q3_layernorm.layernorm")
def row_by_row(X, gamma, beta, eps):
    return np.array([gamma * (x - np.mean(x)) / np.sqrt(np.var(x) + eps) + beta for x in X])


@variant("q3_layernorm.layernorm")
def rows_with_moments_in_single_precision(X, gamma, beta, eps):
    X, gamma, beta = np.float32(X), np.float32(gamma), np.float32(beta)
    mean = X.mean(axis=1, keepdims=True)
    variance = (X**2).mean(axis=1, keepdims=True) - mean**2
    return gamma * (X - mean) / np.sqrt(variance + np.float32(eps)) + beta


@variant("q3_layernorm.layernorm")
def a_thread_for_each_row(X, gamma, beta, eps):
    import time
    from concurrent.futures import ThreadPoolExecutor

    def normalized(x):
        time.sleep(0.001)  # so that no thread takes two rows
        return gamma * (x - x.mean()) / np.sqrt(x.var() + eps) + beta

    with ThreadPoolExecutor(len(X)) as threads:
        return list(threads.map(normalized, X))


@variant("q3_layernorm.grad_var")
def grad_var_of_rows(dX_hat, X, mean, var, eps):
    return np.array([-0.5 * (v + eps) ** -1.5 * np.dot(d, x - m) for d, x, m, v in zip(dX_hat, X, mean, var)])


@variant("q3_layernorm.grad_var")
def grad_var_by_einsum(dX_hat, X, mean, var, eps):
    return -np.einsum("ij,ij->i", dX_hat, X - mean.reshape(-1, 1)) / (2 * (var + eps) * np.sqrt(var + eps))


@variant("q3_layernorm.grad_mean")
def grad_mean_of_rows(dX_hat, var, eps):
    return [-math.fsum(row) / math.sqrt(v + eps) for row, v in zip(dX_hat, var)]


@variant("q3_layernorm.grad_mean")
def grad_mean_by_product(dX_hat, var, eps):
    return -(dX_hat @ np.ones(dX_hat.shape[1])) * (var + eps) ** -0.5


@variant("q3_layernorm.grad_x")
def rows_by_the_full_jacobian(dY, X, gamma, eps):
    N, D = X.shape
    out = np.zeros_like(X)
    for i in range(N):
        c = X[i] - X[i].mean()
        s = np.sqrt((c * c).mean() + eps)
        J = (np.eye(D) - 1 / D) / s - np.outer(c, c) / (D * s**3)
        out[i] = J @ (gamma * dY[i])
    return out


@variant("q3_layernorm.grad_x")
def rows_by_three_paths(dY, X, gamma, eps):
    D = X.shape[1]
    mu, var = X.mean(1, keepdims=True), X.var(1, keepdims=True)
    d = dY * gamma
    dvar = (d * (X - mu)).sum(1, keepdims=True) * -0.5 * (var + eps) ** -1.5
    dmu = -d.sum(1, keepdims=True) / np.sqrt(var + eps)
    return d / np.sqrt(var + eps) + dvar * 2 * (X - mu) / D + dmu / D


@variant("q3_layernorm.grad_x")
def rows_with_moments_in_single_precision_backwards(dY, X, gamma, eps):
    X, D = np.float32(X), np.float32(dY) * np.float32(gamma)
    mean = X.mean(axis=1, keepdims=True)
    s = np.sqrt((X**2).mean(axis=1, keepdims=True) - mean**2 + np.float32(eps))
    X_hat = (X - mean) / s
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / s


@variant("q3_layernorm.recover_private")
def entry_by_entry(Y, gamma, beta):
    n = len(Y)
    Z = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            Z[i, j] = gamma[j] * (Y[j, i] - beta[i]) / gamma[i] + beta[j]
    return Z


@variant("q3_layernorm.recover_private")
def with_outer_products(Y, gamma, beta):
    return np.outer(1 / gamma, gamma) * (Y.T - beta[:, None]) + beta[None, :]


@variant("q3_layernorm.recover_private")
def with_the_column_means_that_a_batch_norm_has(Y, gamma, beta):
    return ((Y - Y.mean(axis=0)) / gamma).T * gamma + beta


@variant("q3_layernorm.recover_private")
def recovered_in_single_precision(Y, gamma, beta):
    Y, gamma, beta = np.float32(Y), np.float32(gamma), np.float32(beta)
    return gamma * ((Y - beta) / gamma).T + beta


@variant("q3_layernorm.leaked_entries")
def zeros_and_ones(n, affine):
    return [[1.0 if i == j or not affine else 0.0 for j in range(n)] for i in range(n)]


@variant("q3_layernorm.leaked_entries")
def by_comparing_indices(n, affine):
    i, j = np.indices((n, n))
    return (i == j) | (not affine)


@variant("q3_layernorm.leakage_count")
def whole_float(n, affine):
    return float(n) if affine else float(n) ** 2


@variant("q3_layernorm.leakage_count")
def counted(n, affine):
    return np.count_nonzero(np.eye(n) if affine else np.ones((n, n)))


@variant("q4_optimizers.equivalent_weight_decay")
def sum_of_two(lambda_l2):
    return lambda_l2 + lambda_l2


@variant("q4_optimizers.equivalent_weight_decay")
def keyword_default(lam=0.0):
    return np.multiply(2, lam)


@variant("q4_optimizers.sgd_l2_step")
def decay_first(w, grad, lr, lambda_l2):
    w = (1 - 2 * lr * lambda_l2) * w
    return w - lr * grad


@variant("q4_optimizers.sgd_l2_step")
def changes_its_input(w, grad, lr, lambda_l2):
    grad += 2 * lambda_l2 * w
    w -= lr * grad
    return w


@variant("q4_optimizers.sgd_weight_decay_step")
def shrink_then_step(w, grad, lr, lambda_wd):
    return w * (1 - lr * lambda_wd) - grad * lr


@variant("q4_optimizers.sgd_weight_decay_step")
def as_nested_lists(w, grad, lr, lambda_wd):
    return (w - lr * (grad + lambda_wd * w)).tolist()


@variant("q4_optimizers.expected_moment")
def unrolled(mu, beta, t):
    s = np.zeros_like(mu)
    for _ in range(t):
        s = beta * s + (1 - beta) * mu
    return s


@variant("q4_optimizers.expected_moment")
def averaged_in_single_precision(mu, beta, t):
    s, mu, beta = np.zeros_like(mu, dtype=np.float32), np.float32(mu), np.float32(beta)
    for _ in range(t):
        s = beta * s + (1 - beta) * mu
    return s


@variant("q4_optimizers.expected_moment")
def geometric_sum(mu, beta, t):
    return (1 - beta) * sum(beta**k for k in range(t)) * mu


@variant("q4_optimizers.expected_moment")
def recursive(mu, beta, t):
    @functools.cache
    def share(k):
        return 0.0 if k == 0 else beta * share(k - 1) + (1 - beta)

    return share(t) * mu


@variant("q4_optimizers.bias_corrected")
def by_the_geometric_sum(s, beta, t):
    return s / ((1 - beta) * sum(beta**k for k in range(t)))


@variant("q4_optimizers.bias_corrected")
def by_exponential(s, beta, t):
    return s / -np.expm1(t * np.log(beta))


@variant("q4_optimizers.momentum_l2_step")
def named_pair(w, v, grad, lr, beta, lambda_l2):
    v = beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w)
    return Pair(w - lr * v, v)


@variant("q4_optimizers.momentum_l2_step")
def stacked_array(w, v, grad, lr, beta, lambda_l2):
    v = v + (1 - beta) * (grad + 2 * lambda_l2 * w - v)
    return np.stack([w - lr * v, v])


@variant("q4_optimizers.rmsprop_l2_step")
def list_of_two(w, v, grad, lr, beta, eps, lambda_l2):
    g = grad + 2 * lambda_l2 * w
    v *= beta
    v += (1 - beta) * g * g
    return [w - lr * g / (v**0.5 + eps), v]


@variant("q4_optimizers.rmsprop_l2_step")
def rmsprop_in_single_precision(w, v, grad, lr, beta, eps, lambda_l2):
    w, v, grad = np.float32(w), np.float32(v), np.float32(grad)
    g = grad + np.float32(2 * lambda_l2) * w
    v = np.float32(beta) * v + np.float32(1 - beta) * g**2
    return w - np.float32(lr) * g / (np.sqrt(v) + np.float32(eps)), v


@variant("q4_optimizers.adam_l2_step")
def with_the_rate_corrected(w, s, r, grad, t, lr, beta1, beta2, delta, lambda_l2):
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g * g
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    return w - lr * np.sqrt(c2) / c1 * s / np.sqrt(r + c2 * delta), s, r


@variant("q4_optimizers.adam_l2_step")
def adam_weight_by_weight(w, s, r, grad, t, lr, beta1, beta2, delta, lambda_l2):
    out = [np.empty_like(w) for _ in range(3)]
    for i in np.ndindex(w.shape):
        g = grad[i] + 2 * lambda_l2 * w[i]
        a, b = beta1 * s[i] + (1 - beta1) * g, beta2 * r[i] + (1 - beta2) * g * g
        step = a / (1 - beta1**t) / math.sqrt(b / (1 - beta2**t) + delta)
        out[0][i], out[1][i], out[2][i] = w[i] - lr * step, a, b
    return out


@variant("q4_optimizers.adamw_step")
def adamw_decay_first(w, s, r, grad, t, lr, beta1, beta2, delta, weight_decay):
    w = w * (1 - lr * weight_decay)
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * np.square(grad)
    return (w - lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta), s, r)


@variant("q4_optimizers.adamw_step")
def adamw_in_place(w, s, r, grad, t, lr, beta1, beta2, delta, weight_decay):
    s *= beta1
    s += (1 - beta1) * grad
    r *= beta2
    r += (1 - beta2) * grad**2
    old = w.copy()
    w -= lr * (s / (1 - beta1**t)) / (r / (1 - beta2**t) + delta) ** 0.5
    w -= lr * weight_decay * old
    return w, s, r
