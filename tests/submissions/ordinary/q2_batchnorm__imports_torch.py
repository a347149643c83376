# PyTorch is not there for submitted code.
# loses: 25
import torch.nn.functional as F
