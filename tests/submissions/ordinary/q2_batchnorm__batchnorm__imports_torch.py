# PyTorch is not there for submitted code, in a function neither.
# loses: 3
def batchnorm(X, gamma, beta, eps):
    import torch

    return torch.nn.functional.batch_norm(torch.tensor(X), None, None, training=True).numpy()
